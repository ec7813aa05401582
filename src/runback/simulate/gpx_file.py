"""A recording written as GPX, the way Strava exports it."""

from __future__ import annotations

from xml.sax.saxutils import escape

import polars as pl

from runback.activities.recording import Recording
from runback.simulate.xml_points import (
    element,
    optional,
    whole,
    with_columns_or_null,
    wrapped,
    xml_time,
    xml_times,
)

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gpx creator="StravaGPX" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://www.topografix.com/GPX/1/1 http://www.topografix.com/GPX/1/1/gpx.xsd \
http://www.garmin.com/xmlschemas/TrackPointExtension/v1 \
http://www.garmin.com/xmlschemas/TrackPointExtensionv1.xsd" version="1.1" \
xmlns="http://www.topografix.com/GPX/1/1" \
xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">
"""
_COLUMNS = (
    "latitude_deg",
    "longitude_deg",
    "altitude_m",
    "temperature_c",
    "heart_rate_bpm",
    "cadence_spm",
)


def write_gpx(recording: Recording) -> bytes:
    """Return ``recording`` as a GPX file in UTF-8: one track, one segment, samples without a place left out.

    Written are position (7 digits), altitude (0.1 m), temperature, heart rate and cadence (one foot's steps a
    minute, whole). As in Strava's exports there is no distance, no speed, no lap and no mark of a pause.
    Source: GPX 1.1 with Garmin's TrackPointExtension v1.
    """
    placed = with_columns_or_null(recording.stream, _COLUMNS).drop_nulls(["latitude_deg", "longitude_deg"])
    name = escape(recording.title or recording.sport.capitalize())
    return "".join(
        [
            _HEAD,
            f" <metadata>\n  <time>{xml_time(recording.start_utc)}</time>\n </metadata>\n <trk>\n",
            f"  <name>{name}</name>\n  <type>{escape(recording.sport)}</type>\n  <trkseg>\n",
            *placed.select(_trackpoint(recording)).to_series().to_list(),
            "  </trkseg>\n </trk>\n</gpx>\n",
        ]
    ).encode()


def _trackpoint(recording: Recording) -> pl.Expr:
    place = pl.format(
        '   <trkpt lat="{}" lon="{}">\n', pl.col("latitude_deg").round(7), pl.col("longitude_deg").round(7)
    )
    extension = pl.concat_str(
        element(3, "gpxtpx:atemp", whole(pl.col("temperature_c"))),
        element(3, "gpxtpx:hr", whole(pl.col("heart_rate_bpm"))),
        element(3, "gpxtpx:cad", whole(pl.col("cadence_spm") / 2)),
    )
    return pl.concat_str(
        place,
        optional(pl.format("    <ele>{}</ele>\n", pl.col("altitude_m").round(1))),
        element(2, "time", xml_times(recording.start_utc)),
        wrapped(
            "    <extensions>\n     <gpxtpx:TrackPointExtension>\n",
            extension,
            "     </gpxtpx:TrackPointExtension>\n    </extensions>\n",
        ),
        pl.lit("   </trkpt>\n"),
    )
