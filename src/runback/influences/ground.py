"""The ground that the runs were on, as told per run or by default."""

from __future__ import annotations

import polars as pl

from runback.influences.surfaces import is_hard_or_cambered
from runback.influences.weeks import LEAST_KNOWN_SHARE, Claim, Weeks
from runback.influences.weights import WEIGHTS
from runback.knowledge import fact
from runback.model import DateRange

LEAST_RUNS = 4
EVIDENCE = ("surface-in-shoe-force", "surface-injury-null", "camber-cold-pack-no-data")
UNKNOWN = (
    "the ground is told of {share:.0f} % of the distance of the last four weeks; {least:.0f} % are needed "
    "(runback rate RUN --surface asphalt, or for all: runback settings default-surface asphalt)"
)


def hard_ground(weeks: Weeks) -> Claim | str:
    """Return the share of the distance on hard or cambered ground."""
    share = _hard_share(weeks, weeks.recent)
    if isinstance(share, str):
        return share
    low, high = (
        fact("surface-in-shoe-force").numbers[key]
        for key in ("difference_study_1", "asphalt_vs_grass_study_2")
    )
    return Claim(
        value=share,
        unit="share of distance",
        reference="asphalt, road, pavement, concrete, and any cambered ground",
        sentence=(
            f"{100 * share:.0f} % of your distance of the last four weeks was on hard or cambered ground. "
            "Asphalt is not shown to harm backs: by accounts at second hand, the pressure under the foot is "
            f"{100 * low:.0f} to {100 * high:.0f} % higher on it than on grass, and no clear effect of the "
            "ground on injuries was reported; for camber no figure was found."
        ),
        evidence=EVIDENCE,
        weight=WEIGHTS["hard_ground"].at(share),
    )


def ground_change(weeks: Weeks) -> Claim | str:
    """Return the rise of that share against the twelve weeks before."""
    now, then = (_hard_share(weeks, days) for days in (weeks.recent, weeks.past))
    if isinstance(now, str):
        return now
    if isinstance(then, str):
        return "the ground of the twelve weeks before is not told of enough of the runs"
    return Claim(
        value=now - then,
        unit="share of distance",
        reference=f"{100 * then:.0f} % in the twelve weeks before",
        sentence=(
            f"Hard or cambered ground made {100 * now:.0f} % of your distance of the last four weeks, "
            f"against {100 * then:.0f} % in the twelve weeks before. Only your own days can say "
            "whether that matters to you."
        ),
        evidence=EVIDENCE,
        weight=WEIGHTS["ground_change"].at(now - then),
    )


def _hard_share(weeks: Weeks, days: DateRange) -> float | str:
    runs = weeks.runs_of(days).filter(pl.col("distance_m") > 0)
    if runs.height < LEAST_RUNS:
        return f"fewer than {LEAST_RUNS} runs in the last four weeks (runback import PATH)"
    told = runs.filter(pl.col("surface").is_not_null())
    known = float(told["distance_m"].sum()) / float(runs["distance_m"].sum())
    if known < LEAST_KNOWN_SHARE:
        return UNKNOWN.format(share=100 * known, least=100 * LEAST_KNOWN_SHARE)
    hard = told.filter([is_hard_or_cambered(surface) for surface in told["surface"]])
    return float(hard["distance_m"].sum()) / float(told["distance_m"].sum())
