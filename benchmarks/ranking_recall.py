"""How often the ranking finds a training error that was planted in a simulated runner's training.

    python benchmarks/ranking_recall.py            # held-out seeds: the table in results/ranking_recall.md
    python benchmarks/ranking_recall.py --tune     # the other seeds, to set parameters by; nothing is written

Every runner here is simulated. The figures say whether the ranking sees what the generator does to training;
they say nothing of back pain, of real runners, or of what causes what. Parameters of the load measures may be
set by looking at ``--tune`` runners only.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from math import sqrt
from pathlib import Path

from machine import measured_on
from runback.causes import RankedCause, Ranking, assess
from runback.model import Family
from runback.simulate import TrainingError, plant, simulate_runs, virtual_runner

TODAY = date(2026, 6, 30)
DAYS = 400
PER_ERROR, CLEAN = 200, 400
HELD_OUT_SEEDS, TUNING_SEEDS = 5_000_000, 1_000_000
SUPPORTED = ("supported", "strong")
_INTRODUCTION = """\
Simulated runners, {seeds}.
{days} days of training each, one error begun 2 to 5 weeks before the last day, its size uniform from modest
to clear (`simulate/planted_error.py` says what that means). Shares with Wilson 95 % intervals. The generator
changes training, not measures, and was written without the ranking; it is still a model of training: the
figures carry over to real runners only as far as it does.
"""
RESULTS = Path(__file__).parent / "results" / "ranking_recall.md"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the ranking said of one simulated runner; ``size`` is that of the planted error, 0 to 1."""

    planted: TrainingError | None
    size: float
    order: tuple[str, ...]
    supported: tuple[str, ...]

    @property
    def place(self) -> int:
        """Place of the planted cause in the overexertion family, the first 1."""
        return self.order.index(str(self.planted)) + 1

    @property
    def found(self) -> bool:
        """Whether the planted cause is supported or strong."""
        return str(self.planted) in self.supported


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tune", action="store_true", help="the tuning seeds; nothing is written")
    parser.add_argument("--share", type=float, default=1.0, help="share of the runners, for a quick look")
    options = parser.parse_args()
    outcomes = simulate_all(TUNING_SEEDS if options.tune else HELD_OUT_SEEDS, options.share)
    text = report(outcomes, held_out=not options.tune)
    print(text)
    if not options.tune and options.share == 1.0:
        RESULTS.write_text(text, encoding="utf-8")


def simulate_all(first_seed: int, share: float) -> list[Outcome]:
    """Return the outcomes of all runners, each of a seed of its own."""
    planned: list[tuple[int, TrainingError | None]] = []
    for number, error in enumerate(TrainingError):
        planned += [
            (first_seed + 10_000 * (number + 1) + at, error) for at in range(round(PER_ERROR * share))
        ]
    planned += [(first_seed + at, None) for at in range(round(CLEAN * share))]
    with ProcessPoolExecutor() as pool:
        return list(pool.map(_outcome, planned, chunksize=20))


def _outcome(planned: tuple[int, TrainingError | None]) -> Outcome:
    seed, cause = planned
    error = plant(cause, seed=seed, last=TODAY) if cause is not None else None
    runs = simulate_runs(virtual_runner(seed, days=DAYS, last=TODAY, error=error))
    ranking = assess(runs, TODAY)
    family = overexertion(ranking)
    supported = tuple(one.id for one in family if one.state in SUPPORTED)
    return Outcome(cause, error.size if error else 0.0, tuple(one.id for one in family), supported)


def overexertion(ranking: Ranking) -> list[RankedCause]:
    """Return the ranked causes of the overexertion family, most supported first."""
    family = [one for one in ranking.causes if one.family == Family.OVEREXERTION]
    return sorted(family, key=lambda one: -one.support)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the Wilson 95 % interval of a proportion (Wilson 1927)."""
    z = 1.959964
    share, spread = hits / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def report(outcomes: list[Outcome], *, held_out: bool) -> str:
    """Return the tables as Markdown."""
    seeds = "held-out seeds, never used to set a parameter" if held_out else "tuning seeds"
    lines = [
        "# Does the ranking find a planted training error? (simulated runners)",
        "",
        _INTRODUCTION.format(seeds=seeds, days=DAYS),
        "| planted | runners | ranked first | in the first two | supported or strong | same, larger sizes |",
        "|---|---|---|---|---|---|",
    ]
    for error in TrainingError:
        mine = [one for one in outcomes if one.planted is error]
        larger = [one for one in mine if one.size >= 0.5]
        cells = [
            share(one.place == 1 for one in mine),
            share(one.place <= 2 for one in mine),
            share(one.found for one in mine),
            share(one.found for one in larger),
        ]
        lines.append(f"| {error} | {len(mine)} | {' | '.join(cells)} |")
    lines += ["", *_false_alarms(outcomes), "", *_confusion(outcomes), ""]
    lines += [measured_on(), ""]
    return "\n".join(lines)


def _false_alarms(outcomes: list[Outcome]) -> list[str]:
    clean = [one for one in outcomes if one.planted is None]
    lines = [
        "False alarms: clean runners (no error planted; races, breaks and returns, build-ups, trips into the",
        "hills all in) with a cause supported or strong.",
        "",
        "| cause | clean runners | supported or strong |",
        "|---|---|---|",
        f"| any of the family | {len(clean)} | {share(bool(one.supported) for one in clean)} |",
    ]
    for error in TrainingError:
        lines.append(f"| {error} | {len(clean)} | {share(str(error) in one.supported for one in clean)} |")
    return lines


def _confusion(outcomes: list[Outcome]) -> list[str]:
    lines = [
        "Ranked first, by what was planted (rows):",
        "",
        "| planted | " + " | ".join(TrainingError) + " |",
        "|---" * (len(TrainingError) + 1) + "|",
    ]
    for error in (*TrainingError, None):
        firsts = Counter(one.order[0] for one in outcomes if one.planted is error)
        lines.append(
            f"| {error or 'nothing'} | "
            + " | ".join(str(firsts[str(other)]) for other in TrainingError)
            + " |"
        )
    return lines


def share(hits: Iterable[bool]) -> str:
    """Return hits over all as a percentage with its interval."""
    flags = list(hits)
    low, high = wilson(sum(flags), len(flags))
    return f"{100 * sum(flags) / len(flags):.0f} % ({100 * low:.0f} to {100 * high:.0f})"


if __name__ == "__main__":
    main()
