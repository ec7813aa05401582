"""Plans, wishes and what was done, as plain data and back: for JSON output and for the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from runback.planning.plan import Conflict, ExerciseDone, Goal, Plan, Session, Step, Wishes


def to_json(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain data: days as ISO strings, distances in metres, times in minutes or seconds."""
    return {
        "first": plan.first.isoformat(),
        "last": plan.last.isoformat(),
        "sessions": [session_to_json(one) for one in plan.sessions],
        "conflicts": [conflict_to_json(one) for one in plan.conflicts],
        "notes": list(plan.notes),
        "wishes": None if plan.wishes is None else wishes_to_json(plan.wishes),
    }


def session_to_json(session: Session) -> dict[str, Any]:
    """Return a session with ``date``, ``kind``, ``title``, ``steps``, ``why``, ``evidence``, ``causes``."""
    return {
        "date": session.day.isoformat(),
        "kind": session.kind,
        "title": session.title,
        "steps": [asdict(step) for step in session.steps],
        "why": session.why,
        "evidence": list(session.evidence),
        "causes": list(session.causes),
        "id": session.id,
        "minutes": session.minutes,
        "sort": session.sort,
        "distance_m": session.distance_m,
    }


def session_from_json(told: Mapping[str, Any]) -> Session:
    """Return the session that ``session_to_json`` told of."""
    return Session(
        id=told["id"],
        day=date.fromisoformat(told["date"]),
        kind=told["kind"],
        title=told["title"],
        steps=tuple(Step(**step) for step in told["steps"]),
        minutes=told["minutes"],
        why=told["why"],
        evidence=tuple(told["evidence"]),
        causes=tuple(told["causes"]),
        sort=told["sort"],
        distance_m=told["distance_m"],
    )


def conflict_to_json(conflict: Conflict) -> dict[str, Any]:
    """Return a conflict with its ``wishes``, ``sentence`` and what was ``given_up``."""
    return asdict(conflict) | {"wishes": list(conflict.wishes)}


def conflict_from_json(told: Mapping[str, Any]) -> Conflict:
    """Return the conflict that ``conflict_to_json`` told of."""
    return Conflict(tuple(told["wishes"]), told["sentence"], told["given_up"])


def wishes_to_json(wishes: Wishes) -> dict[str, Any]:
    """Return wishes as plain data; ``minutes`` by the number of the weekday, 0 for Monday."""
    goal = wishes.goal
    return {
        "minutes": {str(weekday): free for weekday, free in sorted(wishes.minutes.items())},
        "weeks": wishes.weeks,
        "goal": None
        if goal is None
        else {
            "name": goal.name,
            "distance_m": goal.distance_m,
            "day": None if goal.day is None else goal.day.isoformat(),
        },
        "strength_per_week": wishes.strength_per_week,
        "runs_per_week": wishes.runs_per_week,
        "long_run_weekday": wishes.long_run_weekday,
        "equipment": sorted(wishes.equipment),
    }


def wishes_from_json(told: Mapping[str, Any]) -> Wishes:
    """Return the wishes that ``wishes_to_json`` told of; what a later version added is left out."""
    known = {field.name for field in fields(Wishes)}
    goal = told["goal"]
    changed = {
        "minutes": {int(weekday): free for weekday, free in told["minutes"].items()},
        "goal": None
        if goal is None
        else Goal(goal["name"], goal["distance_m"], goal["day"] and date.fromisoformat(goal["day"])),
        "equipment": frozenset(told["equipment"]),
    }
    return Wishes(**{name: value for name, value in told.items() if name in known} | changed)


def exercises_to_json(done: Iterable[ExerciseDone]) -> list[dict[str, Any]]:
    """Return exercises as done, as plain data."""
    return [asdict(one) | {"day": one.day.isoformat()} for one in done]


def exercises_from_json(told: Iterable[Mapping[str, Any]]) -> tuple[ExerciseDone, ...]:
    """Return the exercises that ``exercises_to_json`` told of."""
    return tuple(ExerciseDone(**{**one, "day": date.fromisoformat(one["day"])}) for one in told)
