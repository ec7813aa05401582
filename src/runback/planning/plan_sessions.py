"""Placed days as sessions with titles, parts, reasons and ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from runback.planning.following.replanning import Slot
from runback.planning.placing.schedule import Placed
from runback.planning.plan import RunSort, Session, SessionKind
from runback.planning.running.distances import Legs
from runback.planning.running.history import RunningHistory
from runback.planning.running.limits import RunLimits
from runback.planning.running.return_ladder import Ladder
from runback.planning.running.sessions import TITLES, RunContext, run_words, stage_words
from runback.planning.running.weeks import Week
from runback.planning.strength.programme import Content, Programme
from runback.units import Units

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Wording:
    """What sessions are put into words with: history, bounds, ladder, exercises, and days of less."""

    history: RunningHistory
    limits: RunLimits
    ladder: Ladder | None
    programme: Programme
    reduced: frozenset[date]
    stretch_min: Mapping[date, float]
    units: Units


def sorts_of(
    weeks: Sequence[Week],
    placed: Mapping[date, Placed],
    race: date | None,
    stages: int,
    in_calendar: Mapping[date, RunSort],
) -> dict[date, RunSort]:
    """Return the sort of each run: the first ``stages`` are run-walk, hard runs keep the sort they had.

    A race takes the place of no stage.
    """
    sorts: dict[date, RunSort] = {}
    left = stages
    for week in weeks:
        hard = list(week.hard)
        for day in week.days:
            run = placed[day].run if day in placed else None
            if day == race:
                sorts[day] = "race"
            elif run is not None and left > 0:
                sorts[day] = "run-walk"
                left -= 1
            elif run == "hard":
                held = in_calendar.get(day)
                sorts[day] = held if held in hard else hard[0]
                hard.remove(sorts[day])
            elif run is not None:
                sorts[day] = "long" if run == "long" else "easy"
    return sorts


def sessions_of(
    weeks: Sequence[Week],
    sorts: Mapping[date, RunSort],
    strength: Mapping[date, float],
    metres: Mapping[date, float],
    *,
    names: Mapping[Slot, str],
    wording: Wording,
) -> tuple[Session, ...]:
    """Return every session of the plan by day: run, strength, stretch, or rest.

    ``strength`` maps the days with a strength session to the minutes left for it, ``metres`` the days with a
    run to its distance.
    """
    legs = Legs(wording.history, dict(metres))
    race_m = {day: metres[day] for day, sort in sorts.items() if sort == "race"}
    sessions: list[Session] = []
    stages = lifts = 0
    for number, week in enumerate(weeks):
        for day in week.days:
            today: list[Session] = []
            if day in sorts:
                name = names[Slot(day, "run", sorts[day])]
                today.append(
                    _run(
                        name,
                        day,
                        sorts[day],
                        metres[day],
                        place=(week, number, stages),
                        week_m=legs.week_m(week.monday) - sum(race_m.get(one, 0.0) for one in week.days),
                        legs=legs,
                        wording=wording,
                    )
                )
                stages += sorts[day] == "run-walk"
            if day in strength:
                name = names[Slot(day, "strength")]
                content = wording.programme.strength(lifts, at_most_min=strength[day])
                today.append(_filled(name, day, "strength", content))
                lifts += 1
            if today:
                after: Literal["run", "strength"] = "strength" if day in strength else "run"
                content = wording.programme.stretch(after, at_most_min=wording.stretch_min[day])
                today.append(_filled(f"{today[-1].id}-stretch", day, "stretch", content))
            sessions += today or [rest_session(day, wording.limits.tired_for)]
    return tuple(sessions)


def _run(
    name: str,
    day: date,
    sort: RunSort,
    metres: float,
    *,
    place: tuple[Week, int, int],
    week_m: float,
    legs: Legs,
    wording: Wording,
) -> Session:
    week, week_number, stage = place
    speed = wording.history.easy_speed_m_s
    if sort == "run-walk" and wording.ladder is not None:
        made = stage_words(wording.ladder, stage, metres, speed)
    else:
        context = RunContext(
            week=week,
            week_m=week_m,
            week_number=week_number,
            speed_m_s=speed,
            units=wording.units,
            longest_m=legs.longest_m(day),
            climb_m_km=_most_climb(wording),
            reduced=day in wording.reduced,
            limits=wording.limits,
        )
        made = run_words(sort, metres, context)
    return Session(
        id=name,
        day=day,
        kind="run",
        title=TITLES[sort],
        steps=made.steps,
        minutes=made.minutes,
        why=made.why,
        evidence=made.evidence,
        causes=made.causes,
        sort=sort,
        distance_m=metres,
    )


def _most_climb(wording: Wording) -> float | None:
    """Return the most ascent a kilometre while hills lead: what was usual before, half of now where
    unknown."""
    history = wording.history
    if not wording.limits.hills_for or history.climb_m_km is None:
        return None
    if history.climb_before_m_km is not None:
        return min(history.climb_m_km, history.climb_before_m_km)
    return history.climb_m_km / 2


def _filled(name: str, day: date, kind: SessionKind, content: Content) -> Session:
    return Session(
        id=name,
        day=day,
        kind=kind,
        title=content.title,
        steps=content.steps,
        minutes=content.minutes,
        why=content.why,
        evidence=content.evidence,
        causes=content.causes,
    )


def rest_session(day: date, causes: tuple[str, ...]) -> Session:
    """Return a rest day; ``causes`` are the leading ones that ask for rest, if any do."""
    year, week, _ = day.isocalendar()
    name = f"{year % 100:02d}w{week:02d}-rest-{_WEEKDAYS[day.weekday()]}"
    why = (
        "A day without running and strength work, so that what you did can settle. That rest days protect is "
        "coaches' habit: no number of them is shown to."
    )
    evidence = ("training-errors-inconclusive",)
    return Session(name, day, "rest", "Rest", (), 0.0, why, evidence, causes)
