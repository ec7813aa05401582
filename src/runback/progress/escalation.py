"""When to see someone, and whom: fixed rules over the diary, the scores and a few plain questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from runback.knowledge import fact
from runback.model import Basis, CheckIn, Score
from runback.progress.change import Change, Verdict, change_since, score_changes
from runback.progress.course import start_level
from runback.progress.episodes import Episode, episodes, episodes_within
from runback.progress.trend import PainTrend, pain_trend

Who = Literal["physical therapist", "doctor or physical therapist"]

WORSE_DAYS = 28
"""The weeks over which getting worse is looked for; judged."""

LEG_DAYS = 14
"""From the first to the last day with pain in a leg before it counts as lasting; judged."""

THIRD_EPISODE = 3
SCORE_DAYS = 14
"""How old a score may be to say something of today; judged."""

LIMITED_RUNS = 3
LIMITED_RUN_DAYS = 14

EMERGENCY = (
    "Whatever this page says: new numbness between the legs, trouble with bladder or bowel, or weakness of a "
    "leg that grows belongs in an emergency department now. Answer the red-flag questions again whenever "
    "something changes."
)


@dataclass(frozen=True, slots=True)
class Escalation:
    """A reason to see someone: whom, why, what to ask, on what evidence.

    ``treatments`` are ids of the evidence base worth reading before the visit, with what the guidelines say.
    ``basis`` tells whether the time or size in the rule is published or judged.
    """

    id: str
    who: Who
    sentence: str
    ask: tuple[str, ...]
    treatments: tuple[str, ...]
    basis: Basis
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rules look at; None where it is not known."""

    checkins: tuple[CheckIn, ...]
    today: date
    trend: PainTrend | None
    found: tuple[Episode, ...]
    changes: tuple[Change, ...]
    onset: date | None
    leg_symptoms: bool | None
    pain_limits_running: bool | None
    episodes_last_year: int | None

    @property
    def current(self) -> Episode | None:
        return self.found[-1] if self.found and self.found[-1].open else None


def escalations(
    checkins: Iterable[CheckIn],
    scores: Iterable[Score],
    today: date,
    *,
    leg_symptoms: bool | None = None,
    pain_limits_running: bool | None = None,
    episodes_last_year: int | None = None,
    onset: date | None = None,
    trend: PainTrend | None = None,
) -> tuple[Escalation, ...]:
    """Return every reason to see someone that the rules find, the most pressing first.

    An empty result is no reassurance.

    ``leg_symptoms``: pain, tingling or numbness down a leg that lasts, in the runner's own word;
    ``pain_limits_running``: less or no running because of the pain; ``episodes_last_year``: episodes in the
    last twelve months as the runner remembers them, this one included. None means not asked; the diary then
    answers as far as it can, and what the diary shows counts even against a no. ``trend`` is that of the
    diary as of ``today``, where it is made already.

    Raises:
        BadInputError: pain outside 0 to 10, or a score of an unknown measure.
    """
    diary = tuple(checkins)
    known = _Known(
        checkins=tuple(checkin for checkin in diary if checkin.day <= today),
        today=today,
        trend=pain_trend(diary, today) if trend is None else trend,
        found=episodes(diary, today),
        changes=score_changes(scores, today),
        onset=onset,
        leg_symptoms=leg_symptoms,
        pain_limits_running=pain_limits_running,
        episodes_last_year=episodes_last_year,
    )
    rules = (
        _getting_worse,
        _leg_symptoms,
        _no_change_in_time,
        _function_not_back,
        _pain_limits_running,
        _third_episode,
    )
    return tuple(escalation for rule in rules for escalation in rule(known))


def _getting_worse(known: _Known) -> Iterator[Escalation]:
    said = [change.sentence for change in known.changes if change.verdict is Verdict.WORSE]
    if known.trend is not None:
        change = change_since(known.trend, known.today - timedelta(days=WORSE_DAYS))
        if change.verdict is Verdict.WORSE:
            said.insert(0, change.sentence)
    if said:
        yield Escalation(
            id="getting-worse",
            who="doctor or physical therapist",
            sentence=f"It is getting worse, so let someone look at it in the next days. {' '.join(said)}",
            ask=(
                "What could be behind a course that gets worse, and what speaks for or against it?",
                "What should I leave out, and what should I keep doing?",
                "Which change should bring me back at once?",
            ),
            treatments=("physical-therapy", "self-management"),
            basis="judged",
            evidence=("mic-consensus-ostelo", "nice-ng59-stratify"),
        )


def _leg_symptoms(known: _Known) -> Iterator[Escalation]:
    days = sorted(
        checkin.day
        for checkin in known.checkins
        if any(place.startswith("leg-") for place in checkin.places)
        and (known.today - checkin.day).days < WORSE_DAYS
    )
    lasting = len(days) > 1 and (days[-1] - days[0]).days >= LEG_DAYS
    if not (known.leg_symptoms or lasting):
        return
    why = "by your own word" if known.leg_symptoms else f"in the diary from {days[0]} to {days[-1]}"
    yield Escalation(
        id="leg-symptoms-persist",
        who="doctor or physical therapist",
        sentence=f"Symptoms down a leg last ({why}). With leg pain below the knee, early physical therapy "
        "helped a little more than waiting, in a trial of recent sciatica; the mean gain was about half of "
        "what matters to one person.",
        ask=(
            "Are strength, feeling and reflexes of both legs alike?",
            "Which exercises fit leg symptoms, and how far may I run meanwhile?",
            "If the leg pain is severe and does not settle: what could an epidural injection do and not do?",
        ),
        treatments=("physical-therapy", "epidural-steroid"),
        basis="published" if known.leg_symptoms else "judged",
        evidence=("early-pt-sciatica-fritz-2021", "epidural-sciatica-cochrane", "nice-ng59-epidural"),
    )


