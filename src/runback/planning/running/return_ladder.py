"""The way back to running after a break or a bad spell: run-walk stages, replayed from the runs since.

The frame is the run-walk trial in long-lasting back pain (``run-walk-trial-in-chronic-lbp``): three sessions
of half an hour a week, the running part growing. Its own intervals were not seen, so the stages are judged;
the first three keep to its weekly distance. Repeat, go on or step back: as ``progress.steps`` tells it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from runback.knowledge import fact
from runback.model import CheckIn
from runback.planning.plan import SessionDone, Step
from runback.progress import return_to_running
from runback.units import day_words

LONG_BREAK_DAYS = 90
"""From here on the ladder begins at its foot; judged."""

PAIN_BREAK_DAYS = 7
"""Days without a run, with pain above the stop line among them, after which the ladder is entered; judged."""

PAIN_DAYS = 14
"""How far back pain counts for where the ladder is entered; judged."""

NEWCOMER_DAYS = 56
"""How long ago the first known run of a newcomer is at most; judged, the trial took twelve weeks."""

LEG_DAYS = 7
"""How far back pain below the knee in the diary counts as leg symptoms; judged."""

WALK_M_S = 1.4
"""A brisk walk; judged."""

MOST_RUN_M_S = 2.4
"""The running part of a stage is planned at this speed at most: a jog in which one can talk. It also keeps
each stage within the published line of the stage before (``session-spike-bands``); judged."""

_SESSION_MIN = 30.0


@dataclass(frozen=True, slots=True)
class Stage:
    """One run-walk session: ``repeats`` times ``run_min`` minutes of running and ``walk_min`` of walking.

    ``minutes`` is the whole session with the walk before and after.
    """

    number: int
    run_min: float
    walk_min: float
    repeats: int

    @property
    def minutes(self) -> float:
        """Minutes of the session, walking in and out among them."""
        return _SESSION_MIN

    @property
    def running_minutes(self) -> float:
        """Minutes of running in the session."""
        return self.run_min * self.repeats

    def distance_m(self, easy_speed_m_s: float) -> float:
        """Return the distance (metres) of the session, run and walked, for a runner's easy speed."""
        walked = self.minutes - self.running_minutes
        return 60 * (self.running_minutes * min(easy_speed_m_s, MOST_RUN_M_S) + walked * WALK_M_S)

    def steps(self, easy_speed_m_s: float) -> tuple[Step, ...]:
        """Return the session: walk in, repeats (``hold_s`` of running, ``rest_s`` of walking), walk out."""
        speed = min(easy_speed_m_s, MOST_RUN_M_S)
        inner = self.repeats * (self.run_min + self.walk_min)
        around = (self.minutes - inner) / 2
        metres = 60 * self.repeats * (self.run_min * speed + self.walk_min * WALK_M_S)
        text = f"Run {self.run_min:g} min slowly enough to talk in whole sentences"
        if self.walk_min:
            text = f"{self.repeats} times: {text[0].lower()}{text[1:]}, then walk {self.walk_min:g} min"
        repeats = Step(
            text=f"{text}.",
            minutes=inner,
            distance_m=round(metres),
            effort=3,
            sets=self.repeats,
            hold_s=round(60 * self.run_min),
            rest_s=round(60 * self.walk_min),
        )
        walk = round(60 * around * WALK_M_S)
        return (
            Step("Walk briskly to warm up.", around, walk, effort=2),
            repeats,
            Step("Walk to finish.", around, walk, effort=1),
        )


STAGES = tuple(
    Stage(number, run, walk, repeats)
    for number, (run, walk, repeats) in enumerate(
        [(1, 2, 8), (2, 2, 6), (3, 2, 5), (5, 1, 4), (7, 1, 3), (11, 1, 2), (24, 0, 1)], start=1
    )
)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The stages still to come, the next run first; without ``stages`` only walking is given for now.

    A stage comes twice where there was pain before, once after a break without. ``sentence`` is for the whole
    plan, ``why`` for one session.
    """

    stages: tuple[Stage, ...]
    sessions_per_week: int
    sentence: str
    reason: str
    evidence: tuple[str, ...]

    def why(self, stage: Stage) -> str:
        """Return why a session of this stage is there, with what the run-walk trial found."""
        trial = next(step for step in return_to_running() if step.id == "run-walk")
        return f"{self.reason}: stage {stage.number} of {len(STAGES)}. The trial behind it: {trial.sentence}"


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where the ladder was entered: the day of the last run before, the stage's place, sessions a stage."""

    after: date | None
    place: int
    per_stage: int
    why: str


