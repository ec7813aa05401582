"""Which session a record belongs to, and what the session says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from runback.activities.fit.decode import FitPart
from runback.activities.fit.profile import EVENT, SESSION, SPORT
from runback.activities.fit.table import Floats, Indices
from runback.activities.fit.vocabulary import NOT_ON_FOOT, sport_name, sub_sport_name
from runback.activities.recording import DeviceTotals

_TIMER = 0
_START = 0
_STOPS = (1, 4, 8, 9)  # stop, stop_all, stop_disable, stop_disable_all
_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Leg:
    """One session: its start as FIT timestamp in seconds, its elapsed time, and what it says."""

    start: float
    elapsed_s: float
    sport: str
    sub_sport: str | None
    totals: DeviceTotals = field(default_factory=DeviceTotals)
    rpe: float | None = None

    @property
    def on_foot(self) -> bool:
        """Whether cadence counts strides of legs."""
        return self.sport not in NOT_ON_FOOT


def read_legs(part: FitPart, record_times: Floats, *, cut: bool) -> list[Leg]:
    """Return the sessions of a file in order of time, one made up where records have none.

    ``record_times`` are FIT timestamps in seconds. ``cut`` says that the file ends early: records after the
    end of its last session then belong to one whose message was lost.
    """
    timed = record_times[~np.isnan(record_times)]
    legs = sorted(_stated_legs(part), key=lambda leg: leg.start)
    if not legs:
        return [_unstated_leg(part, timed)] if len(timed) else []
    end = legs[-1].start + legs[-1].elapsed_s
    lost = timed[timed > end + 1]
    if cut and len(lost) and len(lost) < len(timed):
        legs.append(_unstated_leg(part, lost))
    owners = owning_legs(timed, legs)
    return [_start_with(leg, timed[owners == number]) for number, leg in enumerate(legs)]


def owning_legs(times: Floats, legs: list[Leg]) -> Indices:
    """Return the number of the leg that each time falls into: the last one begun, else the first."""
    starts = np.array([leg.start for leg in legs])
    return np.maximum(np.searchsorted(starts, times, side="right") - 1, 0).astype(np.int64)


def _start_with(leg: Leg, own_times: Floats) -> Leg:
    """Return the leg with a start that fits its records: watches have stated starts late or years off."""
    if not len(own_times):
        return leg
    first = float(own_times.min())
    return replace(leg, start=first) if first < leg.start or first - leg.start > _DAY_S else leg


def _unstated_leg(part: FitPart, times: Floats) -> Leg:
    sports = part.table(SPORT)
    sport = sports.numbers("sport")[-1] if len(sports) else np.nan
    sub_sport = sports.numbers("sub_sport")[-1] if len(sports) else np.nan
    start = float(times.min())
    return Leg(start, float(times.max()) - start, sport_name(sport), sub_sport_name(sub_sport))


def _stated_legs(part: FitPart) -> list[Leg]:
    sessions = part.table(SESSION)
    elapsed = sessions.numbers("total_elapsed_time")
    starts = sessions.numbers("start_time")
    starts = np.where(np.isnan(starts), part.times(SESSION) - elapsed, starts)
    sports, sub_sports = sessions.numbers("sport"), sessions.numbers("sub_sport")
    rpe = sessions.numbers("workout_rpe")
    totals = _totals(part)
    return [
        Leg(
            start=float(starts[row]),
            elapsed_s=float(np.nan_to_num(elapsed[row])),
            sport=sport_name(sports[row]),
            sub_sport=sub_sport_name(sub_sports[row]),
            totals=totals[row],
            rpe=_value(rpe[row]),
        )
        for row in range(len(sessions))
        if not np.isnan(starts[row])
    ]


def _totals(part: FitPart) -> list[DeviceTotals]:
    sessions = part.table(SESSION)
    sports = sessions.numbers("sport")
    cadence = 2 * (
        sessions.numbers("avg_cadence") + np.nan_to_num(sessions.numbers("avg_fractional_cadence"))
    )
    steps = 2 * (
        sessions.numbers("total_cycles") + np.nan_to_num(sessions.numbers("total_fractional_cycles"))
    )
    columns = {
        "distance_m": sessions.numbers("total_distance"),
        "elapsed_s": sessions.numbers("total_elapsed_time"),
        "timer_s": sessions.numbers("total_timer_time"),
        "ascent_m": sessions.numbers("total_ascent"),
        "descent_m": sessions.numbers("total_descent"),
        "energy_kcal": sessions.numbers("total_calories"),
        "mean_heart_rate_bpm": sessions.numbers("avg_heart_rate"),
        "max_heart_rate_bpm": sessions.numbers("max_heart_rate"),
    }
    result = []
    for row in range(len(sessions)):
        on_foot = sport_name(sports[row]) not in NOT_ON_FOOT
        result.append(
            DeviceTotals(
                **{name: _value(values[row]) for name, values in columns.items()},
                mean_cadence_spm=_value(cadence[row]) if on_foot else None,
                steps=_value(steps[row]) if on_foot else None,
            )
        )
    return result


def _steps(strides: Floats, fraction: Floats) -> Floats:
    return 2 * (strides + np.nan_to_num(fraction))


def _value(number: np.float64) -> float | None:
    return None if np.isnan(number) else float(number)


def read_pauses(part: FitPart) -> list[tuple[float, float]]:
    """Return the stretches between a stop of the timer and its next start, as FIT timestamps in seconds."""
    events = part.table(EVENT)
    times = part.times(EVENT)
    timer = np.flatnonzero((events.numbers("event") == _TIMER) & ~np.isnan(times))
    kinds = events.numbers("event_type")[timer]
    pauses: list[tuple[float, float]] = []
    stopped: float | None = None
    for time, kind in sorted(
        zip(times[timer].tolist(), kinds.tolist(), strict=True), key=lambda pair: pair[0]
    ):
        if kind in _STOPS and stopped is None:
            stopped = time
        elif kind == _START:
            if stopped is not None and time > stopped:
                pauses.append((stopped, time))
            stopped = None
    return pauses
