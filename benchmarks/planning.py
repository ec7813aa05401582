"""How long planning takes, and how much a plan moves after one missed day: simulated runners of many kinds.

Run ``python benchmarks/planning.py [RUNNERS]``; writes ``benchmarks/results/planning.md``.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from machine import measured_on
from runback.causes import Ranking, assess
from runback.model import CheckIn, Runner
from runback.planning import Goal, Plan, SessionDone, Wishes, make_plan
from runback.planning.following.replanning import changed_sessions
from runback.simulate import simulate_runs, virtual_runner

RESULTS = Path(__file__).parent / "results" / "planning.md"
TODAY = date(2026, 11, 24)
RACES = {"10 km": 10_000.0, "half marathon": 21_097.5, "marathon": 42_195.0}


@dataclass(frozen=True)
class Case:
    """One simulated runner with wishes and diary."""

    wishes: Wishes
    runs: pl.DataFrame
    runner: Runner
    ranking: Ranking
    check_ins: tuple[CheckIn, ...]
    today: date

    def plan(self, weeks: int, **more: object) -> Plan:
        """Return the plan over so many weeks."""
        return make_plan(
            replace(self.wishes, weeks=weeks),
            more.pop("today", self.today),  # type: ignore[arg-type]  # a date wherever it is given
            ranking=self.ranking,
            runs=more.pop("runs", self.runs),  # type: ignore[arg-type]  # a frame wherever it is given
            runner=self.runner,
            check_ins=self.check_ins,
            **more,  # type: ignore[arg-type]  # log, current, last
        )


def case(seed: int) -> Case:
    """Return the simulated runner of a seed: any level, time, goal, break and pain."""
    rng = np.random.default_rng([seed, 77])
    someone = virtual_runner(seed, days=200, last=TODAY - timedelta(days=1))
    runs = simulate_runs(someone)
    today = TODAY + timedelta(days=int(rng.integers(0, 7)))
    if rng.uniform() < 0.15:
        runs = runs.filter(pl.col("local_date") < TODAY - timedelta(days=int(rng.integers(10, 120))))
    if rng.uniform() < 0.05:
        runs = runs.clear()
    ranking = assess(runs, today)
    return Case(_wishes(rng), runs, someone.runner, ranking, _diary(rng, today), today)


def _wishes(rng: np.random.Generator) -> Wishes:
    days = rng.permutation(7)[: int(rng.integers(2, 8))]
    minutes = {int(day): float(rng.choice([30, 45, 60, 75, 90, 120])) for day in days}
    long_day = int(rng.choice(list(minutes)))
    minutes[long_day] = float(rng.choice([60, 90, 120, 180, 240]))
    goal = None
    match rng.integers(0, 3):
        case 0:
            name = str(rng.choice(list(RACES)))
            goal = Goal(name, RACES[name], TODAY + timedelta(days=int(rng.integers(10, 150))))
        case 1:
            goal = Goal("weekly distance", float(rng.integers(10, 80)) * 1000)
    return Wishes(
        minutes,
        goal=goal,
        strength_per_week=[None, 2, 3][int(rng.integers(0, 3))],
        runs_per_week=[None, int(rng.integers(1, 7))][int(rng.integers(0, 2))],
        long_run_weekday=[None, long_day][int(rng.integers(0, 2))],
    )


def _diary(rng: np.random.Generator, today: date) -> tuple[CheckIn, ...]:
    if rng.uniform() < 0.3:
        return ()
    level = float(rng.uniform(0, 4))
    pains = np.clip(np.rint(level + rng.normal(0, 1, 28)), 0, 10)
    return tuple(
        CheckIn(today - timedelta(days=ago), worst_pain=float(pain))
        for ago, pain in enumerate(pains, start=1)
    )


def seconds(what: Callable[[], object]) -> float:
    """Return how long a call takes."""
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def changes_after_a_missed_day(one: Case, seed: int) -> int | None:
    """Return how many sessions a replan changes after one missed day; None where no plan can be missed.

    The plan is done as written up to a random day with sessions in its first three weeks, which is missed;
    the next day the plan is made anew.
    """
    before = one.plan(8)
    days = sorted({s.day for s in before.sessions if s.kind in {"run", "strength"}})
    days = [day for day in days if day < before.first + timedelta(days=21)]
    if not days:
        return None
    missed = days[int(np.random.default_rng([seed, 78]).integers(0, len(days)))]
    told = [s for s in before.sessions if s.day <= missed and s.kind in {"run", "strength"}]
    log = tuple(SessionDone(s.id, s.day, s.kind, done=s.day < missed) for s in told)
    after = one.plan(8, today=missed + timedelta(days=1), log=log, current=before, last=before.last)
    told_ids = {s.id for s in told}
    return len([name for name in changed_sessions(before, after) if name not in told_ids])


def main(count: int) -> None:
    """Time plans and replans of ``count`` runners and write the table."""
    cases = [case(seed) for seed in range(count)]
    cases[0].plan(4)
    rows = []
    for weeks, asked in ((4, 0.3), (12, 1.0)):
        times = [seconds(lambda one=one, weeks=weeks: one.plan(weeks)) for one in cases]  # type: ignore[misc]
        rows.append(
            (
                f"plan of {weeks} weeks",
                statistics.median(times),
                max(times),
                f"median {asked} s, none over 5 s",
            )
        )
    changed = [
        n for seed, one in enumerate(cases) if (n := changes_after_a_missed_day(one, seed)) is not None
    ]
    RESULTS.write_text(_table(count, rows, changed), encoding="utf-8")
    sys.stdout.write(RESULTS.read_text(encoding="utf-8"))


def _table(count: int, rows: Sequence[tuple[str, float, float, str]], changed: Sequence[int]) -> str:
    few = sum(n <= 3 for n in changed) / len(changed)
    lines = [
        "# Planning",
        "",
        f"{count} simulated runners (2 to 7 days a week of 30 to 240 minutes, no goal, a weekly distance "
        "or a race, "
        "breaks, pain, none to 200 days of runs).",
        "",
        "| what | median | slowest | asked |",
        "|---|---:|---:|---|",
        *(f"| {what} | {median:.3f} s | {most:.3f} s | {asked} |" for what, median, most, asked in rows),
        "",
        f"After one missed day a plan of 8 weeks made anew changed at most 3 sessions (runs and strength: "
        f"moved, another sort, distance or stage, added, dropped) in {100 * few:.1f} % of {len(changed)} "
        f"cases (asked: 95 %); the most was {max(changed)}.",
        "",
        measured_on(),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
