"""The nouns of planning: what the runner wishes, what was done, and dated sessions with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

SessionKind = Literal["run", "strength", "stretch", "rest"]

RunSort = Literal["easy", "long", "hills", "speed", "run-walk", "race"]
"""What a planned run is for; ``hills``, ``speed`` and ``race`` are the hard ones.

A ``race`` is the runner's own goal on its day; the lines for training runs do not bind it.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a session: a stretch of running, or sets of one exercise at one rung of its ladder.

    ``exercise`` is an id of the evidence base and ``rung`` the zero-based step of its ladder; both None for
    running. ``reps`` and ``hold_s`` are per set and, where ``each_side``, for each side. ``effort`` is the
    effort asked for, 0 to 10.
    """

    text: str
    minutes: float
    distance_m: float | None = None
    effort: float | None = None
    exercise: str | None = None
    rung: int | None = None
    sets: int | None = None
    reps: int | None = None
    hold_s: int | None = None
    rest_s: int | None = None
    each_side: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """One dated session. ``id`` stays the same when a later plan moves or changes it.

    ``title`` is neutral (``Strength A``, ``Easy run``); ``why`` is one or two sentences for the runner,
    ``evidence`` the fact ids behind it and ``causes`` the ids of the causes that it answers. ``distance_m``
    and ``sort`` are for runs alone. A ``stretch`` follows a run or a strength session of the same day.
    """

    id: str
    day: date
    kind: SessionKind
    title: str
    steps: tuple[Step, ...]
    minutes: float
    why: str
    evidence: tuple[str, ...]
    causes: tuple[str, ...]
    sort: RunSort | None = None
    distance_m: float | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A race (``day`` given) or a weekly distance to reach (``day`` None); ``distance_m`` of one or other."""

    name: str
    distance_m: float
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the runner asks of a plan.

    ``minutes`` maps a weekday (0 is Monday) to the minutes free on it; a weekday left out has none.
    ``strength_per_week`` and ``runs_per_week`` None lets the plan choose.
    ``equipment`` names what is at hand beside a mat.
    """

    minutes: Mapping[int, float]
    weeks: int = 4
    goal: Goal | None = None
    strength_per_week: int | None = None
    runs_per_week: int | None = None
    long_run_weekday: int | None = None
    equipment: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ExerciseDone:
    """One exercise as done: the rung and dose planned, what was reached, and the worst pain with it."""

    day: date
    exercise: str
    rung: int
    at_target: bool
    pain: float | None


@dataclass(frozen=True, slots=True)
class SessionDone:
    """One planned session as the runner told it: done or missed, effort 0 to 10, worst pain 0 to 10."""

    session: str
    day: date
    kind: SessionKind
    done: bool
    effort: float | None = None
    pain: float | None = None
    exercises: tuple[ExerciseDone, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Wishes that cannot all be met: the smallest set, in words, and what the nearest plan gave up."""

    wishes: tuple[str, ...]
    sentence: str
    given_up: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Dated sessions by day, rest days among them; ``conflicts`` is empty where every wish was met.

    ``notes`` says in words what holds for the whole plan: a pain rule at work, a red flag, a return ladder.
    ``wishes`` are those it was made for, None where no longer known; ``began`` is the Monday from which its
    weeks are counted, which a plan made anew keeps.
    """

    first: date
    last: date
    sessions: tuple[Session, ...]
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[str, ...] = field(default=())
    wishes: Wishes | None = None
    began: date | None = None
