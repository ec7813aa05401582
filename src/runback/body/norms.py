"""Where a result stands among the people of a published norm, with the uncertainty of that place.

Holds and counts cannot fall below zero and have a long upper tail, so their norms are read as log-normal;
angles and lengths as normal. A norm told by its quartiles gives the distribution through them, one told by
mean and standard deviation through those. The interval joins the error of one measurement with the error of a
mean from so many people, and is not given where the former was not studied. Rows from memory (``unverified``)
are not used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import exp, log, sqrt
from statistics import NormalDist

from runback.body.amounts import amount, range_words
from runback.body.limits import Error, is_usual
from runback.knowledge import Norm, SelfTest
from runback.model import Runner, Side
from runback.units import Units

Z90 = NormalDist().inv_cdf(0.95)
Z_QUARTILE = NormalDist().inv_cdf(0.75)
WIDE_YEARS = 30
"""Rows that span this many years or more are used where the age is not known."""

CHECKED_WORDS = {
    "full-text": "read in the paper itself",
    "abstract": "read in the abstract",
    "secondary": "known only from somebody else's account, not established",
}
_SURER = ("full-text", "abstract", "secondary")


@dataclass(frozen=True, slots=True)
class Standing:
    """A value beside a norm.

    ``did_less_well`` is the share (0 to 1) of the norm's people who did less well, with its 90 % interval;
    the former is None where the spread was not seen, the latter also where the test's error was not.
    ``difference`` is the value minus the norm's middle in the test's unit, None for a norm told by bands
    alone, and ``give_or_take`` half of its 90 % interval by the error of the test alone.
    """

    side: Side | None
    value: float
    norm: Norm
    difference: float | None
    did_less_well: float | None
    interval: tuple[float, float] | None
    give_or_take: float | None
    sentence: str

    @property
    def established(self) -> bool:
        """Whether the norm was read in the paper or its abstract."""
        return self.norm.checked in {"full-text", "abstract"}


def age_on(runner: Runner, year: int) -> int | None:
    """Return the age reached in a year; None where the year of birth is not told."""
    return None if runner.birth_year is None else year - runner.birth_year


def norm_for(test: SelfTest, form: str, side: Side | None, runner: Runner, age: int | None) -> Norm | None:
    """Return the norm nearest to this runner: the best checked, then of the same sex, then with a spread.

    None where no row fits; ``no_norm_reason`` says why.
    """
    fitting = [
        row
        for row in _usable(test, form)
        if row.sex in {"any", runner.sex} and _fits_age(row, age) and _fits_side(row, side)
    ]
    return min(fitting, key=lambda row: _rank(row, runner), default=None)


def no_norm_reason(test: SelfTest, form: str, runner: Runner, age: int | None) -> str:
    """Return in words why ``norm_for`` found none."""
    rows = _usable(test, form)
    if not rows:
        return "no norm was seen"
    missing = ["sex"] if runner.sex is None and all(row.sex != "any" for row in rows) else []
    missing += ["year of birth"] if age is None else []
    if missing:
        return f"the norms go by {' and '.join(missing)}, which you have not set (see: runback settings)"
    spans = sorted({(row.age_low, row.age_high) for row in rows if row.sex in {"any", runner.sex}})
    if not spans:
        return "no norm was seen for your sex"
    return f"the norms seen are of people of {', '.join(f'{low} to {high}' for low, high in spans)} years"


def standing(
    test: SelfTest, value: float, side: Side | None, *, norm: Norm, error: Error | None, units: Units
) -> Standing:
    """Return where a value stands among the people of ``norm``."""
    give_or_take = None if error is None else Z90 * error.standard_error
    spread = _distribution(test, norm)
    if spread is None:
        gap = None if norm.mean is None else value - norm.mean
        words = _middle_words(test, norm, value, give_or_take, units)
        return Standing(side, value, norm, gap, None, None, give_or_take, words)
    share = spread.share_below(value, better=test.better)
    interval = _interval(spread, norm, value, error, better=test.better)
    sentence = _share_words(test, norm, share, interval)
    middle = norm.mean if norm.mean is not None else spread.middle
    return Standing(side, value, norm, value - middle, share, interval, give_or_take, sentence)


@dataclass(frozen=True, slots=True)
class _Spread:
    """A norm as a distribution: normal, of the value or of its logarithm."""

    normal: NormalDist
    logarithmic: bool

    @property
    def middle(self) -> float:
        return exp(self.normal.mean) if self.logarithmic else self.normal.mean

    @property
    def sd(self) -> float:
        """Standard deviation in the test's unit, near the middle."""
        return self.normal.stdev * (self.middle if self.logarithmic else 1.0)

    def share_below(self, value: float, *, better: str) -> float:
        """Return the share of people who did less well than ``value``."""
        if self.logarithmic:
            below = self.normal.cdf(log(value)) if value > 0 else 0.0
        else:
            below = self.normal.cdf(value)
        return below if better == "higher" else 1.0 - below


def _distribution(test: SelfTest, norm: Norm) -> _Spread | None:
    logarithmic = test.way != "reading"
    if norm.p25 is not None and norm.p75 is not None:
        low, high = (log(q) if logarithmic else q for q in (norm.p25, norm.p75))
        return _Spread(NormalDist((low + high) / 2, (high - low) / (2 * Z_QUARTILE)), logarithmic)
    if norm.mean is None or norm.sd is None:
        return None
    if not logarithmic:
        return _Spread(NormalDist(norm.mean, norm.sd), logarithmic=False)
    variance = log(1 + (norm.sd / norm.mean) ** 2)
    return _Spread(NormalDist(log(norm.mean) - variance / 2, sqrt(variance)), logarithmic=True)