def ladder_for(
    run_days: Collection[date],
    check_ins: Iterable[CheckIn],
    log: Iterable[SessionDone],
    today: date,
    *,
    distances_m: Mapping[date, float] | None = None,
    leg_symptoms: bool | None = None,
    next_run: date | None = None,
) -> Ladder | None:
    """Return the ladder that the runner is on, from ``today``; None where running goes on as usual.

    It is entered after 30 days without a run (the window of ``session-spike-bands``), before a first run, and
    after a week without one because of pain. ``run_days`` are all days with a run. Runs without a word about
    pain count as done: a rule that waits for the diary would hold a runner without any pain for ever.
    A newcomer, whose first known run is fresh and none of whose runs (``distances_m``, the longest of each
    day) is longer than a stage, goes through the stages from the first. ``leg_symptoms`` is the runner's own
    word; None lets the diary answer. A break lasts until ``next_run``, the first day on which a run can be,
    if that is later than ``today``.
    """
    diary, sessions = tuple(check_ins), tuple(log)
    days = sorted({day for day in run_days if day <= today})
    # Milder pain decides nothing there, and most of a diary of years is milder.
    painful = tuple(one for one in diary if (one.worst_pain or 0.0) >= _green())
    entry = _entered(days, painful, next_run or today) or _newcomer(days, distances_m or {}, painful, today)
    if entry is None:
        return None
    if leg_symptoms or (leg_symptoms is None and _leg_in_diary(diary, today)):
        return _walk_first()
    place, counted = entry.place, 0
    for day in days:
        if entry.after is not None and day > entry.after:
            place, counted = _after_run(place, counted, entry.per_stage, _pain_of_run(day, diary, sessions))
            if place >= len(STAGES):
                return None
    stages = [stage for stage in STAGES[place:] for _ in range(entry.per_stage)][counted:]
    numbers = fact("run-walk-trial-in-chronic-lbp").numbers
    return Ladder(
        stages=tuple(stages),
        sessions_per_week=int(numbers["sessions_per_week"]),
        sentence=f"{entry.why}: running comes back by stages of running and walking, {len(stages)} sessions "
        "to go if pain stays low. A stage that raises pain is repeated or taken back.",
        reason=entry.why,
        evidence=("run-walk-trial-in-chronic-lbp", "pain-24-hour-rule", "session-spike-bands"),
    )


def _leg_in_diary(diary: tuple[CheckIn, ...], today: date) -> bool:
    return any(
        place.startswith("leg-below-knee")
        for entry in diary
        if 0 <= (today - entry.day).days < LEG_DAYS
        for place in entry.places
    )


def _walk_first() -> Ladder:
    step = next(step for step in return_to_running(leg_symptoms=True) if step.id == "walking-base")
    sentence = (
        "People with leg pain or nerve signs were not studied in the run-walk trial, so no run is planned "
        f"yet. {step.sentence} {step.caution}"
    )
    return Ladder((), 0, sentence, "Leg symptoms", step.evidence)


def _entered(days: list[date], painful: tuple[CheckIn, ...], today: date) -> _Entry | None:
    """Return the latest way into the ladder, a break that still lasts among them."""
    if not days:
        return _Entry(
            None, 0, 2 if _worst(painful, today, PAIN_DAYS) >= _green() else 1, "No run is known yet"
        )
    restart = int(fact("session-spike-bands").numbers["window_days"])
    ends = [*days[1:], today]
    for last, back in reversed(list(zip(days, ends, strict=True))):
        gap = (back - last).days
        if gap >= restart:
            pained = _worst(painful, back, PAIN_DAYS) >= _green()
            foot = gap >= LONG_BREAK_DAYS or pained
            return _Entry(last, 0 if foot else 2, 2 if pained else 1, f"After {gap} days without a run")
        if gap >= PAIN_BREAK_DAYS and _worst(painful, back, gap + 2) > _amber():
            return _Entry(last, 3, 1, f"After {gap} days without a run because of pain")
    return None


def _newcomer(
    days: list[date], distances_m: Mapping[date, float], painful: tuple[CheckIn, ...], today: date
) -> _Entry | None:
    """Return the way in of somebody who has just begun; None without the distances of all runs so far."""
    line = fact("session-spike-bands").numbers["reference_max_ratio"]
    most_m = line * STAGES[-1].distance_m(MOST_RUN_M_S)
    short = all(distances_m.get(day, most_m + 1) <= most_m for day in days)
    if not short or (today - days[0]).days >= NEWCOMER_DAYS:
        return None
    first = days[0] - timedelta(days=1)
    pained = _worst(painful, days[0], PAIN_DAYS) >= _green()
    return _Entry(first, 0, 2 if pained else 1, f"No run is known before {day_words(days[0])}")


def _worst(diary: tuple[CheckIn, ...], day: date, days: int) -> float:
    """Return the worst pain told in the ``days`` days up to ``day``; 0 where none was told."""
    pains = [entry.worst_pain for entry in diary if 0 <= (day - entry.day).days < days]
    return max((pain for pain in pains if pain is not None), default=0.0)


def _green() -> float:
    return fact("pain-zone-cutoffs").numbers["common_safe_max"]


def _amber() -> float:
    return fact("pain-zone-cutoffs").numbers["common_acceptable_max"]


def _pain_of_run(day: date, diary: tuple[CheckIn, ...], log: tuple[SessionDone, ...]) -> float | None:
    """Return the worst pain told of a run: during it, on its day, the next morning."""
    told = [
        pain
        for entry in diary
        if entry.day == day
        for pain in (entry.worst_pain, entry.pain_during_run, entry.pain_next_morning)
    ]
    told += [session.pain for session in log if session.day == day and session.kind == "run"]
    return max((pain for pain in told if pain is not None), default=None)


def _after_run(place: int, counted: int, per_stage: int, pain: float | None) -> tuple[int, int]:
    """Return place and sessions counted after a run: back above the stop line, again between, else on."""
    if pain is not None and pain > _amber():
        return max(0, place - 1), 0
    if pain is not None and pain >= _green():
        return place, counted
    return (place + 1, 0) if counted + 1 >= per_stage else (place, counted + 1)
