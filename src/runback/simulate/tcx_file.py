"""A recording written as TCX, the way Garmin Connect exports it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from xml.sax.saxutils import escape

import numpy as np
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

_SPORTS = {"running": "Running", "cycling": "Biking"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<TrainingCenterDatabase
  xsi:schemaLocation="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2 \
http://www.garmin.com/xmlschemas/TrainingCenterDatabasev2.xsd"
  xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2"
  xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <Activities>
"""
_COLUMNS = (
    "latitude_deg",
    "longitude_deg",
    "altitude_m",
    "distance_m",
    "heart_rate_bpm",
    "speed_m_s",
    "cadence_spm",
)


def write_tcx(recording: Recording) -> bytes:
    """Return ``recording`` as a TCX file in UTF-8: one activity, its laps, a track between any two pauses.

    Written are position, altitude, distance, heart rate, speed and running cadence (one foot's steps a
    minute, whole, as Garmin does); TCX has no place for running dynamics. Without laps all is one lap.
    Source: Garmin's TrainingCenterDatabase v2 and ActivityExtension v2 schemas.
    """
    stream = with_columns_or_null(recording.stream, _COLUMNS)
    points = stream.select("t_s", "heart_rate_bpm", _trackpoint(recording).alias("text"))
    parts = [_HEAD, f'    <Activity Sport="{_SPORTS.get(recording.sport, "Other")}">\n']
    parts.append(f"      <Id>{xml_time(recording.start_utc)}</Id>\n")
    laps = _laps(recording)
    starts = [lap["start_s"] for lap in laps]
    # A sample on the line between two laps opens the later one.
    cuts = [0, *np.searchsorted(points["t_s"].to_numpy(), starts[1:]).tolist(), points.height]
    for lap, begin, end in zip(laps, cuts[:-1], cuts[1:], strict=True):
        parts.extend(_lap(recording, lap, points[begin:end]))
    if recording.description:
        parts.append(f"      <Notes>{escape(recording.description)}</Notes>\n")
    if recording.device:
        name = f"        <Name>{escape(recording.device)}</Name>\n"
        parts.append(f'      <Creator xsi:type="Device_t">\n{name}      </Creator>\n')
    parts.append("    </Activity>\n  </Activities>\n</TrainingCenterDatabase>\n")
    return "".join(parts).encode()


def _laps(recording: Recording) -> list[dict[str, float]]:
    if recording.laps.height:
        return recording.laps.to_dicts()
    last = float(recording.stream["t_s"][-1]) if recording.stream.height else 0.0
    elapsed_s = recording.totals.elapsed_s or last
    timer_s, distance_m = recording.totals.timer_s or elapsed_s, recording.totals.distance_m or 0.0
    return [{"start_s": 0.0, "elapsed_s": elapsed_s, "timer_s": timer_s, "distance_m": distance_m}]


def _lap(recording: Recording, lap: dict[str, float], points: pl.DataFrame) -> Iterator[str]:
    start = recording.start_utc + timedelta(seconds=lap["start_s"])
    energy, total_m = recording.totals.energy_kcal, recording.totals.distance_m
    share = energy * lap["distance_m"] / total_m if energy and total_m else 0.0
    yield f'      <Lap StartTime="{xml_time(start)}">\n'
    yield f"        <TotalTimeSeconds>{lap['timer_s']!r}</TotalTimeSeconds>\n"
    yield f"        <DistanceMeters>{lap['distance_m']!r}</DistanceMeters>\n"
    yield f"        <Calories>{share:.0f}</Calories>\n"
    beats = points["heart_rate_bpm"].drop_nulls().to_numpy()
    if len(beats):
        mean, most = f"<Value>{beats.mean():.0f}</Value>", f"<Value>{beats.max():.0f}</Value>"
        yield f"        <AverageHeartRateBpm>{mean}</AverageHeartRateBpm>\n"
        yield f"        <MaximumHeartRateBpm>{most}</MaximumHeartRateBpm>\n"
    yield "        <Intensity>Active</Intensity>\n        <TriggerMethod>Distance</TriggerMethod>\n"
    pauses = [begin for begin, _ in recording.pauses_s]
    cuts = np.unique(np.searchsorted(points["t_s"].to_numpy(), pauses, side="right")).tolist()
    edges = [0, *[cut for cut in cuts if 0 < cut < points.height], points.height]
    texts = points["text"].to_list()
    for begin, end in pairwise(edges):
        yield "        <Track>\n"
        yield from texts[begin:end]
        yield "        </Track>\n"
    yield "      </Lap>\n"


def _trackpoint(recording: Recording) -> pl.Expr:
    place = element(7, "LatitudeDegrees", pl.col("latitude_deg"))
    place += element(7, "LongitudeDegrees", pl.col("longitude_deg"))
    placed = pl.col("latitude_deg").is_not_null() & pl.col("longitude_deg").is_not_null()
    extension = element(8, "ns3:Speed", pl.col("speed_m_s"))
    extension += element(8, "ns3:RunCadence", whole(pl.col("cadence_spm") / 2))
    beats = pl.format("<Value>{}</Value>", whole(pl.col("heart_rate_bpm")))
    tpx_open = "            <Extensions>\n              <ns3:TPX>\n"
    tpx_close = "              </ns3:TPX>\n            </Extensions>\n"
    return pl.concat_str(
        pl.lit("          <Trackpoint>\n"),
        element(6, "Time", xml_times(recording.start_utc)),
        wrapped(
            "            <Position>\n",
            optional(pl.when(placed).then(place)),
            "            </Position>\n",
        ),
        element(6, "AltitudeMeters", pl.col("altitude_m")),
        element(6, "DistanceMeters", pl.col("distance_m")),
        element(6, "HeartRateBpm", beats),
        wrapped(tpx_open, extension, tpx_close),
        pl.lit("          </Trackpoint>\n"),
    )
