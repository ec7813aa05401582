"""Random runners with random wishes, to plan for and check: simulated, every one, from a fixed seed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import polars as pl
from plan_checker import Case

from runback.activities.runs import runs_frame
from runback.causes import Ranking, rank
from runback.model import CheckIn, DateRange, Finding, Runner
from runback.planning import Plan, make_plan
from runback.planning.following.outcomes import as_done, without_past_race
from runback.planning.plan import Goal, SessionDone, Wishes

FIRST_TODAY = date(2026, 1, 5)
RACES_M = (5000.0, 10000.0, 21097.5, 42195.0)
PLANTED = (
    "hills-up", "hills-down", "speed-increase", "too-hard-too-long", "mileage-increase", "lack-of-rest",
    "weak-core", "weak-glutes", "tight-hamstrings",
)  # fmt: skip
EQUIPMENT = ("loop-band", "long-band", "weight", "bench", "step")


@dataclass(frozen=True)
class RandomRunner:
    """One simulated runner: what ``make_plan`` takes, and the case as the checker takes it."""

    seed: int
    case: Case
    ranking: Ranking
    runs: pl.DataFrame
    runner: Runner

    def plan(self) -> Plan:
        return make_plan(
            self.case.wishes,
            self.case.today,
            ranking=self.ranking,
            runs=self.runs,
            runner=self.runner,
            check_ins=self.case.check_ins,
            forbids=self.case.forbids,
            log=self.case.log,
        )


def random_runner(seed: int) -> RandomRunner:
    """Return the simulated runner of a seed; the ranges reach from nobody to a club's best, on purpose."""
    rng = np.random.default_rng([seed, 3])
    today = FIRST_TODAY + timedelta(days=int(rng.integers(0, 364)))
    runs = _history(rng, today)
    planted = [name for name in PLANTED if rng.uniform() < 0.12]
    ranking = rank([_finding(name, today) for name in planted], today)
    case = Case(
        wishes=_wishes(rng, today),
        today=today,
        runs=tuple((day, metres) for day, metres, _, _ in runs),
        check_ins=_diary(rng, today),
        forbids=frozenset(word for word in ("running", "loading") if rng.uniform() < 0.02),
        log=_strength_log(rng, today),
        supported=frozenset(one.id for one in ranking.causes if one.state in {"supported", "strong"}),
    )
    sex = "female" if rng.uniform() < 0.5 else "male"
    runner = Runner(sex=sex, birth_year=int(rng.integers(1946, 2006)) if rng.uniform() < 0.7 else None)
    return RandomRunner(seed, case, ranking, _frame(runs), runner)


def replan_after_missed_day(
    one: RandomRunner, plan: Plan, rng: np.random.Generator
) -> tuple[Plan, str] | None:
    """Return the plan made anew after one missed day, and the id missed; None where nothing is planned.

    All sessions before it are done as planned; the plan is made on the day after.
    """
    sessions = [s for s in plan.sessions if s.kind in {"run", "strength"} and s.sort != "race"]
    early = [s for s in sessions if (s.day - plan.first).days < 14 and s.day < plan.last]
    if not early:
        return None
    missed = early[int(rng.integers(len(early)))]
    today = missed.day + timedelta(days=1)
    active = [s for s in plan.sessions if s.kind in {"run", "strength"}]
    done = [s for s in active if s.day <= missed.day and s.id != missed.id]
    rows = [(s.day, s.distance_m, 60 * s.minutes, 0.0) for s in done if s.distance_m is not None]
    log = [SessionDone(s.id, s.day, s.kind, done=True, effort=4.0, pain=1.0) for s in done]
    log.append(SessionDone(missed.id, missed.day, missed.kind, done=False))
    after = make_plan(
        without_past_race(one.case.wishes, today),
        today,
        ranking=one.ranking,
        runs=pl.concat([one.runs, _frame(rows)]),
        runner=one.runner,
        check_ins=one.case.check_ins,
        forbids=one.case.forbids,
        log=[*one.case.log, *log],
        current=as_done(plan, log, today),
        last=plan.last,
    )
    return after, missed.id


def case_after(one: RandomRunner, plan: Plan, after: Plan, missed: str) -> Case:
    """Return the case of a plan made anew: what was done before it is history now."""
    done = [s for s in plan.sessions if s.day < after.first and s.id != missed]
    ran = [(s.day, s.distance_m) for s in done if s.kind == "run" and s.distance_m is not None]
    log = [SessionDone(s.id, s.day, s.kind, done=True) for s in done if s.kind == "strength"]
    weeks = round(((after.last - after.first).days + 1) / 7)
    return replace(
        one.case,
        today=after.first,
        runs=(*one.case.runs, *ran),
        log=(*one.case.log, *log),
        wishes=replace(after.wishes or one.case.wishes, weeks=max(weeks, 1)),
    )


def changed(before: Plan, after: Plan, apart: Sequence[str]) -> set[str]:
    """Return ids of runs and strength sessions moved, changed in sort, distance or stage, added or dropped.

    Over the days that both plans cover and were not past when the second was made; ``apart`` is left out.
    """

    def told(plan: Plan) -> dict[str, tuple[object, ...]]:
        return {
            one.id: (
                one.day,
                one.kind,
                one.sort,
                one.distance_m,
                [(step.sets, step.hold_s) for step in one.steps] if one.sort == "run-walk" else None,
            )
            for one in plan.sessions
            if one.kind in {"run", "strength"} and after.first <= one.day <= after.last
        }

    old, new = told(before), told(after)
    return {name for name in {*old, *new} if old.get(name) != new.get(name)} - set(apart)


