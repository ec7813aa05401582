"""The self-tests of one runner: written whole, corrected by writing again, and taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import transaction

from runback.body import SelfTestResult, by_test, checked
from runback.body.results import STOPPED, added_to, form_of, known_test
from runback.errors import BadInputError
from runback.model import Side
from runback.store.home import Home
from runback.store.models import Runner, SelfTestEntry
from runback.store.writing import store_errors
from runback.units import Units, day_words

_Key = tuple[str, str, date]
"""Test, form and day: what one result is of."""


class SelfTestRecord:
    """What one runner's self-tests came to. Made by ``Store.self_tests``."""

    def __init__(self, home: Home, row: Runner, units: Units) -> None:
        self._home = home
        self._row = row
        self._units = units

    def write(self, told: SelfTestResult, today: date) -> SelfTestResult:
        """Write a result; what is not told now keeps what was told of that test, form and day before.

        Raises:
            BadInputError: an unknown test or form, a day ahead, a wrong side, or a value outside the range of
                the test, which the message names. Nothing is written then.
        """
        fresh = checked(told, today, self._units)
        with store_errors(self._home), transaction.atomic():
            whole = checked(added_to(self._known().get(_key(fresh)), fresh), today, self._units)
            self._add(whole, withdrawn=False)
        return whole

    def forget(self, test: str, day: date, form: str = "") -> SelfTestResult:
        """Take the result of a test and day back and return it; it stays as history and is used nowhere.

        Raises ``BadInputError`` where that day holds no result of the test.
        """
        entry = known_test(test)
        key = (entry.id, form_of(entry, form), day)
        with store_errors(self._home), transaction.atomic():
            result = self._known().get(key)
            if result is None:
                days = [day_words(one.day) for one in self.results() if one.test == entry.id]
                held = f"Days with one: {', '.join(days)}." if days else "It has none yet."
                raise BadInputError(f"{entry.id} has no result of {day_words(day)}.", remedy=held)
            self._add(result, withdrawn=True)
        return result

    def results(self) -> tuple[SelfTestResult, ...]:
        """Return the results, one for each test, form and day as last written, by day."""
        return tuple(sorted(self._known().values(), key=lambda one: (one.day, one.test, one.form)))

    def of_test(self, test: str, today: date) -> tuple[SelfTestResult, ...]:
        """Return the results of one test up to ``today``, by day."""
        return by_test(self.results(), today).get(test, ())

    def _known(self) -> dict[_Key, SelfTestResult]:
        latest: dict[_Key, SelfTestEntry] = {}
        for row in SelfTestEntry.objects.filter(runner=self._row).order_by("written_utc", "pk"):
            latest[row.test, row.form, row.day] = row
        return {key: _result(row) for key, row in latest.items() if not row.withdrawn}

    def _add(self, result: SelfTestResult, *, withdrawn: bool) -> None:
        SelfTestEntry.objects.create(
            runner=self._row,
            test=result.test,
            form=result.form,
            day=result.day,
            written_utc=datetime.now(UTC),
            value=result.value,
            left=result.left,
            right=result.right,
            pain=result.pain,
            stopped=result.stopped,
            first_side=None if result.first_side is None else result.first_side.value,
            withdrawn=withdrawn,
        )


def _key(result: SelfTestResult) -> _Key:
    return result.test, result.form, result.day


def _result(row: SelfTestEntry) -> SelfTestResult:
    return SelfTestResult(
        test=row.test,
        day=row.day,
        value=row.value,
        left=row.left,
        right=row.right,
        form=row.form,
        pain=row.pain,
        stopped=next((reason for reason in STOPPED if reason == row.stopped), None),
        first_side=None if row.first_side is None else Side(row.first_side),
    )
