"""Checks a plan against every hard rule, written from the rules alone: nothing of the model is used.

Only the nouns of a plan, the numbers of the evidence base and the history go in. A rule is its sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from runback.knowledge import Rung, causes, entries, exercises, fact
from runback.model import CheckIn
from runback.planning.plan import Plan, Session, SessionDone, Wishes

DAY = timedelta(days=1)
HARD = {"hills", "speed", "race"}
HEALTH_WORDS = ("pain", "back", "injur", "rehab", "sore", "hurt", "physio", "weak", "tight", "disc", "spine")
ROUNDING_MIN = 1.0
SMALL_WEEK_M = 9_000.0
"""Weeks up to here are not held against the weeks before: three short runs of a beginner."""


@dataclass(frozen=True)
class Case:
    """What a plan was asked for: the runner's wishes, history (days and metres of every run) and diary."""

    wishes: Wishes
    today: date
    runs: tuple[tuple[date, float], ...]
    check_ins: tuple[CheckIn, ...] = ()
    forbids: frozenset[str] = frozenset()
    log: tuple[SessionDone, ...] = ()
    supported: frozenset[str] = frozenset()
    """Causes that the runner's own data speak for."""


@dataclass(frozen=True)
class Violation:
    """A rule that a plan breaks, and where."""

    rule: str
    day: date | None
    text: str


@dataclass
class _View:
    """A plan with its case, sorted for reading."""

    plan: Plan
    case: Case
    by_day: dict[date, list[Session]] = field(init=False)
    longest_m: dict[date, float] = field(init=False)
    total_m: dict[date, float] = field(init=False)
    strength_days: set[date] = field(init=False)
    run_days: set[date] = field(init=False)

    def __post_init__(self) -> None:
        self.by_day = {}
        for session in self.plan.sessions:
            self.by_day.setdefault(session.day, []).append(session)
        self.longest_m, self.total_m = {}, {}
        told = [(run.day, run.distance_m or 0.0) for run in self.planned("run")]
        for day, metres in (*self.case.runs, *told):
            self.longest_m[day] = max(metres, self.longest_m.get(day, 0.0))
            self.total_m[day] = metres + self.total_m.get(day, 0.0)
        self.strength_days = {one.day for one in self.planned("strength")}
        self.strength_days |= {one.day for one in self.case.log if one.kind == "strength" and one.done}
        self.run_days = set(self.longest_m)

    def planned(self, kind: str) -> list[Session]:
        return [one for one in self.plan.sessions if one.kind == kind]

    @property
    def days(self) -> list[date]:
        return [
            self.plan.first + number * DAY for number in range((self.plan.last - self.plan.first).days + 1)
        ]

    @property
    def whole_weeks(self) -> list[list[date]]:
        mondays = [day for day in self.days if day.weekday() == 0]
        return [[monday + number * DAY for number in range(7)] for monday in mondays]

    def says(self, *words: str) -> bool:
        """Whether a conflict or a note of the plan speaks of one of these words."""
        told = [*self.plan.notes]
        for one in self.plan.conflicts:
            told += [one.sentence, one.given_up, *one.wishes]
        return any(word in text.lower() for text in told for word in words)


Rule = Callable[[_View], Iterator[tuple[date | None, str]]]


def check(plan: Plan, case: Case) -> list[Violation]:
    """Return every violation of every rule."""
    view = _View(plan, case)
    return [Violation(name, day, text) for name, rule in RULES.items() for day, text in rule(view)]


def _every_day_once(view: _View) -> Iterator[tuple[date | None, str]]:
    """Every day from first to last holds something, rest is alone, ids are unique, days are in order."""
    if sorted(view.by_day) != view.days:
        yield None, f"days {set(view.days) ^ set(view.by_day)} are missing or outside the plan"
    names = [one.id for one in view.plan.sessions]
    if len(set(names)) != len(names):
        yield None, "two sessions share an id"
    if [one.day for one in view.plan.sessions] != sorted(one.day for one in view.plan.sessions):
        yield None, "the sessions are not in order of days"
    for day, held in view.by_day.items():
        kinds = [one.kind for one in held]
        if "rest" in kinds and len(kinds) > 1:
            yield day, f"rest beside {kinds}"
        if kinds.count("run") > 1 or kinds.count("strength") > 1:
            yield day, f"twice the same: {kinds}"


