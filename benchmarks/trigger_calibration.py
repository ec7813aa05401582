"""How far can the triggers be believed? On simulated diaries, where the truth is known.

python benchmarks/trigger_calibration.py --quick             # a few minutes, printed
python benchmarks/trigger_calibration.py             # half an hour of one core; writes the table
python benchmarks/trigger_calibration.py --for-sampler diaries.npz    # then, where numpyro is installed:
python benchmarks/trigger_sampler.py diaries.npz sampled.json         # and again with --sampled sampled.json
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import trigger_report as report
from machine import measured_on
from runback.simulate import DiarySettings, PainProcess, simulate_diary
from runback.simulate.daily_exposures import EXPOSURE_NAMES
from runback.triggers.inference import judge
from trigger_cells import METHODS, SUSPECTED, Cell, Kept, named_cell, null_cells, size_cells, trigger_cells
from trigger_tradeoff import CHART, chart

TABLE = Path(__file__).parent / "results" / "trigger_calibration.md"

QUICK, FULL = (12, 12), (200, 60)
"""Diaries in each cell without and with triggers."""

SAMPLED_SEEDS = range(3_000_000, 3_000_024)

INTRODUCTION = """\
All diaries are **simulated** (`runback.simulate.diaries`; seeds fixed): {nulls} without a trigger, {others}
with one or three, each of 365 days and 20 exposures, 10 to 40 % of the days unwritten, for every second
runner rather those without pain. Continuous triggers: 1 point of reported pain per standard deviation;
on-off: 1.5 points for on against off; one in five eases. `linear` is of the model's own family; `flares`
(ordinal, many zeros, flare-ups) and `tissue` (load, threshold, irritation, saturating pain) are not. In
brackets: 95 % intervals and the number of diaries, triggers or intervals counted."""

POWER = """\
The oracle knows how the lags of each exposure weigh, estimates the scatter as everybody must, and tests the
twenty exposures once, on that day (generalised least squares, t-test, Bonferroni). Runback has looked on
every day before and has to search the lags. Harder bars beside it: one that knows the scatter exactly as
well, which nobody can, and takes the effects of other triggers for its own (no valid test where there are
three); one that knows the others too; one that knows lags and scatter but looks as often as Runback and
spends its 5 % alike; and one that must besides pass the boundaries that hold for all the lags."""

TRADEOFF = """\
The same method with other spending, on {nulls} of the diaries without and {others} of those with triggers:
the median share, over the 12 cells, of the power of the oracle that knows the lags, the lowest, and in how
many cells it is at least 85 %. The picture of it is `docs/pictures/trigger-tradeoff.svg`."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What every method made of its diaries, by cell: ``nulls`` without triggers, ``found`` with them."""

    nulls: report.Results
    found: report.Results
    oracle: report.Results
    baselines: tuple[report.Results, report.Results]
    spent: tuple[report.Results, report.Results]
    sizes: list[report.Results]


def main() -> None:
    """Run the cells, mostly from what is kept of earlier runs, and print the tables."""
    options = _options()
    if options.for_sampler:
        write_for_sampler(options.for_sampler)
        return
    if options.quick:
        options.nulls, options.triggers = QUICK
    measured = _measured(options)
    curve, points = report.tradeoff(*measured.spent, measured.oracle)
    lines = [
        *_promise_and_power(measured, curve, 3 if options.quick else 9),
        *_numbers(measured),
        *timing(measured.nulls, options.sampled),
        measured_on(),
    ]
    if options.quick:
        print("\n".join(lines))
    else:
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
        CHART.write_text(chart(points), encoding="utf-8")


def _measured(options: argparse.Namespace) -> Measured:
    kept = {method: Kept(options.cache, method) for method in METHODS}

    def both(method: str, count: int) -> tuple[report.Results, report.Results]:
        return (
            _run(kept[method], null_cells(min(count, options.nulls))),
            _run(kept[method], trigger_cells(min(count, options.triggers))),
        )

    return Measured(
        _run(kept["model"], null_cells(options.nulls)),
        _run(kept["model"], trigger_cells(options.triggers)),
        _run(kept["oracle"], trigger_cells(options.triggers)),
        both("baselines", options.baselines),
        both("tradeoff", options.tradeoff),
        _by_size(kept, min(options.triggers, options.sizes)),
    )


def _promise_and_power(measured: Measured, curve: list[str], looked: int) -> list[str]:
    nulls, found, oracle = measured.nulls, measured.found, measured.oracle
    return [
        "# Triggers: how far can they be believed? (simulated diaries)",
        "",
        INTRODUCTION.format(nulls=report.diaries(nulls), others=report.diaries(found)),
        "",
        "## Asked and measured",
        "",
        *report.summary(nulls, found, oracle),
        "## The promise: runners without any trigger, looking every day for a year",
        "",
        *report.promise(nulls),
        *daily_looks(looked),
        "## Power: true triggers named by a day, beside an oracle",
        "",
        POWER,
        "",
        *report.power(found, oracle),
        "### The trade-off: what more error would buy",
        "",
        TRADEOFF.format(nulls=report.diaries(measured.spent[0]), others=report.diaries(measured.spent[1])),
        "",
        *curve,
        "### By size of the effect, and with six exposures picked beforehand",
        "",
        "`linear`, one trigger; in each cell: all twenty exposures / six picked beforehand / the oracle.",
        "",
        *report.sizes(*measured.sizes),
    ]


