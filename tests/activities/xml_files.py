"""Small writers of TCX and GPX, with the oddities that real exports have; and a second reader as oracle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree
from xml.sax.saxutils import escape

TCX_NAMESPACE = "{http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2}"
TPX_NAMESPACE = "{http://www.garmin.com/xmlschemas/ActivityExtension/v2}"
GPX_NAMESPACE = "{http://www.topografix.com/GPX/1/1}"
TPE_NAMESPACE = "{http://www.garmin.com/xmlschemas/TrackPointExtension/v1}"

Point = dict[str, float]
"""A point by stream column, ``t_s`` in seconds since the start."""


@dataclass(frozen=True)
class Style:
    """How a file is written: what comes before the XML, whether and how extensions are prefixed."""

    before: bytes = b""
    prefix: str = "ns3:"
    bind_prefix: bool = True
    offset: timedelta = timedelta(0)
    title: str | None = None


def stamp(start: datetime, t_s: float, offset: timedelta) -> str:
    instant = start + timedelta(seconds=t_s)
    if not offset:
        return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    local = instant.astimezone(UTC) + offset
    sign = "+" if offset > timedelta(0) else "-"
    minutes = abs(offset) // timedelta(minutes=1)
    zone = f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond // 1000:03d}{zone}"


def _leaf(tag: str, point: Point, column: str, scale: float = 1.0) -> str:
    return f"<{tag}>{point[column] * scale!r}</{tag}>" if column in point else ""


def write_tcx(
    start: datetime, tracks: Sequence[Sequence[Point]], sport: str = "Running", style: Style = Style()
) -> bytes:
    """Return a TCX file with one activity of one lap; cadence is written per foot, as Garmin does."""
    ns = style.prefix
    body = "".join(
        "<Track>" + "".join(_tcx_point(start, point, style) for point in track) + "</Track>"
        for track in tracks
    )
    bind = f' xmlns:{ns[:-1]}="{TPX_NAMESPACE[1:-1]}"' if ns and style.bind_prefix else ""
    begin = stamp(start, 0, style.offset)
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><TrainingCenterDatabase xmlns="{TCX_NAMESPACE[1:-1]}"{bind}>'
        f'<Activities><Activity Sport="{sport}"><Id>{begin}</Id><Lap StartTime="{begin}">'
        f"<TotalTimeSeconds>60.0</TotalTimeSeconds><Calories>12</Calories>{body}"
        f"</Lap><Notes>{escape(style.title or '')}</Notes></Activity></Activities></TrainingCenterDatabase>"
    )
    return style.before + text.encode()


def _tcx_point(start: datetime, point: Point, style: Style) -> str:
    ns = style.prefix
    position = ""
    if "latitude_deg" in point:
        latitude, longitude = point["latitude_deg"], point["longitude_deg"]
        position = (
            f"<Position><LatitudeDegrees>{latitude!r}</LatitudeDegrees>\n"
            f"<LongitudeDegrees>{longitude!r}</LongitudeDegrees></Position>"
        )
    rate = _leaf("Value", point, "heart_rate_bpm")
    extension = (
        _leaf(f"{ns}Speed", point, "speed_m_s")
        + _leaf(f"{ns}RunCadence", point, "cadence_spm", 0.5)
        + _leaf(f"{ns}Watts", point, "power_w")
    )
    return (
        f"<Trackpoint><Time>{stamp(start, point['t_s'], style.offset)}</Time>{position}"
        + _leaf("AltitudeMeters", point, "altitude_m")
        + _leaf("DistanceMeters", point, "distance_m")
        + (f"<HeartRateBpm>\n  {rate}\n</HeartRateBpm>" if rate else "")
        + (f"<Extensions><{ns}TPX>{extension}</{ns}TPX></Extensions>" if extension else "")
        + "</Trackpoint>"
    )


def write_gpx(
    start: datetime, tracks: Sequence[Sequence[Point]], sport: str = "running", style: Style = Style()
) -> bytes:
    """Return a GPX file with one track; each point needs a position."""
    ns = style.prefix
    bind = f' xmlns:{ns[:-1]}="{TPE_NAMESPACE[1:-1]}"' if ns and style.bind_prefix else ""
    body = "".join(
        "<trkseg>" + "".join(_gpx_point(start, point, style) for point in track) + "</trkseg>"
        for track in tracks
    )
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<gpx creator="test" version="1.1"'
        f' xmlns="{GPX_NAMESPACE[1:-1]}"{bind}><metadata><name>not the title</name></metadata>'
        f"<trk><name>{escape(style.title or '')}</name><type>{sport}</type>{body}</trk></gpx>"
    )
    return style.before + text.encode()


def _gpx_point(start: datetime, point: Point, style: Style) -> str:
    ns = style.prefix
    inner = (
        _leaf(f"{ns}atemp", point, "temperature_c")
        + _leaf(f"{ns}hr", point, "heart_rate_bpm")
        + _leaf(f"{ns}cad", point, "cadence_spm", 0.5)
    )
    power = _leaf("power", point, "power_w")
    inner = f"<{ns}TrackPointExtension>\n {inner}</{ns}TrackPointExtension>" if inner else ""
    extensions = f"<extensions>{power}{inner}</extensions>" if power or inner else ""
    return (
        f'<trkpt lat="{point["latitude_deg"]!r}" lon="{point["longitude_deg"]!r}">'
        + _leaf("ele", point, "altitude_m")
        + f"<time>{stamp(start, point['t_s'], style.offset)}</time>{extensions}</trkpt>"
    )


def oracle_tcx(data: bytes) -> list[dict[str, str]]:
    """Return all points of a TCX file by ElementTree with namespaces: raw text by element name."""
    points = []
    for trackpoint in ElementTree.fromstring(data).iter(f"{TCX_NAMESPACE}Trackpoint"):
        point = {}
        for path in ("Time", "Position/LatitudeDegrees", "Position/LongitudeDegrees", "AltitudeMeters"):
            _take(point, trackpoint, "/".join(TCX_NAMESPACE + part for part in path.split("/")))
        for path in ("DistanceMeters", "HeartRateBpm/Value", "Cadence"):
            _take(point, trackpoint, "/".join(TCX_NAMESPACE + part for part in path.split("/")))
        for name in ("Speed", "Watts", "RunCadence"):
            _take(point, trackpoint, f"{TCX_NAMESPACE}Extensions/{TPX_NAMESPACE}TPX/{TPX_NAMESPACE}{name}")
        points.append(point)
    return points


def oracle_gpx(data: bytes) -> list[dict[str, str]]:
    """Return all points of a GPX file by ElementTree with namespaces: raw text by element name."""
    points = []
    for trackpoint in ElementTree.fromstring(data).iter(f"{GPX_NAMESPACE}trkpt"):
        point = {"lat": trackpoint.attrib["lat"], "lon": trackpoint.attrib["lon"]}
        _take(point, trackpoint, f"{GPX_NAMESPACE}ele")
        _take(point, trackpoint, f"{GPX_NAMESPACE}time")
        _take(point, trackpoint, f"{GPX_NAMESPACE}extensions/{GPX_NAMESPACE}power")
        for name in ("hr", "cad", "atemp"):
            inner = f"{TPE_NAMESPACE}TrackPointExtension/{TPE_NAMESPACE}{name}"
            _take(point, trackpoint, f"{GPX_NAMESPACE}extensions/{inner}")
        points.append(point)
    return points


def _take(point: dict[str, str], element: ElementTree.Element, path: str) -> None:
    found = element.find(path)
    if found is not None and found.text and found.text.strip():
        name = path.rpartition("}")[2]
        point["HeartRateBpm" if name == "Value" else name] = found.text


def merged(points: list[dict[str, str]], time: str) -> list[tuple[float, dict[str, str]]]:
    """Return (Unix seconds, values) sorted, points of one time joined with the first value there is."""
    by_time: dict[float, dict[str, str]] = {}
    for point in points:
        day, _, clock = point[time].removesuffix("Z").partition("T")
        year, month, date = map(int, day.split("-"))
        hour, minute, seconds = clock.split(":")
        instant = datetime(year, month, date, int(hour), int(minute), tzinfo=UTC).timestamp() + float(seconds)
        row = by_time.setdefault(round(instant, 3), {})
        for name, text in point.items():
            row.setdefault(name, text)
    return sorted(by_time.items())
