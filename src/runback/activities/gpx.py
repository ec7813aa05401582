"""GPX tracks, with the extensions of Garmin, Strava and Cluetrust."""

from __future__ import annotations

from dataclasses import dataclass

from runback.activities.limits import DEFAULT_LIMITS, Limits
from runback.activities.points import Points, parse_time
from runback.activities.recording import Damage, FileReading, Recording
from runback.activities.sports import UNKNOWN_SPORT, counts_steps, sport_of
from runback.activities.xml_events import parse_xml
from runback.errors import UnreadableFileError

_POINT_COLUMNS = {
    "ele": "altitude_m",
    "hr": "heart_rate_bpm",
    "heartrate": "heart_rate_bpm",
    "cad": "cadence_spm",
    "cadence": "cadence_spm",
    "RunCadence": "cadence_spm",
    "power": "power_w",
    "PowerInWatts": "power_w",
    "watts": "power_w",
    "atemp": "temperature_c",
    "temp": "temperature_c",
    "speed": "speed_m_s",
    "distance": "distance_m",
}


@dataclass(slots=True)
class _Trk:
    points: Points
    name: str | None = None
    description: str | None = None
    kind: str | None = None
    first_time: str | None = None


class _Reader:
    """Turns XML events into tracks; what is unfinished when the events stop simply stays as it is."""

    def __init__(self, limits: Limits) -> None:
        self.tracks: list[_Trk] = []
        self.creator: str | None = None
        self.other_points = False
        self._limits = limits
        self._path: list[str] = []
        self._track: _Trk | None = None
        self._point: dict[str, str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        # Nearly all elements lie within points, so these two ways are kept short.
        if self._point is not None:
            return
        if name == "trkpt":
            self._point = {
                "latitude_deg": attributes.get("lat", ""),
                "longitude_deg": attributes.get("lon", ""),
            }
            return
        self._path.append(name)
        if name == "trkseg" and self._track is not None:
            self._track.points.new_segment()
        elif name == "trk":
            self._track = _Trk(Points(self._limits))
            self.tracks.append(self._track)
        elif name in ("rtept", "wpt"):
            self.other_points = True
        elif name == "gpx":
            self.creator = attributes.get("creator") or None

    def end(self, name: str, text: str) -> None:
        point = self._point
        if point is not None:
            if name == "trkpt":
                self._end_point(point)
            elif text and not text.isspace():
                point.setdefault(_POINT_COLUMNS.get(name, name), text)
            return
        self._path.pop()
        if name == "trk":
            self._track = None
        elif self._track is not None and self._path and self._path[-1] == "trk" and (text := text.strip()):
            if name == "name":
                self._track.name = text
            elif name in ("desc", "cmt"):
                self._track.description = text
            elif name == "type":
                self._track.kind = text

    def _end_point(self, point: dict[str, str]) -> None:
        self._point = None
        if self._track is not None:
            time = point.get("time")
            self._track.points.add(time, point)
            self._track.first_time = self._track.first_time or time


def read_gpx(data: bytes, limits: Limits = DEFAULT_LIMITS) -> FileReading:
    """Read a GPX file: one recording for each track (``trk``) that has points with times.

    Prefixes do not matter; heart rate, cadence, power, temperature and speed of the usual extensions are
    read.
    Cadence counts steps of both feet. Distance is the great-circle way between the positions (haversine),
    unless the points state one; a new segment after a gap is a pause, and the way across it does not count.
    Damaged or cut files keep every whole point before the damage, which is reported by line and column.

    Raises UnreadableFileError where no track with times can be read (a planned route is no activity),
    LimitExceededError beyond ``limits``.
    """
    reader = _Reader(limits)
    damage = parse_xml(data, reader.start, reader.end, limits)
    recordings: list[Recording] = []
    for track in reader.tracks:
        recording, stray = _recording(track, reader.creator)
        damage = damage or stray
        if recording is not None:
            recordings.append(recording)
    if not recordings:
        raise _nothing(reader, damage)
    return FileReading(tuple(recordings), damage)


def _recording(trk: _Trk, creator: str | None) -> tuple[Recording | None, Damage | None]:
    sport, sub_sport = sport_of(trk.kind) if trk.kind else (UNKNOWN_SPORT, None)
    track = trk.points.track(on_foot=counts_steps(sport))
    if track is None:
        return None, None
    first = parse_time(trk.first_time or "")
    offset = first.utcoffset() if first else None
    recording = Recording(
        sport=sport,
        sub_sport=sub_sport,
        start_utc=track.start_utc,
        stream=track.stream,
        pauses_s=track.pauses_s,
        utc_offset_s=round(offset.total_seconds()) if offset else None,
        device=creator,
        title=trk.name,
        description=trk.description,
    )
    return recording, track.damage


def _nothing(reader: _Reader, damage: Damage | None) -> UnreadableFileError:
    if any(track.points.timeless for track in reader.tracks) or reader.other_points:
        return UnreadableFileError(
            "holds positions without times: a route, not a recorded activity.",
            remedy="Export the recorded activity as FIT, TCX or GPX with times.",
        )
    if damage is None:
        return UnreadableFileError("holds no track points.", remedy="Export the recorded activity again.")
    return UnreadableFileError(
        f"is damaged before its first point: {damage.reason}",
        where=damage.place,
        remedy="Export the activity again from its source.",
    )
