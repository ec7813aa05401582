"""Training Center XML: activities with laps, tracks and points."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import isnan

import polars as pl

from runback.activities.limits import DEFAULT_LIMITS, Limits
from runback.activities.points import Points, Track, parse_number, parse_time
from runback.activities.recording import Damage, DeviceTotals, FileReading, Recording
from runback.activities.sports import counts_steps, sport_of
from runback.activities.xml_events import parse_xml
from runback.errors import UnreadableFileError

_POINT_COLUMNS = {
    "LatitudeDegrees": "latitude_deg",
    "LongitudeDegrees": "longitude_deg",
    "AltitudeMeters": "altitude_m",
    "DistanceMeters": "distance_m",
    "HeartRateBpm": "heart_rate_bpm",
    "Value": "heart_rate_bpm",
    "Speed": "speed_m_s",
    "Watts": "power_w",
}
_LAP_NUMBERS = {
    "TotalTimeSeconds": "timer_s",
    "DistanceMeters": "distance_m",
    "Calories": "energy_kcal",
    "AverageHeartRateBpm": "mean_heart_rate_bpm",
    "MaximumHeartRateBpm": "max_heart_rate_bpm",
    "AvgRunCadence": "run_cadence",
    "Steps": "steps",
}
_LONGEST_LEAD = timedelta(days=1)


@dataclass(slots=True)
class _Activity:
    sport: str
    sub_sport: str | None
    points: Points
    id_time: str | None = None
    laps: list[dict[str, str]] = field(default_factory=list)
    notes: str | None = None
    device: str | None = None


class _Reader:
    """Turns XML events into activities; what is unfinished when the events stop simply stays as it is."""

    def __init__(self, limits: Limits) -> None:
        self.activities: list[_Activity] = []
        self._limits = limits
        self._path: list[str] = []
        self._activity: _Activity | None = None
        self._point: dict[str, str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        # Nearly all elements lie within points, so these two ways are kept short.
        if self._point is not None:
            return
        if name == "Trackpoint":
            self._point = {}
            return
        self._path.append(name)
        if name == "Activity":
            sport, sub_sport = sport_of(attributes.get("Sport"))
            self._activity = _Activity(sport, sub_sport, Points(self._limits))
            self.activities.append(self._activity)
        elif self._activity is not None and name == "Lap":
            self._activity.laps.append({"start": attributes.get("StartTime", "")})
        elif self._activity is not None and name == "Track":
            self._activity.points.new_segment()

    def end(self, name: str, text: str) -> None:
        point = self._point
        if point is not None:
            if name == "Trackpoint":
                self._end_point(point)
            elif text and not text.isspace():
                point.setdefault(_POINT_COLUMNS.get(name, name), text)
            return
        self._path.pop()
        if name == "Value" and self._path:
            name = self._path[-1]
        if name == "Activity":
            self._activity = None
        elif self._activity is not None and (text := text.strip()):
            self._end_in_activity(self._activity, name, text)

    def _end_point(self, point: dict[str, str]) -> None:
        self._point = None
        cadence = point.get("RunCadence", point.get("Cadence"))
        if cadence is not None:
            point["cadence_spm"] = cadence
        if self._activity is not None:
            self._activity.points.add(point.get("Time"), point)

    def _end_in_activity(self, activity: _Activity, name: str, text: str) -> None:
        parent = self._path[-1] if self._path else ""
        if "Lap" in self._path:
            if activity.laps and name in _LAP_NUMBERS:
                activity.laps[-1].setdefault(_LAP_NUMBERS[name], text)
        elif name == "Id":
            activity.id_time = text
        elif name == "Notes":
            activity.notes = text
        elif name == "Name" and parent == "Creator":
            activity.device = text


def read_tcx(data: bytes, limits: Limits = DEFAULT_LIMITS) -> FileReading:
    """Read a TCX file: one recording for each activity that has points, laps or both.

    Prefixes do not matter; Garmin's extensions (speed, running cadence, power, steps) are read. Cadence is
    of both feet. Times without offset are UTC. A track that begins after a gap is a pause. Damaged or
    cut files keep every whole point before the damage, which is reported by line and column.

    Raises UnreadableFileError where no activity can be read, LimitExceededError beyond ``limits``.
    """
    reader = _Reader(limits)
    damage = parse_xml(data, reader.start, reader.end, limits)
    recordings: list[Recording] = []
    for activity in reader.activities:
        recording, stray = _recording(activity)
        damage = damage or stray
        if recording is not None:
            recordings.append(recording)
    if not recordings:
        raise _nothing(damage)
    return FileReading(tuple(recordings), damage)


def _nothing(damage: Damage | None) -> UnreadableFileError:
    if damage is None:
        return UnreadableFileError(
            "holds no recorded activity (a course or a workout, perhaps).",
            remedy="Export the activity itself as TCX.",
        )
    return UnreadableFileError(
        f"is damaged before its first point: {damage.reason}",
        where=damage.place,
        remedy="Export the activity again from its source.",
    )


def _recording(activity: _Activity) -> tuple[Recording | None, Damage | None]:
    on_foot = counts_steps(activity.sport)
    track = activity.points.track(on_foot=on_foot)
    lap_starts = [parse_time(lap["start"]) for lap in activity.laps]
    first = next((start for start in lap_starts if start), None) or parse_time(activity.id_time or "")
    if track is None and (first is None or not any(len(lap) > 1 for lap in activity.laps)):
        return None, None
    start, shift_s = _start(first, track)
    stream = pl.DataFrame(schema={"t_s": pl.Float64})
    pauses: tuple[tuple[float, float], ...] = ()
    if track is not None:
        stream = track.stream.with_columns((pl.col("t_s") + shift_s).round(6))
        pauses = tuple((begin + shift_s, end + shift_s) for begin, end in track.pauses_s)
    laps = _laps(activity, start, lap_starts, stream)
    offset = first.utcoffset() if first else None
    recording = Recording(
        sport=activity.sport,
        sub_sport=activity.sub_sport,
        start_utc=start,
        stream=stream,
        laps=laps,
        totals=_totals(activity, laps, on_foot),
        pauses_s=pauses,
        utc_offset_s=round(offset.total_seconds()) if offset else None,
        device=activity.device,
        description=activity.notes,
    )
    return recording, track.damage if track else None


def _start(first: datetime | None, track: Track | None) -> tuple[datetime, float]:
    """Return the start and the seconds from it to the first sample; a lap start far off is not believed."""
    if track is None:
        return (first or datetime.fromtimestamp(0, UTC)).astimezone(UTC), 0.0
    if first is None or not timedelta(0) <= track.start_utc - first <= _LONGEST_LEAD:
        return track.start_utc, 0.0
    return first.astimezone(UTC), (track.start_utc - first).total_seconds()


def _laps(
    activity: _Activity, start: datetime, lap_starts: list[datetime | None], stream: pl.DataFrame
) -> pl.DataFrame:
    begins = [(at - start).total_seconds() if at else None for at in lap_starts]
    last = float(stream["t_s"][-1]) if stream.height else None
    rows = []
    for number, lap in enumerate(activity.laps):
        timer = _number(lap, "timer_s")
        end = begins[number + 1] if number + 1 < len(begins) else last
        begin = begins[number]
        elapsed = end - begin if end is not None and begin is not None and end >= begin else timer
        rows.append((begin, elapsed, timer, _number(lap, "distance_m")))
    columns = ("start_s", "elapsed_s", "timer_s", "distance_m")
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.Float64), orient="row")


def _totals(activity: _Activity, laps: pl.DataFrame, on_foot: bool) -> DeviceTotals:
    cadence = _weighted(activity, "run_cadence")
    heart_rates = [rate for lap in activity.laps if (rate := _number(lap, "max_heart_rate_bpm")) is not None]
    elapsed = laps["elapsed_s"].sum() if laps.height and laps["elapsed_s"].null_count() == 0 else None
    return DeviceTotals(
        distance_m=_sum(activity, "distance_m"),
        elapsed_s=float(elapsed) if elapsed is not None else None,
        timer_s=_sum(activity, "timer_s"),
        energy_kcal=_sum(activity, "energy_kcal"),
        mean_heart_rate_bpm=_weighted(activity, "mean_heart_rate_bpm"),
        max_heart_rate_bpm=max(heart_rates, default=None),
        mean_cadence_spm=2.0 * cadence if cadence is not None else None,
        steps=_steps(activity) if on_foot else None,
    )


def _steps(activity: _Activity) -> float | None:
    """Return the steps of both feet; where they only add up to the cadence of one foot they are doubled."""
    steps, cadence, timer = (
        _sum(activity, "steps"),
        _weighted(activity, "run_cadence"),
        _sum(activity, "timer_s"),
    )
    if steps is None or not cadence or not timer:
        return steps
    return 2.0 * steps if steps < 1.5 * cadence * timer / 60.0 else steps


def _number(lap: dict[str, str], key: str) -> float | None:
    number = parse_number(lap.get(key, ""))
    return None if isnan(number) else number


def _sum(activity: _Activity, key: str) -> float | None:
    numbers = [number for lap in activity.laps if (number := _number(lap, key)) is not None]
    return sum(numbers) if numbers else None


def _weighted(activity: _Activity, key: str) -> float | None:
    """Return the mean over the laps, weighted by their timer time."""
    pairs = [(_number(lap, key), _number(lap, "timer_s")) for lap in activity.laps]
    known = [(number, weight) for number, weight in pairs if number is not None and weight]
    weight = sum(weight for _, weight in known)
    return sum(number * part for number, part in known) / weight if weight > 0 else None
