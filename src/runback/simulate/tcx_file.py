"""A recording written as TCX, the way Garmin Connect exports it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from math import isfinite
from typing import TypeGuard
from xml.sax.saxutils import escape

from runback.activities.recording import Recording

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

Point = dict[str, float | None]


def write_tcx(recording: Recording) -> bytes:
    """Return ``recording`` as a TCX file in UTF-8: one activity, its laps, a track between any two pauses.

    Written are position, altitude, distance, heart rate, speed and running cadence (one foot's steps a
    minute, whole, as Garmin does); TCX has no place for running dynamics. Without laps all is one lap.
    Source: Garmin's TrainingCenterDatabase v2 and ActivityExtension v2 schemas.
    """
    parts = [_HEAD, f'    <Activity Sport="{_SPORTS.get(recording.sport, "Other")}">\n']
    parts.append(f"      <Id>{xml_time(recording.start_utc)}</Id>\n")
    points = recording.stream.to_dicts()
    laps = _laps(recording, points)
    for number, lap in enumerate(laps):
        begin, end = lap["start_s"], lap["start_s"] + lap["elapsed_s"]
        if number == len(laps) - 1:
            end = float("inf")
        inside = [point for point in points if begin <= (point["t_s"] or 0.0) < end]
        parts.extend(_lap(recording, lap, inside))
    if recording.description:
        parts.append(f"      <Notes>{escape(recording.description)}</Notes>\n")
    if recording.device:
        name = escape(recording.device)
        parts.append(f'      <Creator xsi:type="Device_t">\n        <Name>{name}</Name>\n      </Creator>\n')
    parts.append("    </Activity>\n  </Activities>\n</TrainingCenterDatabase>\n")
    return "".join(parts).encode()


def xml_time(moment: datetime) -> str:
    """Return an instant as XML writes it, with milliseconds and Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def known(value: float | None) -> TypeGuard[float]:
    """Return whether a sample has the value."""
    return value is not None and isfinite(value)


def _laps(recording: Recording, points: list[Point]) -> list[dict[str, float]]:
    if recording.laps.height:
        return recording.laps.to_dicts()
    whole = recording.totals.elapsed_s or (points[-1]["t_s"] if points else 0.0) or 0.0
    timer_s, distance_m = recording.totals.timer_s or whole, recording.totals.distance_m or 0.0
    return [{"start_s": 0.0, "elapsed_s": whole, "timer_s": timer_s, "distance_m": distance_m}]


def _lap(recording: Recording, lap: dict[str, float], points: list[Point]) -> Iterator[str]:
    start = recording.start_utc + timedelta(seconds=lap["start_s"])
    yield f'      <Lap StartTime="{xml_time(start)}">\n'
    yield _element(4, "TotalTimeSeconds", repr(lap["timer_s"]))
    yield _element(4, "DistanceMeters", repr(lap["distance_m"]))
    energy, whole = recording.totals.energy_kcal, recording.totals.distance_m
    share = energy * lap["distance_m"] / whole if energy and whole else 0.0
    yield _element(4, "Calories", f"{share:.0f}")
    beats = [bpm for point in points if known(bpm := point.get("heart_rate_bpm"))]
    if beats:
        yield _element(4, "AverageHeartRateBpm", f"<Value>{sum(beats) / len(beats):.0f}</Value>")
        yield _element(4, "MaximumHeartRateBpm", f"<Value>{max(beats):.0f}</Value>")
    yield _element(4, "Intensity", "Active")
    yield _element(4, "TriggerMethod", "Distance")
    for track in _tracks(recording, points):
        yield "        <Track>\n"
        for point in track:
            yield _trackpoint(recording.start_utc, point)
        yield "        </Track>\n"
    yield "      </Lap>\n"


def _tracks(recording: Recording, points: list[Point]) -> Iterable[list[Point]]:
    """Split the points of a lap at its pauses."""
    rest = points
    for begin, _ in recording.pauses_s:
        before = [point for point in rest if (point["t_s"] or 0.0) <= begin]
        rest = rest[len(before) :]
        if before:
            yield before
    if rest:
        yield rest


def _trackpoint(start: datetime, point: Point) -> str:
    moment = start + timedelta(seconds=point["t_s"] or 0.0)
    text = "          <Trackpoint>\n" + _element(6, "Time", xml_time(moment))
    latitude, longitude = point.get("latitude_deg"), point.get("longitude_deg")
    if known(latitude) and known(longitude):
        place = _element(7, "LatitudeDegrees", repr(latitude)) + _element(
            7, "LongitudeDegrees", repr(longitude)
        )
        text += f"            <Position>\n{place}            </Position>\n"
    for tag, name in (("AltitudeMeters", "altitude_m"), ("DistanceMeters", "distance_m")):
        if known(value := point.get(name)):
            text += _element(6, tag, repr(value))
    if known(beats := point.get("heart_rate_bpm")):
        text += _element(6, "HeartRateBpm", f"<Value>{beats:.0f}</Value>")
    extension = ""
    if known(speed := point.get("speed_m_s")):
        extension += _element(8, "ns3:Speed", repr(speed))
    if known(cadence := point.get("cadence_spm")):
        extension += _element(8, "ns3:RunCadence", f"{cadence / 2:.0f}")
    if extension:
        inner = f"              <ns3:TPX>\n{extension}              </ns3:TPX>\n"
        text += f"            <Extensions>\n{inner}            </Extensions>\n"
    return text + "          </Trackpoint>\n"


def _element(depth: int, tag: str, content: str) -> str:
    return f"{'  ' * depth}<{tag}>{content}</{tag}>\n"
