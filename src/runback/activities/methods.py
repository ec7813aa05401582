"""How each measured column of the runs frame is made, and in which version."""

from __future__ import annotations

from dataclasses import dataclass

from runback.activities import (
    decay,
    distance,
    efforts,
    elevation,
    energy,
    heart_rate,
    local_time,
    lumbar,
    moving,
    steps,
)
from runback.activities.runs import BEST_EFFORT_METRES, BEST_EFFORT_SECONDS


@dataclass(frozen=True, slots=True)
class MeasureVersion:
    """How a measure is made now. ``changes`` says, for version 2 and each later one, what changed and why."""

    version: int
    method: str
    changes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.changes) != self.version - 1:
            raise ValueError(f"version {self.version} needs {self.version - 1} accounts of what changed")


MEANS_WHILE_MOVING = {
    "mean_cadence_spm": "cadence_spm",
    "stance_time_ms": "stance_time_ms",
    "stance_balance_pct": "stance_balance_pct",
    "vertical_oscillation_mm": "vertical_oscillation_mm",
    "step_length_mm": "step_length_mm",
}
"""Columns of the runs frame that are the mean of a stream's column over moving time."""

DECAYS = {
    "cadence_decay_pct": "cadence_spm",
    "stance_time_decay_pct": "stance_time_ms",
    "vertical_oscillation_decay_pct": "vertical_oscillation_mm",
}
"""Columns of the runs frame that are the change of a stream's column from first to last third."""

_EFFORTS = (
    *(f"best_{seconds}s_m_s" for seconds in BEST_EFFORT_SECONDS),
    *(f"best_{metres}m_s" for metres in BEST_EFFORT_METRES),
)

_GROUPS: tuple[tuple[tuple[str, ...], MeasureVersion], ...] = (
    (("zone", "zone_source", "local_date"), MeasureVersion(1, local_time.METHOD)),
    (("distance_m",), MeasureVersion(1, distance.METHOD)),
    (("moving_s",), MeasureVersion(1, moving.METHOD)),
    (("elapsed_s",), MeasureVersion(1, "From the start to the last sample, pauses included.")),
    (("mean_speed_m_s",), MeasureVersion(1, "Distance over moving time.")),
    (("ascent_m", "descent_m"), MeasureVersion(1, elevation.CLIMB_METHOD)),
    (("uphill_m", "downhill_m"), MeasureVersion(1, elevation.GRADE_METHOD)),
    (("mean_heart_rate_bpm", "max_heart_rate_bpm"), MeasureVersion(1, heart_rate.MEAN_METHOD)),
    (tuple(MEANS_WHILE_MOVING), MeasureVersion(1, "Mean over moving time of the plausible values.")),
    (("steps",), MeasureVersion(1, steps.METHOD)),
    (("session_rpe_load",), MeasureVersion(1, "Effort rating (0-10) times minutes outside pauses.")),
    (("trimp",), MeasureVersion(1, heart_rate.TRIMP_METHOD)),
    (("heart_rate_zone_s",), MeasureVersion(1, heart_rate.ZONE_METHOD)),
    (("energy_cost_j_kg", "flat_equivalent_m"), MeasureVersion(1, energy.METHOD)),
    (("lumbar_load_index",), MeasureVersion(1, lumbar.METHOD)),
    (_EFFORTS, MeasureVersion(1, efforts.METHOD)),
    (("speed_seconds",), MeasureVersion(1, efforts.HISTOGRAM_METHOD)),
    (tuple(DECAYS), MeasureVersion(1, decay.METHOD)),
)

MEASURE_VERSIONS: dict[str, MeasureVersion] = {
    column: version for columns, version in _GROUPS for column in columns
}
"""Every measured column with its method. A change of method raises the version and adds an account of it."""