def _numbers(measured: Measured) -> list[str]:
    nulls, found = measured.nulls, measured.found
    return [
        "## Exposures that move together",
        "",
        *report.groups(found),
        "## Do the 90 % intervals hold the true average effect on reported pain?",
        "",
        *report.coverage(nulls, found),
        "## Are the stated probabilities true?",
        "",
        *report.calibration(nulls, found),
        "## Beside it: other methods, one look, one continuous trigger",
        "",
        *report.baselines(*measured.baselines, (nulls, found)),
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few diaries in each cell")
    parser.add_argument("--nulls", type=int, default=FULL[0], help="diaries in each cell without triggers")
    parser.add_argument("--triggers", type=int, default=FULL[1], help="diaries in each cell with triggers")
    parser.add_argument(
        "--baselines", type=int, default=10, help="diaries of each cell for the other methods"
    )
    parser.add_argument(
        "--tradeoff", type=int, default=20, help="diaries of each cell with other ways of spending"
    )
    parser.add_argument("--sizes", type=int, default=30, help="diaries of each size of effect")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "trigger-calibration")
    parser.add_argument(
        "--for-sampler", type=Path, metavar="FILE", help="write the sampler's diaries, and end"
    )
    parser.add_argument("--sampled", type=Path, metavar="FILE", help="what the sampler found")
    return parser.parse_args()


def _run(kept: Kept, cells: list[Cell]) -> report.Results:
    results = []
    for cell in cells:
        started = time.perf_counter()
        results.append((cell, kept.outcomes(cell)))
        print(f"{kept.method}: {named_cell(cell)} {time.perf_counter() - started:.0f} s", file=sys.stderr)
    return results


def _by_size(kept: dict[str, Kept], count: int) -> list[report.Results]:
    """Return what the model, the oracle and six picked exposures come to, by size of the effect."""
    usual = [cell for cell in trigger_cells(count) if cell.triggers == 1]
    cells = [cell for cell in [*usual, *size_cells(count)] if cell.process is PainProcess.LINEAR]
    cells.sort(key=lambda cell: (cell.kind, cell.size))
    return [_run(kept[method], cells) for method in ("model", "oracle", "picked")]


def daily_looks(count: int) -> list[str]:
    """Return whether a runner who truly looks on every day sees what the scheduled looks say."""
    rng, differs, looked = np.random.default_rng(9), 0, 0
    for number in range(count):
        process = list(PainProcess)[number % 3]
        diary = simulate_diary(
            4_000_000 + number, DiarySettings(process, triggers=(0, 1, 3)[number // 3 % 3], feedback=True)
        )
        year = judge(diary.pain, diary.exposures, diary.weekday, SUSPECTED)
        for days in sorted(rng.choice(np.arange(30, 365), 10, replace=False)):
            now = judge(diary.pain[:days], diary.exposures[:days], diary.weekday[:days], SUSPECTED)
            looked += 1
            differs += any(
                np.any(early != np.where(late <= days, late, 0))
                for early, late in ((now.named_on, year.named_on), (now.watched_on, year.watched_on))
            )
    return [
        f"The table asks once for the whole year. A true look on {looked} days of {count} diaries gave",
        f"another answer than that on {differs} of them.",
        "",
    ]


def write_for_sampler(path: Path) -> None:
    """Write a few dozen diaries, every second one with a trigger, for the sampler's own environment."""
    arrays = {}
    for number, seed in enumerate(SAMPLED_SEEDS):
        process = list(PainProcess)[number // 2 % 3]
        diary = simulate_diary(seed, DiarySettings(process, triggers=number % 2))
        trigger = [EXPOSURE_NAMES.index(one.exposure) for one in diary.truth.triggers]
        arrays |= {
            f"{seed}-pain": diary.pain,
            f"{seed}-exposures": diary.exposures,
            f"{seed}-weekday": diary.weekday,
            f"{seed}-trigger": np.array(trigger, dtype=np.int64),
        }
    np.savez_compressed(path, **arrays)


def timing(nulls: report.Results, sampled: Path | None) -> list[str]:
    """Return how long one runner takes, beside the sampler."""
    seconds = np.array([one["seconds"] for _, outcomes in nulls for one in outcomes])
    lines = [
        "## Time",
        "",
        f"One runner, 365 days, 20 exposures, a year of looks: median {np.median(seconds):.2f} s, slowest of",
        f"{len(seconds)} {seconds.max():.2f} s of one core (CPU time; asked: 0.5 s).",
        "",
    ]
    if sampled is None:
        return lines
    found = json.loads(sampled.read_text(encoding="utf-8"))
    slow = np.array([one["seconds"] for one in found if one["seconds"] is not None])
    false = [bool(set(one["named"]) - set(one["trigger"])) for one in found if not one["trigger"]]
    right = [one["trigger"][0] in one["named"] for one in found if one["trigger"]]
    draws, times = found[0]["draws"], np.median(slow) / np.median(seconds)
    usual = 4 * 1000 / draws * times
    return [
        *lines,
        f"Horseshoe by NUTS (numpyro), one look at day 365, one chain of {draws} draws after as many of",
        f"warm-up: median {np.median(slow):.0f} s of one core ({len(slow)} diaries timed), {times:.0f} times",
        "as long; by the count of draws the usual four chains of 1000 would be",
        f"{usual:.0f} times (asked: at least 100). Its 95 % intervals left out 0 for some exposure of",
        f"runners without a trigger: {report.rate(false)}; for the one continuous",
        f"trigger of the others: {report.rate(right)}.",
        "",
    ]


if __name__ == "__main__":
    main()
