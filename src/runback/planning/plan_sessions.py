"""Placed days as sessions with titles, parts, reasons and ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from runback.causes import Ranking
from runback.knowledge import exercises
from runback.planning.distances import Legs
from runback.planning.plan import RunSort, Session, SessionDone, Step, Wishes
from runback.planning.replanning import Slot, name_sessions
from runback.planning.run_sessions import TITLES, RunContext, run_words
from runback.planning.running_history import RunningHistory
from runback.planning.running_weeks import Week
from runback.planning.schedule import Placed
from runback.units import Units


@dataclass(frozen=True)
class PlanWords:
    """What the sessions are put into words with."""

    history: RunningHistory
    wishes: Wishes
    ranking: Ranking
    units: Units
    strength_min: float = 25.0
    stretch_min: float = 6.0


def sessions_of(
    weeks: Sequence[Week],
    placed: Mapping[date, Placed],
    metres: Mapping[date, float],
    words: PlanWords,
    kept: Sequence[Session],
    log: Sequence[SessionDone],
) -> tuple[Session, ...]:
    """Return every session of the plan by day: run, strength, stretch, or rest."""
    race = words.wishes.goal.day if words.wishes.goal else None
    sorts = {day: sort for week in weeks for day, sort in _sorts(week, placed, race, kept).items()}
    slots = [Slot(day, "run", sort) for day, sort in sorted(sorts.items())]
    slots += [Slot(day, "strength") for day, one in sorted(placed.items()) if one.strength]
    names = name_sessions(slots, kept, (one.session for one in log))
    legs = Legs(words.history)
    sessions: list[Session] = []
    number = 0
    for week_number, week in enumerate(weeks):
        for day in week.days:
            today: list[Session] = []
            if day in sorts:
                today.append(_run(names, day, sorts[day], metres[day], week, week_number, legs, words))
                legs.planned_m[day] = metres[day]
            if day in placed and placed[day].strength:
                today.append(_strength(names[Slot(day, "strength")], day, number, words))
                number += 1
            if today:
                today.append(_stretch(today[0].id, day, words))
            sessions += today or [_rest(day)]
    return tuple(sessions)


def _sorts(
    week: Week, placed: Mapping[date, Placed], race: date | None, kept: Sequence[Session]
) -> dict[date, RunSort]:
    before = {one.day: one.sort for one in kept if one.sort in {"hills", "speed"}}
    hard = list(week.hard)
    sorts: dict[date, RunSort] = {}
    for day in week.days:
        run = placed[day].run if day in placed else None
        if day == race:
            sorts[day] = "race"
        elif run == "hard":
            held = before.get(day)
            sort = held if held in hard else hard[0]
            hard.remove(sort)
            sorts[day] = sort
        elif run is not None:
            sorts[day] = "long" if run == "long" else "easy"
    return sorts


def _run(
    names: Mapping[Slot, str],
    day: date,
    sort: RunSort,
    metres: float,
    week: Week,
    week_number: int,
    legs: Legs,
    words: PlanWords,
) -> Session:
    context = RunContext(
        day=day,
        week=week,
        week_number=week_number,
        speed_m_s=words.history.easy_speed_m_s,
        units=words.units,
        line_m=legs.line_m(day),
        longest_m=legs.longest_m(day),
        climb_m_km=None,
        goal=words.wishes.goal,
    )
    made = run_words(sort, metres, context)
    return Session(
        id=names[Slot(day, "run", sort)],
        day=day,
        kind="run",
        title=TITLES[sort],
        steps=made.steps,
        minutes=made.minutes,
        why=made.why,
        evidence=made.evidence,
        causes=(),
        sort=sort,
        distance_m=metres,
    )


def _strength(name: str, day: date, number: int, words: PlanWords) -> Session:
    letter = "AB"[number % 2]
    chosen = [one for one in exercises() if one.type == "strength"][number % 2 : 8 : 2]
    steps = tuple(
        Step(
            f"{one.name}: {one.progression[one.start_step]}", 6, exercise=one.id, rung=one.start_step, sets=2
        )
        for one in chosen
    )
    return Session(
        name,
        day,
        "strength",
        f"Strength {letter}",
        steps,
        24,
        "Strength twice a week.",
        ("acsm-progression",),
        (),
    )


def _stretch(parent: str, day: date, words: PlanWords) -> Session:
    steps = (Step("Stretch hamstrings, 30 s each side, twice.", 6, hold_s=30, reps=2, each_side=True),)
    return Session(
        f"{parent}-stretch", day, "stretch", "Stretch", steps, 6, "After running.", ("stretch-hold-30s",), ()
    )


def _rest(day: date) -> Session:
    year, week, _ = day.isocalendar()
    name = f"{year % 100:02d}w{week:02d}-rest-{day:%a}".lower()
    why = (
        "A day without running and strength. No number of rest days is shown to protect; a habit of coaches."
    )
    return Session(name, day, "rest", "Rest", (), 0, why, ("training-errors-inconclusive",), ())
