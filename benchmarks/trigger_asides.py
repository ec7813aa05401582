"""What docs/methods/triggers.md tells beside the calibration: oracles that err, and days needed. Simulated.

python benchmarks/trigger_asides.py             # a few minutes; writes results/trigger_asides.md
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from machine import measured_on
from runback.simulate import SimulatedDiary
from runback.simulate.daily_exposures import EXPOSURE_NAMES
from runback.simulate.diaries import KERNELS
from runback.triggers.inference import judge
from runback.triggers.looks import next_look
from trigger_cells import LOOKS, SUSPECTED, Cell, trigger_cells
from trigger_oracle import CRITICAL, regression_p, scatter_known_score, spread
from trigger_report import rate, table

TABLE = Path(__file__).parent / "results" / "trigger_asides.md"
OTHER_SEEDS = 300_000_000
"""Added to the seeds of the calibration: none of its diaries is among these."""

ERRING, NEEDED = 30, 60
"""Diaries of each cell for either question."""


def main() -> None:
    """Ask both questions and write the table."""
    lines = ["# Triggers: two asides (simulated diaries)", "", *erring(), *needed(), measured_on()]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def erring() -> list[str]:
    """Return how often each oracle, looking once, finds something among the exposures that are no trigger."""
    rows = []
    for triggers in (1, 3):
        mine = [
            diary for cell in trigger_cells(ERRING) if cell.triggers == triggers for diary in diaries(cell)
        ]
        for days in LOOKS[:2]:
            wrong = np.array([false_finds(diary, days) for diary in mine])
            rows.append([triggers, days, rate(wrong[:, 0]), rate(wrong[:, 1])])
    return [
        "## Diaries in which an oracle finds something that is no trigger",
        "",
        "Each other exposure at a lag drawn by lot; those that move together with a trigger are among them.",
        "",
        *table(["triggers", "day", "knows the lags", "knows the scatter too"], rows),
    ]


def false_finds(diary: SimulatedDiary, days: int) -> tuple[bool, bool]:
    """Return whether the oracle that knows the lags, and the one that knows the scatter too, errs."""
    rng = np.random.default_rng(diary.seed)
    triggers = {one.exposure for one in diary.truth.triggers}
    columns = []
    for exposure, name in enumerate(EXPOSURE_NAMES):
        if name not in triggers and np.nanstd(diary.exposures[:days, exposure]) > 1e-9:
            columns.append(spread(diary, exposure, KERNELS[rng.integers(len(KERNELS))])[:days])
    estimated = min(regression_p(diary, np.column_stack(columns))) < 0.05 / len(EXPOSURE_NAMES)
    known = max(scatter_known_score(diary, column, []) for column in columns) > CRITICAL
    return estimated, known


def needed() -> list[str]:
    """Return how often a trigger was named by the day that was told on day 60 as needed for its size."""
    rows = []
    for cell in trigger_cells(NEEDED):
        if cell.triggers == 1:
            told = [days_and_naming(diary) for diary in diaries(cell)]
            within = [(days, named) for days, named in told if days is not None and days <= LOOKS[-1]]
            days_needed = [days for days, _ in told if days is not None]
            hits = [0 < named <= next_look(days - 1) for days, named in within]
            rows.append([cell.process, cell.kind, f"{np.median(days_needed):.0f}", rate(hits)])
    return [
        "## Named by the day told as needed (aimed at: 80 %)",
        "",
        "Asked on day 60 for the true size of the effect; only those told a day within the year are counted.",
        "",
        *table(
            ["process", "exposure", "days needed, median", "named by the look on or after that day"], rows
        ),
    ]


def days_and_naming(diary: SimulatedDiary) -> tuple[int | None, int]:
    """Return the days needed as told on day 60, and the day on which the trigger was named (0: never)."""
    name = diary.truth.triggers[0].exposure
    exposure, early = EXPOSURE_NAMES.index(name), slice(0, LOOKS[0])
    then = judge(diary.pain[early], diary.exposures[early], diary.weekday[early], SUSPECTED)
    year = judge(diary.pain, diary.exposures, diary.weekday, SUSPECTED)
    change = 1 / abs(diary.truth.effect(name, LOOKS[-1]))
    return then.days_needed(exposure, change), int(year.named_on[exposure])


def diaries(cell: Cell) -> Iterator[SimulatedDiary]:
    """Return the diaries of a cell with other seeds."""
    for _, make in replace(cell, first_seed=cell.first_seed + OTHER_SEEDS).diaries():
        yield make()


if __name__ == "__main__":
    main()
