"""A FIT file as recordings: one for every session of every file of the chain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from runback.activities.fit.decode import MAX_MESSAGES, FitPart, decode_fit
from runback.activities.fit.devices import read_device, read_sensors
from runback.activities.fit.profile import ACTIVITY, FILE_ID, HRV, LAP, RECORD, SESSION
from runback.activities.fit.sessions import (
    Leg,
    owning_legs,
    read_legs,
    read_pauses,
    read_utc_offset,
)
from runback.activities.fit.stream import stream_columns, stream_frame
from runback.activities.fit.table import Floats, Indices
from runback.activities.fit.timestamps import SYSTEM_TIME_BELOW, instant
from runback.activities.recording import STREAM_COLUMNS, Damage, FileReading, Recording
from runback.errors import UnreadableFileError

_ACTIVITY_FILE = 4
_LAP_SCHEMA = dict.fromkeys(("start_s", "elapsed_s", "timer_s", "distance_m"), pl.Float64)


def read_fit(data: bytes, *, max_points: int = MAX_MESSAGES) -> FileReading:
    """Return every session of a FIT file, or of several written one after another, with its damage.

    A FIT file of another kind (settings, workout, course, monitoring) has no recordings and no damage. A cut
    activity without session message has one made up over its records. Damage keeps all before it.

    Raises UnreadableFileError where this is no FIT file or nothing usable comes before the damage, and
    LimitExceededError at more than ``max_points`` messages.
    """
    fit = decode_fit(data, max_messages=max_points)
    recordings: list[Recording] = []
    notes: list[Damage] = []
    for number, part in enumerate(fit.parts):
        cut = fit.damage is not None and number == len(fit.parts) - 1
        reader = _PartReader(part, cut=cut)
        recordings += reader.recordings()
        notes += reader.notes
    if fit.damage is not None and not recordings:
        raise UnreadableFileError(
            f"nothing of the activity can be read: {fit.damage.reason}.",
            where=fit.damage.place,
            remedy="Copy it from the watch again, or download the original from the service.",
        )
    return FileReading(tuple(recordings), fit.damage or (notes[0] if notes else None))


@dataclass(frozen=True, slots=True)
class _Clock:
    """What to add to the file's timestamps to reach real ones, and what that knows of the local time."""

    shift_s: float
    utc_offset_s: int | None
    note: Damage | None = None


class _PartReader:
    """Reads the recordings of one file of a chain."""

    def __init__(self, part: FitPart, *, cut: bool) -> None:
        self._part = part
        self._cut = cut
        self.notes: list[Damage] = []

    def recordings(self) -> list[Recording]:
        """Return the sessions in order of time; none where the file is not an activity."""
        part = self._part
        if not self._is_activity():
            return []
        times = part.times(RECORD)
        clock = self._clock(times)
        if clock.note is not None:
            self.notes.append(clock.note)
        legs = read_legs(part, times, cut=self._cut)
        self._device, self._sensors = read_device(part), read_sensors(part)
        self._developer = part.developer_columns(RECORD)
        self._pauses = read_pauses(part)
        timed = np.flatnonzero(~np.isnan(times))
        owners = owning_legs(times[timed], legs) if legs else np.empty(0, dtype=np.int64)
        beats = self._beats(timed, owners)
        return [
            self._recording(
                leg, clock, times, timed[owners == number], _end_of(legs, number), beats.get(number, ())
            )
            for number, leg in enumerate(legs)
        ]

    def _is_activity(self) -> bool:
        kinds = self._part.table(FILE_ID).numbers("type")
        stated = kinds[~np.isnan(kinds)]
        # Courses hold records too; only a session makes an activity of a file that says it is something else.
        return not len(stated) or _ACTIVITY_FILE in stated or len(self._part.table(SESSION)) > 0

    def _clock(self, record_times: Floats) -> _Clock:
        """Return how the file's clock stands to UTC; watches that were never set count from their start-up."""
        part = self._part
        seen = np.concatenate([record_times, part.table(SESSION).numbers("start_time")])
        seen = seen[~np.isnan(seen)]
        if not len(seen) or seen.max() >= SYSTEM_TIME_BELOW:
            return _Clock(0.0, read_utc_offset(part))
        place = f"byte {part.start}"
        local = part.table(ACTIVITY).numbers("local_timestamp") - part.times(ACTIVITY)
        local = local[~np.isnan(local) & (local >= SYSTEM_TIME_BELOW - seen.max())]
        if len(local):
            reason = "the watch counted from its start-up: dates are its local time, UTC is not known"
            return _Clock(float(local[-1]), 0, Damage(place, reason))
        created = part.table(FILE_ID).numbers("time_created")
        created = created[created >= SYSTEM_TIME_BELOW]
        if len(created):
            reason = "the watch counted from its start-up: dates are taken from the creation of the file"
            return _Clock(float(created[-1] - seen.min()), None, Damage(place, reason))
        return _Clock(0.0, None, Damage(place, "the watch counted from its start-up: the date is not known"))

    def _recording(
        self, leg: Leg, clock: _Clock, times: Floats, rows: Indices, end: float, beats: tuple[float, ...]
    ) -> Recording:
        columns = stream_columns(self._part.table(RECORD), on_foot=leg.on_foot) | self._developer
        order = [*(name for name in STREAM_COLUMNS if name != "t_s"), *self._developer]
        everything = len(rows) == len(times)
        own = columns if everything else {name: values[rows] for name, values in columns.items()}
        stream = stream_frame(times[rows] - leg.start, own, order)
        last = max(float(times[rows].max()) if len(rows) else leg.start, leg.start + leg.elapsed_s)
        return Recording(
            sport=leg.sport,
            sub_sport=leg.sub_sport,
            start_utc=instant(leg.start + clock.shift_s),
            stream=stream,
            laps=self._laps(leg, end),
            totals=leg.totals,
            pauses_s=tuple(
                (stop - leg.start, min(go, last) - leg.start)
                for stop, go in self._pauses
                if leg.start <= stop < min(end, last)
            ),
            utc_offset_s=clock.utc_offset_s,
            device=self._device,
            sensors=self._sensors,
            rpe=leg.rpe,
            rr_intervals_s=beats,
        )

    def _laps(self, leg: Leg, end: float) -> pl.DataFrame:
        table = self._part.table(LAP)
        starts = table.numbers("start_time")
        own = (starts >= leg.start) & (starts < end)
        columns = {
            "start_s": starts - leg.start,
            "elapsed_s": table.numbers("total_elapsed_time"),
            "timer_s": table.numbers("total_timer_time"),
            "distance_m": table.numbers("total_distance"),
        }
        series = [pl.Series(n, v[own], dtype=pl.Float64, nan_to_null=True) for n, v in columns.items()]
        return pl.DataFrame(series, schema=_LAP_SCHEMA)

    def _beats(self, timed: Indices, owners: Indices) -> dict[int, tuple[float, ...]]:
        """Return the beat intervals in seconds by leg; hrv messages have no time, only a place among the records."""
        table = self._part.table(HRV)
        if not len(table):
            return {}
        intervals = table.elements(0, table.widest("time"))
        places = np.searchsorted(self._part.table(RECORD).offsets[timed], table.offsets)
        owner = owners[np.maximum(places - 1, 0)] if len(owners) else np.zeros(len(table), dtype=np.int64)
        result = {}
        for number in np.unique(owner).tolist():
            own = intervals[owner == number].ravel()
            result[int(number)] = tuple(own[~np.isnan(own)].tolist())
        return result


def _end_of(legs: list[Leg], number: int) -> float:
    return legs[number + 1].start if number + 1 < len(legs) else np.inf