def _length(view: _View) -> Iterator[tuple[date | None, str]]:
    """The plan begins today or tomorrow, ends on a Sunday and lasts the weeks wished, within half a week."""
    if view.plan.first not in {view.case.today, view.case.today + DAY}:
        yield view.plan.first, "begins neither today nor tomorrow"
    if view.plan.last.weekday() != 6 or abs(len(view.days) - 7 * view.case.wishes.weeks) > 3:
        yield view.plan.last, f"{len(view.days)} days for {view.case.wishes.weeks} weeks"


def _time(view: _View) -> Iterator[tuple[date | None, str]]:
    """Nothing on days without time, no more minutes than a day has; the race has its own day."""
    for day, held in view.by_day.items():
        if any(one.sort == "race" for one in held):
            continue
        minutes = sum(one.minutes for one in held)
        free = view.case.wishes.minutes.get(day.weekday(), 0.0)
        if minutes > free + 1e-6:
            yield day, f"{minutes:g} minutes of {free:g}"


def _honest_minutes(view: _View) -> Iterator[tuple[date | None, str]]:
    """A session takes at least the minutes of its parts, and a run's parts make up its distance."""
    for one in view.plan.sessions:
        parts = sum(step.minutes for step in one.steps)
        if parts > one.minutes + ROUNDING_MIN:
            yield one.day, f"{one.id}: parts of {parts:g} min in {one.minutes:g} min"
        if one.kind != "rest" and not one.steps:
            yield one.day, f"{one.id} has no parts"
        if one.kind == "run":
            metres = sum(step.distance_m or 0.0 for step in one.steps)
            if one.distance_m is None or one.distance_m <= 0 or abs(metres - one.distance_m) > 100:
                yield one.day, f"{one.id}: parts of {metres:g} m in {one.distance_m} m"


def _strength_count(view: _View) -> Iterator[tuple[date | None, str]]:
    """Strength two or three times in every whole week; fewer only where the plan says so."""
    numbers = fact("acsm-progression").numbers
    for week in view.whole_weeks:
        count = len(view.strength_days.intersection(week))
        if count > numbers["days_high"]:
            yield week[0], f"strength {count} times"
        if count < numbers["days_low"] and not view.says("strength"):
            yield week[0], f"strength {count} times, and nothing says why"


def _strength_apart(view: _View) -> Iterator[tuple[date | None, str]]:
    """Strength never on consecutive days."""
    for one in view.planned("strength"):
        for other in (one.day - DAY, one.day + DAY):
            if other in view.strength_days:
                yield one.day, f"strength on {other} too"


def _strength_before(view: _View) -> Iterator[tuple[date | None, str]]:
    """No strength on the day before the longest or the hardest run of a week."""
    for run in view.planned("run"):
        if run.day - DAY not in view.strength_days:
            continue
        if run.sort in HARD or run.sort == "long" or _is_longest(view, run):
            planned = {one.day for one in view.planned("strength")} | {run.day}
            if run.day - DAY in planned or run.day >= view.plan.first:
                yield run.day, f"strength on the day before a {run.sort} run of {run.distance_m:g} m"


def _is_longest(view: _View, run: Session) -> bool:
    """Whether a run is longer than every other of its week; stages of running and walking are all alike."""
    if run.sort == "run-walk":
        return False
    monday = run.day - run.day.weekday() * DAY
    week = [monday + number * DAY for number in range(7)]
    others = [metres for day, metres in view.longest_m.items() if day in week and day != run.day]
    return (run.distance_m or 0.0) > max(others, default=0.0)


def _rest(view: _View) -> Iterator[tuple[date | None, str]]:
    """Of any seven days in a row one is free of running and strength, the days before the plan among them."""
    active = view.run_days | view.strength_days
    for day in view.days:
        window = [day - number * DAY for number in range(7)]
        if all(one in active for one in window):
            yield day, "seven days in a row without rest"


def _stretches(view: _View) -> Iterator[tuple[date | None, str]]:
    """Stretches stand on days with a run or strength, after it, held 20 to 30 s; such days have them.

    A rung of a ladder that is a slow movement and not a hold has repetitions instead.
    """
    moving = {(one.id, n) for one in exercises() for n, rung in enumerate(one.rungs) if not _holds(rung)}
    for day, held in view.by_day.items():
        kinds = [one.kind for one in held]
        if "stretch" in kinds and (kinds[0] == "stretch" or not {"run", "strength"} & set(kinds)):
            yield day, f"stretches without a session before them: {kinds}"
        if {"run", "strength"} & set(kinds) and "stretch" not in kinds and not view.says("stretch"):
            yield day, f"no stretches after {kinds}"
        for one in held:
            for step in one.steps if one.kind == "stretch" else ():
                if (step.exercise, step.rung) not in moving and not 20 <= (step.hold_s or 0) <= 30:
                    yield day, f"{step.exercise} held {step.hold_s} s"


