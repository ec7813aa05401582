"""A FIT file as recordings: one for every session of every file of the chain."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
import polars as pl

from runback.activities.fit.clock import Clock, read_clock
from runback.activities.fit.decode import MAX_MESSAGES, FitPart, decode_fit
from runback.activities.fit.devices import read_device, read_sensors
from runback.activities.fit.profile import FILE_ID, HRV, LAP, RECORD, SESSION
from runback.activities.fit.sessions import Leg, owning_legs, read_legs, read_pauses
from runback.activities.fit.stream import stream_columns, stream_frame
from runback.activities.fit.table import Floats, Indices
from runback.activities.fit.timestamps import instant
from runback.activities.recording import STREAM_COLUMNS, FileReading, Recording
from runback.errors import LimitExceededError, UnreadableFileError

_ACTIVITY_FILE = 4
_MOST_SESSIONS = 1_000
_LAP_SCHEMA = dict.fromkeys(("start_s", "elapsed_s", "timer_s", "distance_m"), pl.Float64)


def read_fit(data: bytes, *, max_points: int = MAX_MESSAGES) -> FileReading:
    """Return every session of a FIT file, or of several written one after another, with its damage.

    A FIT file of another kind (settings, workout, course, monitoring) has no recordings and no damage. A cut
    activity without session message has one made up over its records. Damage keeps all before it.

    Raises UnreadableFileError where this is no FIT file or nothing usable comes before the damage, and
    LimitExceededError at more than ``max_points`` messages, or numbers of sessions, files and fields that
    no watch writes.
    """
    fit = decode_fit(data, max_messages=max_points)
    recordings: list[Recording] = []
    damage = fit.damage
    for part in fit.parts:
        if not _is_activity(part):
            continue
        if len(recordings) + len(part.table(SESSION)) > _MOST_SESSIONS:
            raise LimitExceededError(
                f"more than {_MOST_SESSIONS:,} sessions.",
                where=f"byte {part.start}",
                remedy="No watch writes such a file; export the activity again.",
            )
        clock = read_clock(part)
        recordings += _read_part(part, clock, cut=fit.damage is not None and part is fit.parts[-1])
        damage = damage or clock.note
    if fit.damage is not None and not recordings:
        raise UnreadableFileError(
            f"nothing of an activity can be read: {fit.damage.reason}.",
            where=fit.damage.place,
            remedy="Copy it from the watch again, or download the original from the service.",
        )
    return FileReading(tuple(recordings), damage)


def _is_activity(part: FitPart) -> bool:
    kinds = part.table(FILE_ID).numbers("type")
    stated = kinds[~np.isnan(kinds)]
    # Courses hold records too; only a session makes an activity of a file that says it is something else.
    return not len(stated) or _ACTIVITY_FILE in stated or len(part.table(SESSION)) > 0


@dataclass(frozen=True)
class _Shared:
    """What all sessions of one file have in common."""

    part: FitPart
    clock: Clock
    columns: dict[str, Floats]
    order: list[str]
    pauses: list[tuple[float, float]]
    device: str | None
    sensors: tuple[str, ...]


def _read_part(part: FitPart, clock: Clock, *, cut: bool) -> list[Recording]:
    times = clock.record_times
    legs = read_legs(part, times, cut=cut)
    if not legs:
        return []
    developer = part.developer_columns(RECORD)
    shared = _Shared(
        part=part,
        clock=clock,
        columns=stream_columns(part.table(RECORD)) | developer,
        order=[*STREAM_COLUMNS, *developer],
        pauses=read_pauses(part),
        device=read_device(part),
        sensors=read_sensors(part),
    )
    timed = np.flatnonzero(~np.isnan(times))
    owners = owning_legs(times[timed], legs)
    beats = _beats(part, timed, owners)
    ends = [*(leg.start for leg in legs[1:]), np.inf]
    return [
        _recording(shared, leg, ends[number], timed[owners == number], beats.get(number, ()))
        for number, leg in enumerate(legs)
    ]


def _recording(shared: _Shared, leg: Leg, end: float, rows: Indices, beats: tuple[float, ...]) -> Recording:
    """Return one session: ``rows`` are its own records, at ``end`` the next session starts."""
    all_times = shared.clock.record_times
    columns, times = shared.columns, all_times
    if len(rows) < len(all_times):
        times = all_times[rows]
        columns = {name: values[rows] for name, values in columns.items()}
    if not leg.on_foot:
        columns = {name: values for name, values in columns.items() if name != "cadence_spm"}
    last = max([leg.start + leg.elapsed_s, *times.max(initial=-np.inf, keepdims=True).tolist()])
    return Recording(
        sport=leg.sport,
        sub_sport=leg.sub_sport,
        start_utc=instant(leg.start + shared.clock.shift_s),
        stream=stream_frame(times - leg.start, columns, shared.order),
        laps=_laps(shared.part, leg, end),
        totals=leg.totals,
        pauses_s=_pauses(shared.pauses, leg.start, min(end, last)),
        utc_offset_s=shared.clock.utc_offset_s,
        device=shared.device,
        sensors=shared.sensors,
        rpe=leg.rpe,
        rr_intervals_s=beats,
    )


def _pauses(pauses: list[tuple[float, float]], start: float, end: float) -> tuple[tuple[float, float], ...]:
    """Return the pauses that begin within a session, in seconds since its ``start``, cut at its ``end``."""
    low = bisect_left(pauses, (start, start))
    high = bisect_left(pauses, (end, -np.inf))
    return tuple((stop - start, min(go, end) - start) for stop, go in pauses[low:high])


def _laps(part: FitPart, leg: Leg, end: float) -> pl.DataFrame:
    table = part.table(LAP)
    starts = table.numbers("start_time")
    own = (starts >= leg.start) & (starts < end)
    columns = {
        "start_s": starts - leg.start,
        "elapsed_s": table.numbers("total_elapsed_time"),
        "timer_s": table.numbers("total_timer_time"),
        "distance_m": table.numbers("total_distance"),
    }
    series = [pl.Series(name, values[own], nan_to_null=True) for name, values in columns.items()]
    return pl.DataFrame(series, schema=_LAP_SCHEMA)


def _beats(part: FitPart, timed: Indices, owners: Indices) -> dict[int, tuple[float, ...]]:
    """Return beat intervals in seconds by leg: hrv messages have no time, only a place among the records."""
    table = part.table(HRV)
    if not len(table):
        return {}
    intervals, rows = table.flat("time")
    owner = np.zeros(len(table), dtype=np.int64)
    if len(owners):
        places = np.searchsorted(part.table(RECORD).offsets[timed], table.offsets)
        owner = owners[np.maximum(places - 1, 0)]
    owner_of_beat = owner[rows]
    return {
        int(number): tuple(intervals[owner_of_beat == number].tolist()) for number in np.unique(owner_of_beat)
    }