def _no_change_in_time(known: _Known) -> Iterator[Escalation]:
    weeks = fact("six-week-slowdown").numbers["weeks"]
    share = fact("mic-consensus-ostelo").numbers["relative_change"]
    episode, trend = known.current, known.trend
    if episode is None or trend is None:
        return
    began = min(episode.first, known.onset or episode.first)
    if (known.today - began).days < 7 * weeks:
        return
    start = start_level(episode, trend)
    if start is not None and trend.level(known.today)[0] <= (1 - share) * start[0]:
        return
    yield Escalation(
        id="no-change-in-time",
        who="physical therapist",
        sentence=f"This episode is at least {weeks:.0f} weeks old, and pain is not shown to be "
        f"{100 * share:.0f} % below that of its first week in the diary. In the published courses most of "
        "the improvement comes before this point; where to draw the line is Runback's rule.",
        ask=(
            "Which exercises fit me, how often, and when should I feel a change?",
            "How do I build up running alongside?",
            "If manual therapy is offered: beside which exercises, and what is reviewed after six visits?",
        ),
        treatments=("physical-therapy", "chiropractic-spinal-manipulation", "psychological"),
        basis="judged",
        evidence=(
            "six-week-slowdown",
            "mic-consensus-ostelo",
            "exercise-cochrane-effect",
            "nice-ng59-injections",
            "smt-dose-haas-2014",
        ),
    )


def _function_not_back(known: _Known) -> Iterator[Escalation]:
    numbers = fact("acute-course-henschke").numbers
    late = numbers["disability_ci_high"]
    limited = fact("rmdq-free").numbers["floor"]
    episode = known.current
    change = next((change for change in known.changes if change.measure == "rmdq-24"), None)
    if episode is None or change is None or change.now is None or change.verdict is Verdict.BETTER:
        return
    began = min(episode.first, known.onset or episode.first)
    fresh = (known.today - change.last).days <= SCORE_DAYS
    if (known.today - began).days <= late or change.now <= limited or not fresh:
        return
    yield Escalation(
        id="function-not-back",
        who="physical therapist",
        sentence=f"{change.now:.0f} of 24 daily things are still limited {(known.today - began).days} days "
        "on. In a cohort seen early, half had their function back after "
        f"{numbers['disability_recovery_median_days']:.0f} days (interval {numbers['disability_ci_low']:.0f} "
        f"to {late:.0f}); single people differ widely. From here on help is worth asking for.",
        ask=(
            "Which of these limits can be trained, and in what order?",
            "Am I sparing my back more than it asks for?",
        ),
        treatments=("physical-therapy", "psychological"),
        basis="judged",
        evidence=("acute-course-henschke", "rmdq-free", "psychosocial-disability-not-pain"),
    )


def _pain_limits_running(known: _Known) -> Iterator[Escalation]:
    most = fact("pain-zone-cutoffs").numbers["common_acceptable_max"]
    runs = [
        checkin.day
        for checkin in known.checkins
        if checkin.pain_during_run is not None
        and checkin.pain_during_run > most
        and (known.today - checkin.day).days < LIMITED_RUN_DAYS
    ]
    if not (known.pain_limits_running or len(runs) >= LIMITED_RUNS):
        return
    why = (
        "Pain keeps you from running as you want"
        if known.pain_limits_running
        else f"Pain during {len(runs)} runs of the last {LIMITED_RUN_DAYS} days was above {most:.0f} of 10"
    )
    yield Escalation(
        id="pain-limits-running",
        who="physical therapist",
        sentence=f"{why}, so an early visit to a physical therapist is worth it. In new back pain without "
        "leg symptoms it made recovery a little faster on average, not the end result different.",
        ask=(
            "What in my running and strength would you change first?",
            "Which pain during and after a run is acceptable, and what should make me step back?",
            "How will we see after a month whether it works?",
        ),
        treatments=("physical-therapy", "self-management"),
        basis="published" if known.pain_limits_running else "judged",
        evidence=("early-pt-fritz-2015", "jospt-2021-positions", "pain-zone-cutoffs"),
    )


def _third_episode(known: _Known) -> Iterator[Escalation]:
    seen = len(episodes_within(known.found, known.today))
    count = max(seen, known.episodes_last_year or 0)
    if count < THIRD_EPISODE:
        return
    yield Escalation(
        id="third-episode-in-a-year",
        who="physical therapist",
        sentence=f"{count} episodes in twelve months. Another episode is common after back pain, and more "
        "than two earlier ones go with further ones; a plan against the next one is worth a visit.",
        ask=(
            "Which exercises should stay for good, and how often?",
            "What in my training or work came before these episodes?",
            "What do I do in the first days of the next one?",
        ),
        treatments=("physical-therapy", "exercise-maintenance"),
        basis="judged",
        evidence=(
            "recurrence-predictors-da-silva-2019",
            "recurrence-da-silva-2019",
            "prevention-exercise-education",
        ),
    )