def _holds(rung: Rung) -> bool:
    return any(hold_s for _, _, hold_s in rung.doses)


def _spike(view: _View) -> Iterator[tuple[date | None, str]]:
    """No single run beyond the published line against the 30 days before; after a break run-walk stages."""
    numbers = fact("session-spike-bands").numbers
    for run in view.planned("run"):
        if run.sort == "race":
            continue
        window = [run.day - back * DAY for back in range(1, int(numbers["window_days"]) + 1)]
        longest = max(view.longest_m.get(day, 0.0) for day in window)
        if longest == 0 and run.sort != "run-walk":
            yield run.day, f"a {run.sort} run of {run.distance_m:g} m after 30 days without"
        if longest > 0 and (run.distance_m or 0.0) > numbers["reference_max_ratio"] * longest + 0.5:
            if run.sort == "run-walk" and _only_run_walk(view, run.day):
                continue
            yield run.day, f"{run.distance_m:g} m against {longest:g} m"


def _only_run_walk(view: _View, day: date) -> bool:
    """Whether the longest of the 30 days before was itself a stage of running and walking."""
    stages = {one.day for one in view.planned("run") if one.sort == "run-walk"}
    window = {day - back * DAY for back in range(1, 31)} & view.run_days
    return window <= stages


def _weekly(view: _View) -> Iterator[tuple[date | None, str]]:
    """A week holds at most 1.3 times the most of the four before, beyond a few short runs; races apart."""
    ratio = fact("weekly-increase-over-30-percent").numbers["threshold_ratio"]
    races = sum(one.distance_m or 0.0 for one in view.planned("run") if one.sort == "race")
    goal = view.case.wishes.goal
    race_day = goal.day if goal else None

    def total(monday: date, *, race: bool) -> float:
        days = [monday + number * DAY for number in range(7)]
        metres = sum(view.total_m.get(day, 0.0) for day in days)
        return metres if race or race_day not in days else metres - races

    run_walk = {one.day for one in view.planned("run") if one.sort == "run-walk"}
    for week in view.whole_weeks:
        before = [total(week[0] - back * 7 * DAY, race=True) for back in range(1, 5)]
        most = max(SMALL_WEEK_M, ratio * max(before))
        if total(week[0], race=False) > most + 0.5 and not run_walk.intersection(week):
            yield week[0], f"{total(week[0], race=False):g} m against at most {most:g} m"


def _hard_apart(view: _View) -> Iterator[tuple[date | None, str]]:
    """Hard runs stand neither beside each other nor beside the long run."""
    sorts = {one.day: one.sort for one in view.planned("run")}
    for day, sort in sorts.items():
        if sort in HARD and (beside := sorts.get(day + DAY)) in {*HARD, "long"}:
            yield day, f"{sort} and {beside} on consecutive days"
        if sort == "long" and (beside := sorts.get(day + DAY)) in HARD:
            yield day, f"long and {beside} on consecutive days"


def _leading_causes(view: _View) -> Iterator[tuple[date | None, str]]:
    """No hill runs while hills lead the causes, no fast runs while speed does."""
    sorts = {"hills": {"hills-up", "hills-down"}, "speed": {"speed-increase", "too-hard-too-long"}}
    for run in view.planned("run"):
        bound = sorts.get(run.sort or "", set()) & view.case.supported
        if bound:
            yield run.day, f"a {run.sort} run while {sorted(bound)} lead"


def _forbidden(view: _View) -> Iterator[tuple[date | None, str]]:
    """What a raised red flag forbids is not planned, and the plan says so."""
    for word, kind in (("running", "run"), ("loading", "strength")):
        if word in view.case.forbids:
            for one in view.planned(kind):
                yield one.day, f"{kind} while {word} is forbidden"
            if not view.says("red flag", "clinician"):
                yield None, f"{word} is forbidden and nothing says so"


