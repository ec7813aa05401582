"""What a self-test came to, and which of it may be taken: values in their range, sides where there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal, get_args

from runback.body.amounts import amount, range_words
from runback.errors import BadInputError
from runback.knowledge import SelfTest, fact, self_test
from runback.model import Side
from runback.units import Units

Stopped = Literal["gave-out", "form", "pain", "cramp", "limit"]
"""Why a test ended: the muscle gave out, the position was lost, pain, cramp, or the test's own limit."""

STOPPED: tuple[Stopped, ...] = get_args(Stopped)
STOPPED_WORDS: dict[Stopped, str] = {
    "gave-out": "the muscle gave out",
    "form": "the position was lost",
    "pain": "pain",
    "cramp": "a cramp",
    "limit": "the limit of the test was reached",
}

MOST_PAIN = 10.0


@dataclass(frozen=True, slots=True)
class SelfTestResult:
    """One self-test as done on one day, in the test's own unit.

    ``left`` and ``right`` for tests of each side (one of them may be missing), ``value`` for the others.
    ``form`` is the version done, empty for the usual one. ``pain`` is the worst pain during the test, 0 to
    10. ``first_side`` is the side that was tested first.
    """

    test: str
    day: date
    value: float | None = None
    left: float | None = None
    right: float | None = None
    form: str = ""
    pain: float | None = None
    stopped: Stopped | None = None
    first_side: Side | None = None

    def side(self, side: Side | None) -> float | None:
        """Return the value of a side, or the one value of a test without sides."""
        if side is None:
            return self.value
        return self.left if side is Side.LEFT else self.right

    def with_effort(self, pain: float, stopped: Stopped | None) -> SelfTestResult:
        """Return the result with what came with one more side: the worst pain; pain before any other end."""
        ended: Stopped | None = "pain" if "pain" in {stopped, self.stopped} else stopped or self.stopped
        return replace(self, pain=max(pain, self.pain or 0.0), stopped=ended)

    def with_side(self, side: Side | None, value: float | None) -> SelfTestResult:
        """Return the result with the value of a side, or the one value of a test without sides."""
        if side is None:
            return replace(self, value=value)
        return replace(self, left=value) if side is Side.LEFT else replace(self, right=value)

    @property
    def measured(self) -> dict[Side | None, float]:
        """The values told, by side; ``None`` stands for a test without sides."""
        values = {None: self.value, Side.LEFT: self.left, Side.RIGHT: self.right}
        return {side: value for side, value in values.items() if value is not None}

    @property
    def ended_by_pain(self) -> bool:
        """Whether pain ended the test or passed the limit of the stop rules, so that it tells no strength."""
        return self.stopped == "pain" or (self.pain is not None and self.pain > pain_limit())


def pain_limit() -> float:
    """Return the pain (0 to 10) up to which a test goes on (fact ``pain-traffic-light``, expert opinion)."""
    return fact("pain-traffic-light").numbers["green_max"]


def too_much_pain() -> float:
    """Return the pain (0 to 10) above which testing ends for the day (same fact)."""
    return fact("pain-traffic-light").numbers["amber_max"]


def checked(result: SelfTestResult, today: date, units: Units = "km") -> SelfTestResult:
    """Return ``result`` with its form named, if everything in it may be taken.

    Raises:
        BadInputError: an unknown test, a day ahead, a side where there is none or none where there are
            sides, or a value outside the range of the test; the message names the range.
    """
    test = known_test(result.test)
    if result.day > today:
        raise BadInputError(f"{result.day} lies in the future.", remedy="Give a day up to today.")
    _check_sides(test, result)
    for side, value in result.measured.items():
        _check_value(test, side, value, units)
    if result.pain is not None and not 0 <= result.pain <= MOST_PAIN:
        raise BadInputError(f"pain must be a number from 0 to {MOST_PAIN:g}, not {result.pain:g}.")
    if result.stopped is not None and result.stopped not in STOPPED:
        raise BadInputError(
            f"a test does not stop by {result.stopped!r}.", remedy=f"Reasons: {', '.join(STOPPED)}."
        )
    return replace(result, form=form_of(test, result.form))


def known_test(test_id: str) -> SelfTest:
    """Return the self-test. Raises ``BadInputError`` naming tests that look alike."""
    from runback.errors import UnknownFactError

    try:
        return self_test(test_id)
    except UnknownFactError as error:
        raise BadInputError(
            f"no self-test is called {test_id!r}.", remedy=error.remedy or "See: runback tests"
        ) from error


def form_of(test: SelfTest, form: str) -> str:
    """Return the form meant: the usual one where none is named. Raises ``BadInputError`` for a stranger."""
    if not form:
        return test.forms[0] if test.forms else ""
    if form not in test.forms:
        allowed = f"Forms: {', '.join(test.forms)}." if test.forms else "It has one form only."
        raise BadInputError(f"{test.id} has no form {form!r}.", remedy=allowed)
    return form


def _check_sides(test: SelfTest, result: SelfTestResult) -> None:
    if not result.measured:
        wanted = "the left, the right or both sides" if test.sides else "its value"
        raise BadInputError(f"{test.id} has no result yet.", remedy=f"Give {wanted}.")
    if test.sides and result.value is not None:
        raise BadInputError(
            f"{test.id} is measured on each side.", remedy="Give the left and the right value, not one value."
        )
    if not test.sides and (result.left is not None or result.right is not None):
        raise BadInputError(f"{test.id} has no sides.", remedy="Give its one value.")
    if result.first_side is not None and not test.sides:
        raise BadInputError(f"{test.id} has no sides, so none comes first.")


def _check_value(test: SelfTest, side: Side | None, value: float, units: Units) -> None:
    where = test.id if side is None else f"{test.id}, {side.value}"
    low, high = test.allowed
    # Written so that nan, which compares with nothing, is refused too.
    if not low <= value <= high:
        raise BadInputError(
            f"{amount(value, test.unit, units)} is not possible here.",
            where=where,
            remedy=f"Give a number from {range_words(low, high, test.unit, units)}.",
        )
    if test.way == "count" and value != int(value):
        raise BadInputError(
            f"{value:g} is no whole number of repetitions.", where=where, remedy="Count the full ones."
        )


def added_to(earlier: SelfTestResult | None, told: SelfTestResult) -> SelfTestResult:
    """Return what holds of a day: what is told now, and what was told of the same test before and not now."""
    if earlier is None:
        return told
    values = {
        field.name: getattr(told, field.name)
        for field in fields(told)
        if getattr(told, field.name) is not None
    }
    return replace(earlier, **values)


def by_test(results: Iterable[SelfTestResult], until: date) -> dict[str, tuple[SelfTestResult, ...]]:
    """Return the results up to ``until`` by test, each test's by day; their order as given plays no part."""
    ordered = sorted(
        (one for one in results if one.day <= until), key=lambda one: (one.test, one.day, _place(one))
    )
    grouped: dict[str, list[SelfTestResult]] = {}
    for one in ordered:
        grouped.setdefault(one.test, []).append(one)
    return {test: tuple(rows) for test, rows in grouped.items()}


def by_form(rows: Sequence[SelfTestResult]) -> tuple[tuple[SelfTestResult, ...], ...]:
    """Return the results of one test apart by form, in the order given; forms are never held together."""
    forms = dict.fromkeys(one.form for one in rows)
    return tuple(tuple(one for one in rows if one.form == form) for form in forms)


def _place(result: SelfTestResult) -> int:
    """Return the order of forms done on one day: the usual form last, so that it counts as the latest."""
    forms = self_test(result.test).forms
    return -forms.index(result.form) if result.form in forms else 0
