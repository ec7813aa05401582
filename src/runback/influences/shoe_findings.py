"""What the pairs say of the cause "shoes": worn in turn or not, changed of late, how far they went."""

from __future__ import annotations

from runback.influences.shoes import NEW_DAYS, Rotation, pair_uses, rotation
from runback.influences.weeks import LEAST_KNOWN_SHARE, PAST_DAYS, Claim, Weeks
from runback.influences.weights import DESCRIPTION, WEIGHTS
from runback.knowledge import fact
from runback.units import Units, day_words, distance

UNKNOWN = (
    "the shoes are named for {share:.0f} % of the distance of the last four weeks; {least:.0f} % are needed "
    "(runback shoes default PAIR, or runback rate RUN --shoe PAIR)"
)


def pairs_evidence() -> str:
    """Return what is known of wearing several pairs in turn, in a sentence."""
    numbers = fact("parallel-shoes-malisoux").numbers
    return (
        f"Among {numbers['n']:.0f} runners those who wore several pairs in turn had fewer injuries of legs "
        f"or lower back (hazard ratio {numbers['hazard_ratio']:.2f}, {numbers['ci_low']:.2f} to "
        f"{numbers['ci_high']:.2f}; {numbers['injured']:.0f} of all were injured in {numbers['weeks']:.0f} "
        "weeks); they may differ in other habits too."
    )


def wear_evidence() -> str:
    """Return what is known of the wear of shoes, in a sentence."""
    return (
        "No distance after which a pair must go is established: by accounts at second hand, cushioning "
        "wears, but the one result on shoe age pointed one way in men and the other in women."
    )


def _known_rotation(weeks: Weeks) -> Rotation | str:
    """Return the rotation where enough of the distance names its shoes, else why not."""
    turn = rotation(weeks.runs, weeks.today)
    if not turn.pairs or turn.known_share < LEAST_KNOWN_SHARE:
        return UNKNOWN.format(share=100 * turn.known_share, least=100 * LEAST_KNOWN_SHARE)
    return turn


def pairs_in_turn(weeks: Weeks) -> Claim | str:
    """Return the number of pairs with at least a tenth of the distance of four weeks."""
    turn = _known_rotation(weeks)
    if isinstance(turn, str):
        return turn
    pairs = "one pair" if turn.in_turn == 1 else f"{turn.in_turn} pairs in turn"
    return Claim(
        value=float(turn.in_turn),
        unit="pairs",
        reference="pairs with a tenth of the distance or more over four weeks",
        sentence=f"You wore {pairs} in the last four weeks. {pairs_evidence()}",
        evidence=("parallel-shoes-malisoux",),
        weight=WEIGHTS["pairs_in_turn"].at(float(turn.in_turn)),
    )


def new_pair(weeks: Weeks, units: Units) -> Claim | str:
    """Return the days since the latest new pair, as far as its beginning is known."""
    turn = _known_rotation(weeks)
    if isinstance(turn, str):
        return turn
    uses = [use for use in pair_uses(weeks.runs, weeks.pairs, weeks.today) if use.first_day is not None]
    began = [use.first_day for use in uses if use.since_known and use.first_day is not None]
    oldest = min(use.first_day for use in uses if use.first_day is not None)
    latest = max(began, default=oldest)
    days = (weeks.today - latest).days
    if not began and days < PAST_DAYS:
        return "the runs reach back too few weeks to tell (runback shoes add NAME --since DATE tells it)"
    name = next((use.name for use in uses if use.first_day == latest), "")
    said = (
        f"Your latest new pair, {name}, began on {day_words(latest)}."
        if began
        else (f"No pair has begun since {day_words(latest)}.")
    )
    limit_km = fact("minimalist-fuller-2017").numbers["weekly_km_pain_limit"]
    return Claim(
        value=float(days),
        unit="days",
        reference=f"the first {NEW_DAYS} days of a pair count as a change: a working rule",
        sentence=(
            f"{said} Whether a change of shoes matters to the back no study was found to tell; a change to "
            "minimalist shoes brought more running pain in a trial of trained men once they ran over "
            f"{distance(1000 * limit_km, units, 0)} a week."
        ),
        evidence=("minimalist-fuller-2017", "cushioning-malisoux-2020"),
        weight=WEIGHTS["new_pair"].at(float(days)),
    )


def pair_distance(weeks: Weeks, units: Units) -> Claim | str:
    """Return the distance on the pair most worn of late: told, not weighed."""
    turn = _known_rotation(weeks)
    if isinstance(turn, str):
        return turn
    use = next(one for one in pair_uses(weeks.runs, weeks.pairs, weeks.today) if one.name == turn.pairs[0][0])
    return Claim(
        value=use.distance_m / 1000.0,
        unit="km",
        reference="no limit is established",
        sentence=(
            f"Your most worn pair, {use.name}, has {distance(use.distance_m, units, 0)} behind it as far as "
            f"your runs tell. {wear_evidence()} So this weighs nothing here."
        ),
        evidence=("shoe-foam-wear", "shoe-age-injury-mixed"),
        weight=DESCRIPTION,
    )
