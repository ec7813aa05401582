"""One result read: beside the norm, side against side, now against before, each in a plain sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from runback.body.amounts import amount
from runback.body.comparisons import Change, SideGap, changes, side_gap
from runback.body.limits import Error, error_of
from runback.body.norms import Standing, age_on, no_norm_reason, norm_for, standing
from runback.body.results import SelfTestResult, by_test
from runback.knowledge import SelfTest, self_test
from runback.model import Runner
from runback.units import Units, day_words


@dataclass(frozen=True, slots=True)
class Reading:
    """What one result says. ``standings`` is empty where no norm fits, and ``no_norm`` then says why.

    ``sides`` is None for tests without sides and where one side is missing. ``stands`` is False where pain
    ended the test: the value is then a floor, no measure.
    """

    result: SelfTestResult
    test: SelfTest
    error: Error | None
    standings: tuple[Standing, ...]
    no_norm: str
    sides: SideGap | None
    changes: tuple[Change, ...]

    @property
    def stands(self) -> bool:
        """Whether the value measures what the test measures."""
        return not self.result.ended_by_pain

    @property
    def reached_limit(self) -> bool:
        """Whether a value reached the end that the stop rule sets, so that more was there."""
        stop = self.test.stop_at
        return stop is not None and any(value >= stop for value in self.result.measured.values())


def readings(
    results: Iterable[SelfTestResult], runner: Runner, today: date, *, units: Units = "km"
) -> tuple[Reading, ...]:
    """Return the latest result of each test read against norm, other side and own past, by test id."""
    return tuple(read(rows, runner, units=units) for rows in by_test(results, today).values())


def read(rows: tuple[SelfTestResult, ...], runner: Runner, *, units: Units = "km") -> Reading:
    """Return the last of ``rows``, the results of one test by day, read against norm, side and own past."""
    result, earlier = rows[-1], rows[:-1]
    test = self_test(result.test)
    age = age_on(runner, result.day.year)
    found = []
    for side, value in result.measured.items():
        norm = norm_for(test, result.form, side, runner, age)
        if norm is not None:
            error = error_of(test, result.form, value)
            found.append(standing(test, value, side, norm=norm, error=error, units=units))
    return Reading(
        result=result,
        test=test,
        error=error_of(test, result.form, max(result.measured.values(), key=abs)),
        standings=tuple(found),
        no_norm="" if found else no_norm_reason(test, result.form, runner, age),
        sides=side_gap(result, earlier, units),
        changes=changes(result, earlier, units),
    )


def value_words(result: SelfTestResult, units: Units = "km") -> str:
    """Return the values told, such as ``left 41 s, right 55 s``, with form and pain where there were any."""
    test = self_test(result.test)
    parts = [
        (f"{side.value} " if side else "") + amount(value, test.unit, units)
        for side, value in result.measured.items()
    ]
    if result.form and test.forms and result.form != test.forms[0]:
        parts.append(f"form {result.form}")
    if result.pain is not None:
        parts.append(f"pain {result.pain:g} of 10")
    return ", ".join(parts)


def sentences(reading: Reading) -> list[str]:
    """Return what a reading says, one sentence each, the runner's own sides and past after the norm."""
    said = []
    if not reading.stands:
        said.append("Pain ended this test, so it measures the pain and not the muscle; nothing is compared.")
        return said
    for place in reading.standings:
        where = f"{place.side.value.capitalize()}: " if place.side else ""
        said.append(sentence(f"{where}{place.sentence}"))
    if not reading.standings:
        said.append(sentence(f"not held against others: {reading.no_norm}"))
    if reading.reached_limit:
        said.append("The test ends here whatever is left, so a longer hold would not have been measured.")
    if reading.sides is not None:
        said.append(sentence(reading.sides.sentence))
    said += [sentence(change.sentence) for change in reading.changes]
    return said


def day_and_values(result: SelfTestResult, units: Units = "km") -> str:
    """Return such as ``20 Nov 2026: left 41 s, right 55 s``."""
    return f"{day_words(result.day)}: {value_words(result, units)}"


def sentence(text: str) -> str:
    """Return ``text`` with a capital letter and a full stop."""
    return f"{text[0].upper()}{text[1:]}."