_Run = tuple[date, float, float, float]


def _history(rng: np.random.Generator, today: date) -> list[_Run]:
    """Runs (day, metres, seconds, ascent): none, a few, irregular, steady, with breaks up to today."""
    kind = rng.choice(["none", "new", "usual", "much", "break", "rare"], p=[0.06, 0.1, 0.5, 0.14, 0.14, 0.06])
    if kind == "none":
        return []
    weeks = int(rng.integers(1, 5)) if kind == "new" else int(rng.integers(9, 40))
    level = {"new": (4, 18), "usual": (10, 65), "much": (65, 140), "break": (10, 90), "rare": (3, 12)}[kind]
    weekly_m = 1000.0 * rng.uniform(*level)
    per_week = int(np.clip(round(weekly_m / 10_000 + rng.normal(1.2, 1.0)), 1, 7))
    speed, climb = rng.uniform(1.9, 3.7), rng.choice([0.0, 8.0, 30.0])
    off = int(rng.integers(5, 75)) if kind == "break" else int(rng.choice([0, 0, 0, 1, 2, 9]))
    runs: list[_Run] = []
    for back in range(weeks, -1, -1):
        monday = today - timedelta(days=today.weekday() + 7 * back)
        days = sorted(rng.choice(7, size=per_week, replace=False).tolist())
        shares = rng.dirichlet(np.full(per_week, 4.0))
        total = weekly_m * rng.uniform(0.6, 1.25)
        for weekday, share in zip(days, shares, strict=True):
            day = monday + timedelta(days=weekday)
            metres = round(float(total * share))
            if (today - day).days >= off and day <= today and metres > 500:
                runs.append((day, float(metres), metres / speed, climb * metres / 1000))
    return runs


def _frame(runs: Iterable[_Run]) -> pl.DataFrame:
    rows = []
    for day, metres, seconds, ascent in runs:
        start = datetime.combine(day, time(8), UTC)
        rows.append(
            {
                "run_id": f"{start:%Y%m%d%H}-{metres:g}",
                "start_utc": start,
                "local_date": day,
                "distance_m": metres,
                "moving_s": seconds,
                "ascent_m": ascent,
                "descent_m": ascent,
                "mean_speed_m_s": metres / seconds,
            }
        )
    return runs_frame(rows)


def _wishes(rng: np.random.Generator, today: date) -> Wishes:
    count = int(rng.choice([1, 2, 3, 4, 5, 6, 7], p=[0.03, 0.07, 0.15, 0.2, 0.2, 0.15, 0.2]))
    days = rng.choice(7, size=count, replace=False).tolist()
    weeks = int(rng.choice([1, 2, 4, 4, 4, 6, 8, 12, 16]))
    goal: Goal | None = None
    sort = rng.uniform()
    if sort < 0.25:
        goal = Goal("weekly", float(rng.integers(8, 90)) * 1000.0)
    elif sort < 0.6:
        ahead = int(rng.integers(7, 7 * weeks - 3)) if weeks > 1 else 3
        goal = Goal("race", float(rng.choice(RACES_M)), today + timedelta(days=ahead))
    return Wishes(
        minutes={int(day): float(rng.choice([20, 30, 45, 60, 75, 90, 120, 180, 240])) for day in days},
        weeks=weeks,
        goal=goal,
        strength_per_week=(None, None, 2, 3)[int(rng.integers(4))],
        runs_per_week=int(rng.integers(1, 7)) if rng.uniform() < 0.4 else None,
        long_run_weekday=int(rng.choice(days)) if rng.uniform() < 0.4 else None,
        equipment=frozenset(name for name in EQUIPMENT if rng.uniform() < 0.3),
    )


def _diary(rng: np.random.Generator, today: date) -> tuple[CheckIn, ...]:
    if rng.uniform() < 0.35:
        return ()
    level = float(rng.choice([0.5, 1.5, 3.0, 4.5, 7.0], p=[0.4, 0.25, 0.15, 0.12, 0.08]))
    days = [today - timedelta(days=back) for back in range(int(rng.integers(1, 40)), -1, -1)]
    told = [day for day in days if rng.uniform() < 0.8]
    pains = np.clip(np.round(level + rng.normal(0, 0.7, len(told))), 0, 10)
    return tuple(CheckIn(day, worst_pain=float(pain)) for day, pain in zip(told, pains, strict=True))


def _strength_log(rng: np.random.Generator, today: date) -> tuple[SessionDone, ...]:
    if rng.uniform() < 0.6:
        return ()
    days = [today - timedelta(days=back) for back in (12, 9, 5, int(rng.integers(0, 4)))]
    return tuple(
        SessionDone(f"old-strength-{number}", day, "strength", done=True, effort=4.0, pain=1.0)
        for number, day in enumerate(days)
    )


def _finding(cause: str, today: date) -> Finding:
    return Finding(
        cause=cause,
        measure="planted",
        group=f"planted-{cause}",
        value=1.0,
        unit="1",
        reference="planted",
        log_lr=2.0,
        log_lr_interval=(1.2, 2.8),
        basis="judged",
        evidence=(),
        window=DateRange.ending(today, 28),
        sentence="Planted.",
    )