def _pain(view: _View) -> Iterator[tuple[date | None, str]]:
    """Pain above the upper limit today or yesterday: no run and no strength today and tomorrow.

    Above the lower limit: no hard run within a week. The plan says so.
    """
    limits = fact("pain-traffic-light").numbers
    near = [one.worst_pain for one in view.case.check_ins if 0 <= (view.case.today - one.day).days <= 1]
    worst = max((pain for pain in near if pain is not None), default=0.0)
    today = view.case.today
    if worst > limits["amber_max"]:
        for one in view.plan.sessions:
            if one.day <= today + DAY and one.kind in {"run", "strength"}:
                yield one.day, f"{one.kind} with pain of {worst:g} told"
    if worst > limits["green_max"]:
        if not view.says("pain"):
            yield None, f"pain of {worst:g} told and nothing says so"
        for one in view.planned("run"):
            if one.sort in {"hills", "speed"} and (one.day - today).days < 7:
                yield one.day, f"a {one.sort} run with pain of {worst:g} told"


def _way_back(view: _View) -> Iterator[tuple[date | None, str]]:
    """After 30 days without a run, or before the first ever, running begins with running and walking."""
    window = int(fact("session-spike-bands").numbers["window_days"])
    recent = [day for day, _ in view.case.runs if 0 <= (view.case.today - day).days < window]
    runs = [one for one in view.planned("run") if one.sort != "race"]
    if not recent and runs:
        if runs[0].sort != "run-walk":
            yield runs[0].day, f"the first run after a break is {runs[0].sort}"
        for one in runs:
            if one.sort in HARD and (one.day - view.plan.first).days < 14:
                yield one.day, f"a {one.sort} run within two weeks of coming back"


def _race(view: _View) -> Iterator[tuple[date | None, str]]:
    """The race stands on its day with its distance, unless running is forbidden."""
    goal = view.case.wishes.goal
    races = [one for one in view.planned("run") if one.sort == "race"]
    if goal is None or goal.day is None or not view.plan.first <= goal.day <= view.plan.last:
        if races:
            yield races[0].day, "a race that nobody wished"
        return
    if "running" in view.case.forbids or view.says("race"):
        return
    if [one.day for one in races] != [goal.day] or races[0].distance_m != goal.distance_m:
        yield goal.day, f"the race is planned as {[(one.day, one.distance_m) for one in races]}"


def _reasons(view: _View) -> Iterator[tuple[date | None, str]]:
    """Every session says why it is there, names known facts and causes, and has a neutral title."""
    known = {one.id for one in causes()}
    for one in view.plan.sessions:
        if not one.why.strip() or not one.evidence:
            yield one.day, f"{one.id} has no reason or no fact"
        for name in one.evidence:
            if not entries(name):
                yield one.day, f"{one.id} names the unknown fact {name}"
        if not set(one.causes) <= known:
            yield one.day, f"{one.id} names unknown causes {one.causes}"
        if any(word in one.title.lower() for word in HEALTH_WORDS):
            yield one.day, f"the title {one.title!r} tells of health"


def _exercises(view: _View) -> Iterator[tuple[date | None, str]]:
    """Exercises are known, at a rung and dose of their ladder, with what is at hand."""
    known = {one.id: one for one in exercises()}
    for session in view.plan.sessions:
        for step in session.steps if session.kind in {"strength", "stretch"} else ():
            if session.kind == "strength" and step.exercise is None and step is session.steps[0]:
                continue  # the warm-up
            entry = known.get(step.exercise or "")
            if entry is None or step.rung is None or not 0 <= step.rung < len(entry.rungs):
                yield session.day, f"{session.id}: {step.exercise} at rung {step.rung}"
                continue
            rung = entry.rungs[step.rung]
            if not all(view.case.wishes.equipment.intersection(group) for group in rung.needs):
                yield session.day, f"{session.id}: {step.exercise} needs {rung.needs}"
            told = (step.reps, step.hold_s or 0)
            sets = [sets for sets, *dose in rung.doses if tuple(dose) == told]
            if session.kind == "strength" and not 1 <= (step.sets or 0) <= max(sets, default=0):
                yield session.day, f"{session.id}: {step.exercise} {step.sets} x {step.reps} is no dose of it"


RULES: Mapping[str, Rule] = {
    "every day once": _every_day_once,
    "length": _length,
    "time of the day": _time,
    "minutes and metres add up": _honest_minutes,
    "strength two or three a week": _strength_count,
    "strength apart": _strength_apart,
    "strength not before long or hard": _strength_before,
    "one rest day in seven": _rest,
    "stretches attached": _stretches,
    "no spike": _spike,
    "weekly rise": _weekly,
    "hard runs apart": _hard_apart,
    "leading causes bound": _leading_causes,
    "red flags bind": _forbidden,
    "pain rules": _pain,
    "way back": _way_back,
    "race": _race,
    "reasons and titles": _reasons,
    "exercises": _exercises,
}
