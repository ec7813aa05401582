"""What a test can tell: its error, the gap between sides that counts, the line for a low result."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from runback.knowledge import SelfTest, fact
from runback.knowledge.grades import Table
from runback.model import Runner

DETECTABLE_PER_ERROR = 1.96 * sqrt(2.0)
"""The smallest detectable change (95 %) is this many standard errors of measurement: two results differ."""


@dataclass(frozen=True, slots=True)
class Error:
    """The smallest difference beyond the error of a test (95 %), in its unit, and how far that is known."""

    size: float
    basis: str
    established: bool

    @property
    def standard_error(self) -> float:
        """The standard error of one measurement."""
        return self.size / DETECTABLE_PER_ERROR


@dataclass(frozen=True, slots=True)
class Line:
    """The value at which a result is called low, and how far that is known."""

    value: float
    basis: str
    established: bool
    doubts: tuple[str, ...] = ()


def is_usual(test: SelfTest, form: str) -> bool:
    """Return whether ``form`` is the usual one, to which the test's plain numbers belong."""
    return not test.forms or form in {"", test.forms[0]}


def error_of(test: SelfTest, form: str, value: float) -> Error | None:
    """Return the error of the test at ``value``; None where no study was seen.

    Holds without a figure of their own take the largest variation of eight other holds, as a part of the
    value (fact ``field-endurance-tests-reliable``).
    """
    size = _number(test.mdc, f"value_{form}" if f"value_{form}" in test.mdc else "value")
    if size is not None and (is_usual(test, form) or f"value_{form}" in test.mdc):
        return Error(size, _text(test.mdc, "basis"), test.mdc.get("established", True) is True)
    if test.way == "hold":
        holds = fact("field-endurance-tests-reliable")
        share = DETECTABLE_PER_ERROR * holds.numbers["cv_pct_high"] / 100.0
        return Error(
            share * abs(value), "taken from other holds, not studied for this one", established=False
        )
    return None


def working_scale(test: SelfTest, form: str, line: float) -> float:
    """Return the scale on which a distance from the line is weighed: the error, else a judged one.

    Raises ``ValueError`` for a test of which the evidence base gives neither.
    """
    error = error_of(test, form, line)
    scale = _number(test.mdc, "judged") if error is None else error.size
    if not scale:
        raise ValueError(f"{test.id}: a line without an error needs mdc.judged")
    return scale


def gap_rule(test: SelfTest, form: str, better: float) -> float | None:
    """Return the gap between sides that the test's own rule asks for, given the better side; None without."""
    if not test.sides:
        return None
    table = test.asymmetry_cutoff
    size = _number(table, f"value_{form}" if f"value_{form}" in table else "value")
    if size is None:
        return None
    return size * abs(better) if str(table.get("unit", "")).startswith("fraction") else size


def gap_limit(test: SelfTest, form: str, better: float) -> float | None:
    """Return the gap between sides from which it is called one: beyond error and rule; None with neither."""
    error = error_of(test, form, better)
    known = [size for size in (gap_rule(test, form, better), error and error.size) if size]
    return max(known) if known else None


def low_line(test: SelfTest, form: str, runner: Runner, age: int | None) -> Line | str:
    """Return the line for a low result of this runner, or in words why there is none."""
    table = test.low_cutoff
    basis = _text(table, "basis")
    established = table.get("established", False) is True
    doubts: list[str] = []
    oldest = _number(table, "age_high")
    if oldest is not None and (age is None or age > oldest):
        established = False
        doubts.append(f"the line comes from younger people and may ask too much from {oldest:g} years on")
    value = _number(table, form) if form in test.forms else None
    if value is None and not is_usual(test, form):
        return "there is no published line for this form, so it is held against your own past"
    if value is None:
        value = _by_person(test, runner, age, doubts)
    if value is None:
        return "no published line was seen, so it is held against your own past"
    return Line(value, basis, established, tuple(doubts))


def _by_person(test: SelfTest, runner: Runner, age: int | None, doubts: list[str]) -> float | None:
    table = test.low_cutoff
    young = _number(table, f"{runner.sex}_18_25")
    if young is not None and age is not None and 18 <= age <= 25:
        return young
    by_sex = [value for sex in ("female", "male") if (value := _number(table, sex)) is not None]
    if not by_sex:
        return _number(table, "any")
    if runner.sex is not None:
        return _number(table, runner.sex)
    doubts.append("your sex is not set, so the more lenient line is used")
    return min(by_sex) if test.better == "higher" else max(by_sex)


def _number(table: Table, key: str) -> float | None:
    found = table.get(key)
    return float(found) if isinstance(found, (int, float)) and not isinstance(found, bool) else None


def _text(table: Table, key: str) -> str:
    return str(table.get(key, ""))
