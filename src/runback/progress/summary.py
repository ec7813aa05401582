"""Everything about the runner's progress at once, and as plain data."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from runback.knowledge import treatments
from runback.model import CheckIn, DateRange, Score
from runback.progress.adherence import Adherence, Share, adherence, checkin_coverage
from runback.progress.change import Change, change_since, score_changes
from runback.progress.course import Course, course
from runback.progress.episodes import Episode, FlareUp, episodes, episodes_within, flare_ups
from runback.progress.escalation import EMERGENCY, Escalation, escalations
from runback.progress.steps import Step, prevention, return_to_running
from runback.progress.trend import PainTrend, pain_trend

RECENT_DAYS = 28
"""Days that the recent change, the coverage and the adherence look back on."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the runner stands on ``today``; parts are None where there is nothing to tell them from.

    ``pain_changes`` hold the change over the last 4 weeks and since the present episode began. ``always`` is
    shown with every output.
    """

    today: date
    trend: PainTrend | None
    pain_changes: tuple[Change, ...]
    score_changes: tuple[Change, ...]
    episodes: tuple[Episode, ...]
    episodes_last_year: int
    course: Course | None
    flare_ups: tuple[FlareUp, ...]
    adherence: Adherence | None
    coverage: Share
    escalations: tuple[Escalation, ...]
    return_to_running: tuple[Step, ...]
    prevention: tuple[Step, ...]
    always: str


def progress(
    checkins: Iterable[CheckIn],
    scores: Iterable[Score],
    today: date,
    *,
    leg_symptoms: bool | None = None,
    pain_limits_running: bool | None = None,
    episodes_last_year: int | None = None,
    onset: date | None = None,
    planned: pl.DataFrame | None = None,
    done: pl.DataFrame | None = None,
    forbidden: Collection[str] = (),
) -> Progress:
    """Gather trend, changes, episodes, course, flare-ups, adherence, reasons to see someone, and next steps.

    The answers are those of ``escalations``; ``onset`` is the first day of the present episode. ``planned``
    and ``done`` hold one row a session (``local_date``, ``kind``); adherence asks for both. ``forbidden`` is
    what a raised red flag forbids until a clinician has looked: with running or loading among it, no step of
    the way back or of prevention is given.

    Raises:
        BadInputError: pain outside 0 to 10, a score of an unknown measure, an impossible onset, or a frame
            of sessions without its columns.
    """
    diary, told_scores = tuple(checkins), tuple(scores)
    trend = pain_trend(diary, today)
    found = episodes(diary, today)
    recent = DateRange.ending(today, RECENT_DAYS)
    return Progress(
        today=today,
        trend=trend,
        pain_changes=_pain_changes(trend, found, today),
        score_changes=score_changes(told_scores, today),
        episodes=found,
        episodes_last_year=len(episodes_within(found, today)),
        course=_course(found, trend, today, onset),
        flare_ups=flare_ups(diary, today),
        adherence=adherence(planned, done, recent) if planned is not None and done is not None else None,
        coverage=checkin_coverage(diary, recent),
        escalations=escalations(
            diary,
            told_scores,
            today,
            leg_symptoms=leg_symptoms,
            pain_limits_running=pain_limits_running,
            episodes_last_year=episodes_last_year,
            onset=onset,
            trend=trend,
        ),
        return_to_running=() if forbidden else return_to_running(leg_symptoms=leg_symptoms),
        prevention=() if forbidden else prevention(),
        always=EMERGENCY,
    )


def to_json(progress: Progress) -> dict[str, Any]:
    """Return ``progress`` as plain data for JSON: days as ISO strings, intervals as lists."""
    plain: dict[str, Any] = {
        "today": progress.today,
        "always": progress.always,
        "escalations": [_escalation(escalation) for escalation in progress.escalations],
        "trend": progress.trend.frame().to_dicts() if progress.trend is not None else [],
        "changes": [asdict(change) for change in (*progress.pain_changes, *progress.score_changes)],
        "episodes": [asdict(episode) for episode in progress.episodes],
        "episodes_last_year": progress.episodes_last_year,
        "course": asdict(progress.course) if progress.course else None,
        "flare_ups": [asdict(flare_up) for flare_up in progress.flare_ups],
        "adherence": asdict(progress.adherence) if progress.adherence else None,
        "coverage": asdict(progress.coverage),
        "return_to_running": [_step(step) for step in progress.return_to_running],
        "prevention": [_step(step) for step in progress.prevention],
    }
    data: dict[str, Any] = _plain(plain)
    return data


def _pain_changes(trend: PainTrend | None, found: tuple[Episode, ...], today: date) -> tuple[Change, ...]:
    if trend is None:
        return ()
    since = [today - timedelta(days=RECENT_DAYS)]
    if found and found[-1].open and found[-1].first < since[0]:
        since.append(found[-1].first)
    return tuple(change_since(trend, day) for day in since)


def _course(
    found: tuple[Episode, ...], trend: PainTrend | None, today: date, onset: date | None
) -> Course | None:
    if not found:
        return None
    return course(found[-1], trend, today, onset=onset)


def _escalation(escalation: Escalation) -> dict[str, Any]:
    about = {treatment.id: treatment for treatment in treatments()}
    return asdict(escalation) | {
        "treatments": [
            {
                "id": treatment,
                "name": about[treatment].name,
                "guideline_position": about[treatment].guideline_position,
                "harms": about[treatment].harms,
                "evidence": about[treatment].evidence,
            }
            for treatment in escalation.treatments
        ]
    }


def _step(step: Step) -> dict[str, Any]:
    return asdict(step) | {"how_sure": step.how_sure}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
