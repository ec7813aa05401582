"""What the watch says of form, in sentences."""

from __future__ import annotations

from runback.gait.watch_at_like_speed import LikeSpeed
from runback.gait.watch_within_runs import Drift
from runback.units import Units, pace


def like_speed_sentence(found: LikeSpeed, units: Units) -> str:
    """Return a measure now and before at one speed, and whether a change can be told."""
    measure = found.measure
    digits = 1 if measure.unit in ("%", "steps/min") else 0
    low, high = found.interval
    said = (
        found.verdict
        if found.verdict in ("higher", "lower")
        else f"no change that can be told below {found.smallest_told:.1f}"
    )
    return (
        f"{measure.name} at {pace(found.speed_m_s, units)}: {found.now:.{digits}f} {measure.unit} in the "
        f"last six weeks, {found.before:.{digits}f} in the twelve before ({signed(found.change)}, 90 % "
        f"interval {signed(low)} to {signed(high)}): {said}."
    )


def drift_sentence(drift: Drift) -> str:
    """Return the drift from the first to the last third of a run, and whether it is told."""
    told = "a drift that is told" if drift.told else "too little, or in too few runs, to be told"
    return (
        f"{drift.measure.name}: {signed(drift.median_pct)} % (median of {drift.runs} runs; {told}, "
        f"which asks for {drift.measure.told_at_pct:g} %)"
    )


def signed(value: float) -> str:
    """Return a number with its sign and one decimal."""
    return f"{round(value, 1) + 0.0:+.1f}"
