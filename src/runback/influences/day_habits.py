"""What the diary tells of days: sitting, driving, sleep, lifting, stress, and how runs began."""

from __future__ import annotations

from statistics import fmean

from runback.influences.weeks import Claim, Weeks, too_few
from runback.influences.weights import DESCRIPTION, WEIGHTS, sitting_weight
from runback.knowledge import fact

LEAST_STARTS = 5


def sitting(weeks: Weeks) -> Claim | str:
    """Return the hours sat a day against the line above which one cohort saw more recurrences."""
    if reason := too_few(weeks, "sitting_h", "hours of sitting", "--sitting HOURS"):
        return reason
    hours = fmean(told := weeks.told("sitting_h", weeks.recent))
    line = fact("recurrence-predictors-da-silva-2019").numbers["sitting_hours_per_day_over"]
    return Claim(
        value=hours,
        unit="h/day",
        reference=f"above {line:g} hours a day one cohort saw more recurrences",
        sentence=(
            f"You sat {hours:.1f} hours a day in the last four weeks ({len(told)} days told)."
            f"{weeks.own_past('sitting_h', ' hours')} In one cohort more than {line:g} hours a day went with "
            "another episode within a year; by how much its summary does not say."
        ),
        evidence=("recurrence-predictors-da-silva-2019", "sitting-palmer-case-control"),
        weight=sitting_weight(hours),
    )


def driving(weeks: Weeks) -> Claim | str:
    """Return the hours driven a day: told, not weighed, for the studies are of professional drivers."""
    if reason := too_few(weeks, "driving_h", "hours of driving", "--driving HOURS"):
        return reason
    hours = fmean(told := weeks.told("driving_h", weeks.recent))
    numbers = fact("vibration-driving-burstrom-2015").numbers
    return Claim(
        value=hours,
        unit="h/day",
        reference="no limit for private driving was found",
        sentence=(
            f"You drove {hours:.1f} hours a day in the last four weeks ({len(told)} days told)."
            f"{weeks.own_past('driving_h', ' hours')} Professional drivers report back pain with "
            f"{numbers['or_lbp']:.1f} times the odds of others ({numbers['ci_low']:.1f} to "
            f"{numbers['ci_high']:.1f}); for private driving no figure was found, so it weighs nothing here."
        ),
        evidence=("vibration-driving-burstrom-2015",),
        weight=DESCRIPTION,
    )


def sleep_hours(weeks: Weeks) -> Claim | str:
    """Return the hours slept a night."""
    if reason := too_few(weeks, "sleep_h", "hours of sleep", "--sleep HOURS"):
        return reason
    hours = fmean(told := weeks.told("sleep_h", weeks.recent))
    return Claim(
        value=hours,
        unit="h/night",
        reference="no number of hours is shown to be right or wrong for the back",
        sentence=(
            f"You slept {hours:.1f} hours a night in the last four weeks ({len(told)} nights told)."
            f"{weeks.own_past('sleep_h', ' hours')} {_sleep_evidence()}"
        ),
        evidence=("sleep-association-amiri",),
        weight=WEIGHTS["sleep_hours"].at(hours),
    )


def sleep_quality(weeks: Weeks) -> Claim | str:
    """Return how restful the nights were."""
    if reason := too_few(weeks, "sleep_quality", "how restful the nights were", "--sleep-quality 0-10"):
        return reason
    points = fmean(told := weeks.told("sleep_quality", weeks.recent))
    return Claim(
        value=points,
        unit="points of 10",
        reference="0 is not restful at all, 10 fully",
        sentence=(
            f"Your nights of the last four weeks were {points:.1f} of 10 restful ({len(told)} told)."
            f"{weeks.own_past('sleep_quality', ' of 10')} {_sleep_evidence()}"
        ),
        evidence=("sleep-association-amiri", "sleep-prognosis-silva"),
        weight=WEIGHTS["sleep_quality"].at(points),
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
    if reason := too_few(weeks, "stress", "stress", "--stress 0-10"):
        return reason
    points = fmean(told := weeks.told("stress", weeks.recent))
    return Claim(
        value=points,
        unit="points of 10",
        reference="0 is none, 10 the most",
        sentence=(
            f"Your stress of the last four weeks was {points:.1f} of 10 ({len(told)} days told)."
            f"{weeks.own_past('stress', ' of 10')} Stress did not foretell who went back to work after back "
            "pain; how likely people thought a recovery did."
        ),
        evidence=("expectation-and-fear-work-outcome", "psychosocial-disability-not-pain"),
        weight=WEIGHTS["stress_level"].at(points),
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