def _interval(
    spread: _Spread, norm: Norm, value: float, error: Error | None, *, better: str
) -> tuple[float, float] | None:
    """Return the 90 % interval of the share, None where the test's error is not known."""
    if error is None:
        return None
    variance = error.standard_error**2
    if norm.n is not None:
        distance = (value - spread.middle) / spread.sd
        variance += spread.sd**2 / norm.n * (1 + distance**2 / 2)
    half = Z90 * sqrt(variance)
    low, high = sorted(spread.share_below(value + sign * half, better=better) for sign in (-1, 1))
    return low, high


def _share_words(test: SelfTest, norm: Norm, share: float, interval: tuple[float, float] | None) -> str:
    between = "this test's error was not studied, so its range cannot be told"
    if interval is not None:
        between = f"90 % range {100 * interval[0]:.0f} to {100 * interval[1]:.0f}"
    did = {"hold": "held it for less", "count": "did fewer", "reading": "did less well"}[test.way]
    return f"{_of_100(share)} of 100 {did} ({between}) among {people(norm)}"


def _middle_words(test: SelfTest, norm: Norm, value: float, give_or_take: float | None, units: Units) -> str:
    if norm.mean is not None:
        gap = value - norm.mean
        away = f"{amount(abs(gap), test.unit, units)} {'above' if gap > 0 else 'below'}"
        error = "this test's error was not studied"
        if give_or_take is not None:
            error = f"give or take {amount(give_or_take, test.unit, units)}, 90 %, by the test's error alone"
        return (
            f"{away} the mean of {amount(norm.mean, test.unit, units)} ({error}) among {people(norm)}; "
            "how far people spread around it was not seen"
        )
    low, high = norm.average_low, norm.average_high
    assert low is not None and high is not None
    place = "below" if value < low else "above" if value > high else "within"
    return (
        f"{place} the band of {range_words(low, high, test.unit, units)} that a grading table calls average, "
        f"by its author's own experience, for {people(norm)}"
    )


def people(norm: Norm) -> str:
    """Return whom a norm describes and how it was checked, such as ``44 women of 18 to 30 years (...)``."""
    who = {"female": "women", "male": "men", "any": "people"}[norm.sex]
    count = f"{norm.n} " if norm.n is not None else ""
    group = f" ({norm.group})" if norm.group else ""
    return (
        f"{count}{who}{group} of {norm.age_low} to {norm.age_high} years "
        f"({norm.source}, {CHECKED_WORDS[norm.checked]})"
    )


def _usable(test: SelfTest, form: str) -> list[Norm]:
    return [
        row
        for row in test.norms
        if row.checked in _SURER
        and not _is_patients(row)
        and (row.form == form if row.form else is_usual(test, form))
    ]


def _is_patients(row: Norm) -> bool:
    """Whether a row describes people with pain, who set no norm."""
    return "LBP" in row.group.replace("no LBP", "") or "pain" in row.group


def _fits_age(row: Norm, age: int | None) -> bool:
    if age is None:
        return row.age_high - row.age_low >= WIDE_YEARS
    return row.age_low <= age <= row.age_high


def _fits_side(row: Norm, side: Side | None) -> bool:
    return row.side not in {Side.LEFT, Side.RIGHT} or side is None or row.side == side.value


def _rank(row: Norm, runner: Runner) -> tuple[bool, bool, bool, int, int]:
    return (
        row.checked == "secondary",
        row.sex != runner.sex,
        row.sd is None and row.p25 is None,
        -(row.n or 0),
        row.age_high - row.age_low,
    )


def _of_100(share: float) -> str:
    percent = 100 * share
    return "fewer than 1" if percent < 1 else "more than 99" if percent > 99 else f"about {percent:.0f}"


def norm_words(test: SelfTest, runner: Runner, today: date, *, units: Units = "km") -> list[str]:
    """Return the norms of the test's usual form that fit this runner, in words; or why none does."""
    form = test.forms[0] if test.forms else ""
    age = age_on(runner, today.year)
    sides: tuple[Side | None, ...] = (Side.LEFT, Side.RIGHT) if test.sides else (None,)
    found = [(side, norm) for side in sides if (norm := norm_for(test, form, side, runner, age)) is not None]
    if not found:
        return [f"none to hold you against: {no_norm_reason(test, form, runner, age)}"]
    said = {
        _told(test, norm, units): None if len(found) > 1 and norm.side == "" else side for side, norm in found
    }
    return [f"{side.value}: {words}" if side else words for words, side in said.items()]


def _told(test: SelfTest, norm: Norm, units: Units) -> str:
    if norm.mean is not None:
        spread = "" if norm.sd is None else f", standard deviation {amount(norm.sd, test.unit, units)}"
        figures = f"mean {amount(norm.mean, test.unit, units)}{spread}"
    elif norm.p25 is not None and norm.p75 is not None:
        figures = f"half of them between {range_words(norm.p25, norm.p75, test.unit, units)}"
    else:
        assert norm.average_low is not None and norm.average_high is not None
        figures = f"called average: {range_words(norm.average_low, norm.average_high, test.unit, units)}"
    return f"{figures}: {people(norm)}"
