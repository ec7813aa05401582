"""Plans of 1,000 simulated runners against an independent checker; and how little a missed day moves.

    python benchmarks/planning_checked.py            # the table in results/planning_checked.md
    python benchmarks/planning_checked.py --runners 50   # a quick look; nothing is written

The runners, their histories, wishes and diaries are random and simulated. The checker
(`tests/planning/plan_checker.py`) was written from the rules and shares no code with the model; that it sees
planted faults is tested (`tests/planning/test_plans_checked.py`).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from machine import measured_on

TESTS = Path(__file__).parents[1] / "tests" / "planning"
sys.path.insert(0, str(TESTS))

from plan_checker import RULES, check  # noqa: E402 - lies beside the tests
from random_runners import case_after, changed, random_runner, replan_after_missed_day  # noqa: E402 - as above

RESULTS = Path(__file__).parent / "results" / "planning_checked.md"
RUNNERS = 1_000
MOST_CHANGED = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one simulated runner: rules broken by the plan and by the plan made anew."""

    seed: int
    weeks: int
    sessions: int
    broken: frozenset[str]
    broken_anew: frozenset[str]
    changed: int | None
    ladder: bool


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runners", type=int, default=RUNNERS)
    parser.add_argument("--first", type=int, default=0, help="seed of the first runner")
    options = parser.parse_args()
    with ProcessPoolExecutor() as pool:
        seeds = range(options.first, options.first + options.runners)
        outcomes = list(pool.map(outcome_of, seeds, chunksize=5))
    text = report(outcomes)
    print(text)
    if options.runners == RUNNERS and options.first == 0:
        RESULTS.write_text(text, encoding="utf-8")


def outcome_of(seed: int) -> Outcome:
    """Plan for the simulated runner of a seed, miss one day, plan anew, and check both plans."""
    one = random_runner(seed)
    plan = one.plan()
    again = replan_after_missed_day(one, plan, np.random.default_rng([seed, 9]))
    broken_anew: frozenset[str] = frozenset()
    count: int | None = None
    if again is not None:
        after, missed = again
        faults = check(after, case_after(one, plan, after, missed))
        # A plan made anew ends where the one before ended, however many weeks are left.
        broken_anew = frozenset(fault.rule for fault in faults if fault.rule != "length")
        count = len(changed(plan, after, [missed]))
    return Outcome(
        seed,
        one.case.wishes.weeks,
        sum(session.kind in {"run", "strength"} for session in plan.sessions),
        frozenset(fault.rule for fault in check(plan, one.case)),
        broken_anew,
        count,
        any(session.sort == "run-walk" for session in plan.sessions),
    )


def report(outcomes: list[Outcome]) -> str:
    """Return the tables."""
    plans = Counter(rule for one in outcomes for rule in one.broken)
    anew = Counter(rule for one in outcomes for rule in one.broken_anew)
    replanned = [one for one in outcomes if one.changed is not None]
    rows = [f"| {rule} | {plans[rule]} | {anew[rule]} |" for rule in RULES]
    seeds = [one.seed for one in outcomes if one.broken or one.broken_anew]
    counts = [one.changed for one in replanned if one.changed is not None]
    within = [count <= MOST_CHANGED for count in counts]
    plain = [one.changed <= MOST_CHANGED for one in replanned if one.changed is not None and not one.ladder]
    sessions = sum(one.sessions for one in outcomes)
    moved = Counter(min(count, 7) for count in counts)
    spread = ", ".join(f"{'7 or more' if n == 7 else n}: {moved[n]}" for n in range(8))
    return "\n".join(
        [
            "# Plans against an independent checker",
            "",
            f"{len(outcomes):,} simulated runners (seeds {outcomes[0].seed} to {outcomes[-1].seed}), plans",
            f"of 1 to 16 weeks, {sessions:,} runs and strength sessions. Each number is how many plans",
            f"break the rule; {len(replanned):,} of the plans were made anew after one missed day.",
            "",
            "| rule | plans | plans made anew |",
            "|---|---:|---:|",
            *rows,
            f"| **any** (asked: 0) | **{sum(bool(one.broken) for one in outcomes)}** | "
            f"**{sum(bool(one.broken_anew) for one in replanned)}** |",
            "",
            f"Seeds with a violation: {', '.join(map(str, seeds)) if seeds else 'none'}.",
            "",
            "## What one missed day moves",
            "",
            "Runs and strength sessions moved to another day, changed in sort (easy, long, hills ...), in",
            "distance (by 100 m or more) or in the stage of running and walking, added or dropped, when the",
            "plan is made on the day after, beyond the missed one; all before it done as planned. Exercises",
            "and doses within a strength session follow what was done and do not count.",
            "",
            f"At most {MOST_CHANGED} in {_percent(within)} (asked: 95 %); {_percent(plain)} of those whose",
            "plan holds no run-walk stages.",
            f"Changed sessions and plans: {spread}.",
            "",
            measured_on(),
            "",
        ]
    )


def _percent(hits: list[bool]) -> str:
    return f"{100 * float(np.mean(hits)):.1f} % of {len(hits):,}"


if __name__ == "__main__":
    main()
