"""What the diary tells of days: sitting, driving, sleep, lifting, stress, and how runs began."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from runback.influences.weeks import Claim, Weeks, too_few
from runback.influences.weights import DESCRIPTION, WEIGHTS, sitting_weight
from runback.knowledge import fact

LEAST_STARTS = 5


@dataclass(frozen=True, slots=True)
class _Told:
    """The mean of a diary value over the told days of four weeks, their number, and the weeks before."""

    mean: float
    days: int
    before: str

    @classmethod
    def of(cls, weeks: Weeks, field: str, what: str, option: str, unit: str) -> _Told | str:
        """Return it, or why it cannot be measured; ``unit`` follows the mean of the weeks before."""
        if reason := too_few(weeks, field, what, option):
            return reason
        values = weeks.told(field, weeks.recent)
        return cls(fmean(values), len(values), weeks.own_past(field, unit))


def sitting(weeks: Weeks) -> Claim | str:
    """Return the hours sat a day against the line above which one cohort saw more recurrences."""
    told = _Told.of(weeks, "sitting_h", "hours of sitting", "--sitting HOURS", " hours")
    if isinstance(told, str):
        return told
    line = fact("recurrence-predictors-da-silva-2019").numbers["sitting_hours_per_day_over"]
    return Claim(
        value=told.mean,
        unit="h/day",
        reference=f"above {line:g} hours a day one cohort saw more recurrences",
        sentence=(
            f"You sat {told.mean:.1f} hours a day in the last four weeks ({told.days} days told)."
            f"{told.before} In one cohort more than {line:g} hours a day went with "
            "another episode within a year; by how much its summary does not say."
        ),
        evidence=("recurrence-predictors-da-silva-2019", "sitting-palmer-case-control"),
        weight=sitting_weight(told.mean),
    )


def driving(weeks: Weeks) -> Claim | str:
    """Return the hours driven a day: told, not weighed, for the studies are of professional drivers."""
    told = _Told.of(weeks, "driving_h", "hours of driving", "--driving HOURS", " hours")
    if isinstance(told, str):
        return told
    numbers = fact("vibration-driving-burstrom-2015").numbers
    return Claim(
        value=told.mean,
        unit="h/day",
        reference="no limit for private driving was found",
        sentence=(
            f"You drove {told.mean:.1f} hours a day in the last four weeks ({told.days} days told)."
            f"{told.before} Professional drivers report back pain with "
            f"{numbers['or_lbp']:.1f} times the odds of others ({numbers['ci_low']:.1f} to "
            f"{numbers['ci_high']:.1f}); for private driving no figure was found, so it weighs nothing here."
        ),
        evidence=("vibration-driving-burstrom-2015",),
        weight=DESCRIPTION,
    )


def sleep_hours(weeks: Weeks) -> Claim | str:
    """Return the hours slept a night."""
    told = _Told.of(weeks, "sleep_h", "hours of sleep", "--sleep HOURS", " hours")
    if isinstance(told, str):
        return told
    return Claim(
        value=told.mean,
        unit="h/night",
        reference="no number of hours is shown to be right or wrong for the back",
        sentence=(
            f"You slept {told.mean:.1f} hours a night in the last four weeks ({told.days} nights told)."
            f"{told.before} {_sleep_evidence()}"
        ),
        evidence=("sleep-association-amiri",),
        weight=WEIGHTS["sleep_hours"].at(told.mean),
    )


def sleep_quality(weeks: Weeks) -> Claim | str:
    """Return how restful the nights were."""
    told = _Told.of(weeks, "sleep_quality", "how restful the nights were", "--sleep-quality 0-10", " of 10")
    if isinstance(told, str):
        return told
    return Claim(
        value=told.mean,
        unit="points of 10",
        reference="0 is not restful at all, 10 fully",
        sentence=(
            f"Your nights of the last four weeks were {told.mean:.1f} of 10 restful ({told.days} told)."
            f"{told.before} {_sleep_evidence()}"
        ),
        evidence=("sleep-association-amiri", "sleep-prognosis-silva"),
        weight=WEIGHTS["sleep_quality"].at(told.mean),
    )


def _sleep_evidence() -> str:
    numbers = fact("sleep-association-amiri").numbers
    return (
        f"Disturbed sleep goes with back pain at {numbers['odds_ratio']:.1f} times the odds "
        f"({numbers['ci_low']:.1f} to {numbers['ci_high']:.1f}), and pain disturbs sleep: which comes first "
        "these studies do not tell."
    )


def lifting(weeks: Weeks) -> Claim | str:
    """Return the days a week with heavy lifting or awkward work."""
    if reason := too_few(weeks, "lifting", "whether there was lifting", "--lifting or --no-lifting"):
        return reason
    told = weeks.told("lifting", weeks.recent)
    a_week = 7 * fmean(told)
    numbers = fact("triggers-steffens-2015").numbers
    return Claim(
        value=a_week,
        unit="days/week",
        reference="share of the told days, as days a week",
        sentence=(
            f"Heavy lifting or awkward work on {sum(told):.0f} of {len(told)} told days of the last four "
            f"weeks, {a_week:.1f} days a week.{weeks.own_past('lifting', ' days a week', times=7.0)} In "
            "people with a new episode, heavy loads in the two hours before were reported far more often "
            f"than at other times (odds {numbers['or_heavy_load_age_20']:g} times at age 20, "
            f"{numbers['or_heavy_load_age_40']:g} at 40, {numbers['or_heavy_load_age_60']:g} at 60), as they "
            "remembered it; that is for hours, not weeks."
        ),
        evidence=("triggers-steffens-2015", "recurrence-predictors-da-silva-2019"),
        weight=WEIGHTS["lifting_days"].at(a_week),
    )


def stress(weeks: Weeks) -> Claim | str:
    """Return the mean stress of the told days."""
    told = _Told.of(weeks, "stress", "stress", "--stress 0-10", " of 10")
    if isinstance(told, str):
        return told
    return Claim(
        value=told.mean,
        unit="points of 10",
        reference="0 is none, 10 the most",
        sentence=(
            f"Your stress of the last four weeks was {told.mean:.1f} of 10 ({told.days} days told)."
            f"{told.before} Stress did not foretell who went back to work after back "
            "pain; how likely people thought a recovery did."
        ),
        evidence=("expectation-and-fear-work-outcome", "psychosocial-disability-not-pain"),
        weight=WEIGHTS["stress_level"].at(told.mean),
    )


def cold_starts(weeks: Weeks) -> Claim | str:
    """Return the share of runs that began without ten easy minutes, as the diary tells."""
    told = weeks.told("easy_start", weeks.recent)
    if len(told) < LEAST_STARTS:
        return (
            f"the diary tells how a run began on {len(told)} days of the last four weeks; {LEAST_STARTS} are "
            "needed (runback checkin --easy-start or --no-easy-start); the speed of the first minutes is not "
            "measured from files yet"
        )
    share = 1.0 - fmean(told)
    odds = fact("lbp-marathon-fatigue").numbers["or_no_warmup"]
    return Claim(
        value=share,
        unit="share",
        reference="runs without ten easy minutes at the start",
        sentence=(
            f"{len(told) - sum(told):.0f} of {len(told)} told runs of the last four weeks began without ten "
            f"easy minutes. After races, runners with back pain said {odds:.1f} times as often (odds) that "
            "they had warmed up too little, as they remembered it; no trial of a warm-up against back pain "
            "was found."
        ),
        evidence=("lbp-marathon-fatigue",),
        weight=WEIGHTS["cold_starts"].at(share),
    )
