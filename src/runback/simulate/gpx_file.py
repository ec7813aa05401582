"""A recording written as GPX, the way Strava exports it."""

from __future__ import annotations

from datetime import timedelta
from xml.sax.saxutils import escape

from runback.activities.recording import Recording
from runback.simulate.tcx_file import Point, known, xml_time

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gpx creator="StravaGPX" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://www.topografix.com/GPX/1/1 http://www.topografix.com/GPX/1/1/gpx.xsd \
http://www.garmin.com/xmlschemas/TrackPointExtension/v1 \
http://www.garmin.com/xmlschemas/TrackPointExtensionv1.xsd" version="1.1" \
xmlns="http://www.topografix.com/GPX/1/1" \
xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">
"""


def write_gpx(recording: Recording) -> bytes:
    """Return ``recording`` as a GPX file in UTF-8: one track, one segment, samples without a place left out.

    Written are position (7 digits), altitude (0.1 m), temperature, heart rate and cadence (one foot's steps a
    minute, whole). As in Strava's exports there is no distance, no speed, no lap and no mark of a pause.
    Source: GPX 1.1 with Garmin's TrackPointExtension v1.
    """
    parts = [_HEAD, f" <metadata>\n  <time>{_time(recording, 0.0)}</time>\n </metadata>\n <trk>\n"]
    parts.append(f"  <name>{escape(recording.title or recording.sport.capitalize())}</name>\n")
    parts.append(f"  <type>{escape(recording.sport)}</type>\n  <trkseg>\n")
    parts.extend(
        _trackpoint(recording, point)
        for point in recording.stream.to_dicts()
        if known(point.get("latitude_deg")) and known(point.get("longitude_deg"))
    )
    parts.append("  </trkseg>\n </trk>\n</gpx>\n")
    return "".join(parts).encode()


def _time(recording: Recording, t_s: float) -> str:
    moment = xml_time(recording.start_utc + timedelta(seconds=t_s))
    return moment.replace(".000Z", "Z")


def _trackpoint(recording: Recording, point: Point) -> str:
    text = f'   <trkpt lat="{point["latitude_deg"]:.7f}" lon="{point["longitude_deg"]:.7f}">\n'
    if known(point.get("altitude_m")):
        text += f"    <ele>{point['altitude_m']:.1f}</ele>\n"
    text += f"    <time>{_time(recording, point['t_s'] or 0.0)}</time>\n"
    extension = "".join(
        f"      <gpxtpx:{tag}>{value * scale:.0f}</gpxtpx:{tag}>\n"
        for tag, name, scale in (
            ("atemp", "temperature_c", 1.0),
            ("hr", "heart_rate_bpm", 1.0),
            ("cad", "cadence_spm", 0.5),
        )
        if known(value := point.get(name))
    )
    if extension:
        text += (
            f"    <extensions>\n     <gpxtpx:TrackPointExtension>\n{extension}"
            "     </gpxtpx:TrackPointExtension>\n    </extensions>\n"
        )
    return text + "   </trkpt>\n"
