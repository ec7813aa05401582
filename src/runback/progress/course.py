"""The runner's own course beside the published one: days since onset, recovery, share of pain left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

import numpy as np

from runback.errors import BadInputError
from runback.knowledge import fact
from runback.progress.change import LEAST_TOLD_AT_END
from runback.progress.episodes import Episode
from runback.progress.smoothing import ROUNDING_SD
from runback.progress.trend import Z_BAND, PainTrend
from runback.units import day_words

START_DAYS = 7
"""The first days of an episode, whose pain is what the course is held against; judged."""

PERSISTENT_DAYS = 84
_COURSE_WEEKS = (0, 6, 26, 52)


@dataclass(frozen=True, slots=True)
class Course:
    """One episode beside the published course of episodes of its kind.

    ``days`` since its beginning, which is known only if ``begin_known`` (else at least so many).
    ``recovered_in`` is None while it lasts or where it was lost from sight. ``left`` and ``left_interval``
    (90 %) are the share of the starting pain that is left, ``typical_left`` the mean of the published cohorts
    at that age.
    """

    began: date
    begin_known: bool
    days: int
    recovered_in: int | None
    left: float | None
    left_interval: tuple[float, float] | None
    typical_left: float | None
    sentence: str
    evidence: tuple[str, ...]


def course(episode: Episode, trend: PainTrend | None, today: date, *, onset: date | None = None) -> Course:
    """Hold ``episode`` against the published course; ``onset`` is its first day where the runner told it.

    Raises:
        BadInputError: an onset in the future or after the episode's first pain in the diary.
    """
    if onset is not None and onset > min(today, episode.first):
        raise BadInputError(
            f"an onset on {onset} is later than the pain in the diary ({episode.first}).",
            where="onset",
            remedy="Give the first day of this episode.",
        )
    began = onset or episode.first
    known = onset is not None or episode.begin_seen
    days = (today - began).days
    if episode.recovered:
        return _recovered(episode, began, known, today)
    seen_from_start = known and (episode.first - began).days < START_DAYS
    left = _share_left(episode, trend) if episode.open and seen_from_start else None
    # Beyond 12 weeks the curve of acute pain no longer holds, and no start on the other one is known.
    typical = typical_share_left(days) if left is not None and days < PERSISTENT_DAYS else None
    return Course(
        began=began,
        begin_known=known,
        days=days,
        recovered_in=None,
        left=left[0] if left else None,
        left_interval=(left[1], left[2]) if left else None,
        typical_left=typical,
        sentence=_lasting_sentence(episode, began, known=known, days=days, left=left, typical=typical),
        evidence=("acute-course-meta", "acute-course-henschke", "persistent-course-meta"),
    )


def typical_share_left(days: float) -> float:
    """Return the mean share of starting pain left after ``days``, straight between the published weeks.

    Source: ``acute-course-meta`` (0, 6, 26 and 52 weeks; the last value holds beyond).
    """
    numbers = fact("acute-course-meta").numbers
    weeks = [float(week) for week in _COURSE_WEEKS]
    pain = [numbers[f"pain_week_{week}"] for week in _COURSE_WEEKS]
    return float(np.interp(days / 7.0, weeks, pain)) / pain[0]


def start_level(episode: Episode, trend: PainTrend) -> tuple[float, float] | None:
    """Return mean and standard error of the pain told in the first week of ``episode`` within the trend.

    None where fewer than 3 days of it were told. Not smoothed: before its first day there was no pain.
    """
    first = max(episode.first, trend.first)
    last = first + timedelta(days=START_DAYS - 1)
    told = [pain for day, pain in trend.told.items() if first <= day <= last]
    if len(told) < LEAST_TOLD_AT_END:
        return None
    return float(np.mean(told)), max(float(np.std(told, ddof=1)), ROUNDING_SD) / sqrt(len(told))


def _share_left(episode: Episode, trend: PainTrend | None) -> tuple[float, float, float] | None:
    """Share of the starting pain left, with its 90 % interval by the delta method."""
    start = start_level(episode, trend) if trend is not None and episode.first >= trend.first else None
    if trend is None or start is None or start[0] <= 0:
        return None
    means, sds = trend.smoothed.level()
    now, now_sd = max(float(means[-1]), 0.0), float(sds[-1])
    left = now / start[0]
    half = Z_BAND * sqrt(now_sd**2 + (left * start[1]) ** 2) / start[0]
    return left, max(left - half, 0.0), left + half


def _recovered(episode: Episode, began: date, known: bool, today: date) -> Course:
    took = (episode.last - began).days + 1
    about = "" if known else "at least "
    return Course(
        began=began,
        begin_known=known,
        days=(today - began).days,
        recovered_in=took,
        left=0.0,
        left_interval=None,
        typical_left=None,
        sentence=f"The episode that began on {day_words(began)} lasted {about}{took} days, "
        f"then a week without pain followed. {_median_sentence()}",
        evidence=("acute-course-henschke", "recovered-cutoffs-kamper"),
    )


def _lasting_sentence(
    episode: Episode,
    began: date,
    *,
    known: bool,
    days: int,
    left: tuple[float, float, float] | None,
    typical: float | None,
) -> str:
    if not episode.open:
        return f"The diary fell silent after {day_words(episode.last)}; how that episode ended is not known."
    lasts = f"This episode has lasted {'' if known else 'at least '}{days} days (since {day_words(began)})."
    if left is None:
        return (
            f"{lasts} What is left of the starting pain cannot be told from the diary. {_median_sentence()}"
        )
    share, low, high = left
    if share >= 1:
        return f"{lasts} Pain is not below that of its first week. {_median_sentence()}"
    said = (
        f"{lasts} About {100 * share:.0f} % of the starting pain is left "
        f"(90 % interval {100 * low:.0f} to {100 * high:.0f} %)."
    )
    if typical is None:
        return f"{said} It is older than 12 weeks; from then on the published course is much flatter."
    beside = "about where"
    if low > typical:
        beside = "above where"
    elif high < typical:
        beside = "below where"
    return (
        f"{said} That is {beside} the mean of published cohorts stood ({100 * typical:.0f} %); "
        f"single people differ widely from a mean. {_median_sentence()}"
    )


def _median_sentence() -> str:
    numbers = fact("acute-course-henschke").numbers
    return (
        f"In a cohort that saw a clinician within two weeks, half were free of pain after "
        f"{numbers['pain_recovery_median_days']:.0f} days (interval {numbers['pain_ci_low']:.0f} to "
        f"{numbers['pain_ci_high']:.0f}), and {100 * numbers['full_recovery_12_months']:.0f} % had fully "
        f"recovered within a year."
    )
