"""A placed run as a session: its parts, why it is there, and the facts behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil

from runback.knowledge import fact
from runback.planning.plan import RunSort, Session, Step
from runback.planning.running.distances import MEDIUM_LONG_LEAST, run_minutes
from runback.planning.running.limits import RunLimits
from runback.planning.running.return_ladder import Ladder
from runback.planning.running.weeks import Week
from runback.units import Units, distance, height

REPEATS_RANGE = (4, 8)
LEAST_PART_UNNAMED = 0.95
"""A stage cut by less (rounding to 100 m) keeps its words."""

REPEAT_MIN = 3
FAST_S = 60
"""A repeat of a hard run: one minute hard, two easy; judged."""

TITLES: Mapping[RunSort, str] = {
    "easy": "Easy run",
    "long": "Long run",
    "hills": "Hill run",
    "speed": "Run with fast parts",
    "run-walk": "Run and walk",
    "race": "Race",
}


@dataclass(frozen=True, slots=True)
class RunContext:
    """What the words of a run depend on.

    ``week_m`` is the distance of the week as planned and done, a race apart. ``longest_m`` is the longest run
    of the 30 days before (None after a break), ``climb_m_km`` the most ascent a kilometre while hills are a
    leading cause. ``reduced`` says that the pain rule is at work on this day.
    """

    week: Week
    week_m: float
    week_number: int
    speed_m_s: float
    units: Units
    longest_m: float | None
    climb_m_km: float | None
    reduced: bool
    limits: RunLimits


@dataclass(frozen=True, slots=True)
class RunWords:
    """The parts of a run, its minutes, why it is there, on what evidence, and the causes that it answers."""

    steps: tuple[Step, ...]
    minutes: float
    why: str
    evidence: tuple[str, ...]
    causes: tuple[str, ...] = ()


_REDUCED_FOR = ("pain-zone-cutoffs", "pain-24-hour-rule")


def is_reduced(session: Session) -> bool:
    """Return whether a run stands in the calendar with the share of its distance that the pain rule left."""
    return session.kind == "run" and set(_REDUCED_FOR) <= set(session.evidence)


def run_words(sort: RunSort, metres: float, context: RunContext) -> RunWords:
    """Return parts, minutes and reasons of a run of ``metres``; run-walk sessions come from the return
    ladder."""
    if sort in {"hills", "speed"}:
        return _hard(sort, metres, context)
    if sort == "race":
        return _race(metres, context)
    minutes = run_minutes(metres, context.speed_m_s)
    step = Step(_EASY_TEXT + _flat(metres, context), minutes, metres, effort=4 if sort == "long" else 3)
    why, evidence = _long_why(metres, context) if sort == "long" else _easy_why(metres, context)
    causes = context.limits.hold_for + context.limits.speed_for
    if context.climb_m_km is not None:
        causes += context.limits.hills_for
    return RunWords((step,), minutes, why, evidence, tuple(dict.fromkeys(causes)))


def stage_words(ladder: Ladder, number: int, metres: float, speed_m_s: float) -> RunWords:
    """Return the words of the ``number``-th session (from 0) of a return ladder, cut to ``metres``.

    A stage further than the published line allows is done in part: fewer repeats, the same walking.
    """
    stage = ladder.stages[number]
    part = min(1.0, metres / stage.distance_m(speed_m_s))
    cut = stage if part > LEAST_PART_UNNAMED else replace(stage, repeats=max(1, int(stage.repeats * part)))
    steps = cut.steps(speed_m_s)
    share = metres / sum(step.distance_m or 0.0 for step in steps)
    told = tuple(
        replace(step, distance_m=round((step.distance_m or 0.0) * share), minutes=step.minutes * part)
        for step in steps
    )
    minutes = ceil(round(sum(step.minutes for step in told), 6))
    return RunWords(told, minutes, ladder.why(stage), ladder.evidence)


_EASY_TEXT = "Run easily: slow enough to talk in whole sentences."


def _flat(metres: float, context: RunContext) -> str:
    if context.climb_m_km is None:
        return ""
    most = height(context.climb_m_km * metres / 1000, context.units)
    return f" Choose a flat route: at most {most} of climb and as much of descent."


def _easy_why(metres: float, context: RunContext) -> tuple[str, tuple[str, ...]]:
    week = distance(context.week_m, context.units, 0)
    if context.reduced:
        return (
            "Shorter and easy while the pain rule says less; what comes after depends on the next check-ins.",
            _REDUCED_FOR,
        )
    if context.week.phase == "lighter":
        return (
            f"Easy running in a lighter week of about {week}: room for what the weeks before asked of you. "
            "That "
            "lighter weeks protect is coaches' habit, not shown.",
            ("training-errors-inconclusive",),
        )
    if context.week.phase in {"taper", "race"}:
        return (
            f"Short and easy: the weeks before a race hold less, here about {week}, so that you start "
            "rested.",
            ("lbp-marathon-fatigue",),
        )
    if context.week.medium_m and metres >= MEDIUM_LONG_LEAST * context.week.medium_m:
        return (
            f"The second longer run in a week of about {week}: distance comes on two days, so that the "
            "longest run need not carry it alone. That this spares a back is coaches' habit, not shown.",
            ("training-errors-inconclusive",),
        )
    return (
        f"Easy running is most of your week of about {week}. Runners with back pain differed in impact "
        "from others "
        "only at faster speeds, in a small study.",
        ("lbp-impact-at-fast-speeds", "training-errors-inconclusive"),
    )


def _long_why(metres: float, context: RunContext) -> tuple[str, tuple[str, ...]]:
    words = f"The longest run of this week, {distance(metres, context.units)}."
    if context.longest_m:
        numbers = fact("session-spike-bands").numbers
        rise = round(100 * (numbers["reference_max_ratio"] - 1))
        words += (
            f" Your longest of the {numbers['window_days']:.0f} days before is "
            f"{distance(context.longest_m, context.units)} by then; runs more than {rise} % beyond that "
            "went with more "
            "overuse injury of any kind in a large cohort, not shown for the back."
        )
    else:
        words += " After a break there is no recent run to hold it against, so it starts low."
    evidence = ("session-spike-bands", "lbp-full-versus-half-marathon")
    if context.reduced:
        return f"{words} It is shorter than usual while the pain rule says less.", evidence + _REDUCED_FOR
    return words, evidence


def _hard(sort: RunSort, metres: float, context: RunContext) -> RunWords:
    minutes = run_minutes(metres, context.speed_m_s)
    low, high = REPEATS_RANGE
    most = max(2, int(0.5 * minutes / REPEAT_MIN))
    repeats = min(low + context.week_number, high, most)
    middle = repeats * REPEAT_MIN
    before = round(0.55 * (minutes - middle))
    after = minutes - middle - before
    share = metres / minutes
    text = (
        f"{repeats} times 1 minute fast but relaxed, 2 minutes easy after each."
        if sort == "speed"
        else f"{repeats} times 1 minute up a gentle hill, then walk or jog down slowly for 2 minutes."
    )
    hard = Step(
        text,
        middle,
        round(share * middle),
        effort=7,
        sets=repeats,
        hold_s=FAST_S,
        rest_s=60 * REPEAT_MIN - FAST_S,
    )
    parts = (
        Step("Warm up with easy running.", before, round(share * before), effort=3),
        hard,
        Step("Run down easily.", after, metres - round(share * before) - round(share * middle), effort=2),
    )
    if sort == "speed":
        why = (
            "One hard run among easy ones. In a trial adding speed led to no more injuries than adding "
            "distance; its "
            "intervals were wide. The fast part stays short."
        )
        return RunWords(parts, minutes, why, ("intensity-versus-volume-progression",))
    why = (
        "Hills are hard work for the heart with less impact: in the laboratory a climb took the impact "
        "peak away, and "
        "a descent raised it, so the way down is slow. Nobody has studied hills and back pain."
    )
    return RunWords(parts, minutes, why, ("downhill-impact-force", "lumbar-posture-by-gradient"))


def _race(metres: float, context: RunContext) -> RunWords:
    minutes = run_minutes(metres, context.speed_m_s)
    step = Step("Your race. Start slower than feels right.", minutes, metres, effort=8)
    why = "The goal you set."
    if context.longest_m:
        beyond = round(100 * (metres / context.longest_m - 1))
        if beyond > 0:
            why += (
                f" It is {beyond} % longer than your longest run of the weeks before, "
                f"{distance(context.longest_m, context.units)}."
            )
    return RunWords((step,), minutes, why, ("session-spike-bands", "low-volume-before-marathon"))
