"""The diary of one runner: every version of a day is kept, the latest counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from runback.errors import BadInputError
from runback.model import CheckIn
from runback.progress.check_ins import FIELDS, added, checked, cleared, is_empty, is_told
from runback.store.home import Home
from runback.store.models import DiaryEntry, Runner
from runback.store.writing import store_errors


@dataclass(frozen=True, slots=True)
class Version:
    """A day as it stood after one writing."""

    written_utc: datetime
    check_in: CheckIn


@dataclass(frozen=True, slots=True)
class Written:
    """What became of many days: new ones, those changed (their earlier versions stay), those as they were.

    ``differing`` are the days on which the diary said otherwise, whichever word was taken.
    """

    new: tuple[date, ...]
    changed: tuple[date, ...]
    unchanged: tuple[date, ...]
    differing: tuple[date, ...]


class Diary:
    """What one runner told day by day. Made by ``HealthRecord.diary``."""

    def __init__(self, home: Home, row: Runner) -> None:
        self._home = home
        self._row = row

    def check_ins(self) -> tuple[CheckIn, ...]:
        """Return the diary, one check-in a day as last written, by day; days cleared whole are left out."""
        return tuple(one for _, one in sorted(self._latest().items()) if not is_empty(one))

    def history(self, day: date) -> tuple[Version, ...]:
        """Return every version of a day, the earliest first."""
        rows = DiaryEntry.objects.filter(runner=self._row, day=day).order_by("written_utc", "pk")
        return tuple(Version(row.written_utc, _check_in(row)) for row in rows)

    def write(self, told: CheckIn, today: date) -> CheckIn:
        """Write a day and return it; what is not told now keeps what was told of that day before.

        Raises:
            BadInputError: the day lies ahead, or a value outside its range, which the message names.
        """
        told = checked(told, today)
        with store_errors(self._home), transaction.atomic():
            before = self._latest(told.day).get(told.day)
            kept = added(before, told)
            if kept != before:
                self._keep([kept])
        return kept

    def change(self, day: date, told: Mapping[str, Any], today: date) -> CheckIn:
        """Write what a form says of a day and return the day as it stands.

        ``told`` maps fields of ``CheckIn`` to their value; one that tells nothing, such as None, takes back
        what was told before. Fields that are left out stay as they are.

        Raises:
            BadInputError: a name is no field, a value outside its range, the day lies ahead, or nothing is
                told of a day of which nothing was. Nothing is written then.
        """
        strange = [name for name in told if name not in FIELDS]
        if strange:
            raise BadInputError(f"a check-in has no {strange[0]!r}.", remedy=f"It has: {', '.join(FIELDS)}.")
        said = {name: value for name, value in told.items() if is_told(value)}
        with store_errors(self._home), transaction.atomic():
            before = self._latest(day).get(day) or CheckIn(day)
            gone = [name for name in told if name not in said and is_told(getattr(before, name))]
            after = self.clear(day, gone) if gone else before
            if said or not gone:
                after = self.write(replace(CheckIn(day), **said), today)
        return after

    def write_all(
        self, told: Sequence[CheckIn], today: date, *, replace: bool = False, dry_run: bool = False
    ) -> Written:
        """Write many days, one check-in a day, all or none; what stays the same is not written again.

        Where the diary says otherwise already its word stands, unless ``replace``. With ``dry_run`` nothing
        is written, and what is returned is what would be.

        Raises:
            BadInputError: a check-in of them is not to be taken.
        """
        ready = [checked(one, today) for one in told]
        with store_errors(self._home), transaction.atomic():
            before = self._latest()
            untold = {one.day: before.get(one.day, CheckIn(one.day)) for one in ready}
            taken = {one.day: added(untold[one.day], one) for one in ready}
            standing = {one.day: added(one, untold[one.day]) for one in ready}
            after = taken if replace else standing
            changed = [day for day in sorted(after) if after[day] != before.get(day)]
            if not dry_run:
                self._keep(after[day] for day in changed)
        return Written(
            tuple(day for day in changed if is_empty(untold[day])),
            tuple(day for day in changed if not is_empty(untold[day])),
            tuple(sorted(after.keys() - set(changed))),
            tuple(day for day in sorted(after) if taken[day] != standing[day]),
        )

    def clear(self, day: date, names: Sequence[str]) -> CheckIn:
        """Take back what was told of a day under these fields, or all of it without any; history stays.

        Raises:
            BadInputError: nothing was told of that day, or a name is no field.
        """
        with store_errors(self._home), transaction.atomic():
            before = self._latest(day).get(day)
            if before is None or is_empty(before):
                raise BadInputError(f"nothing is told of {day}.", remedy="See the days: runback diary")
            kept = cleared(before, names or FIELDS)
            if kept != before:
                self._keep([kept])
        return kept

    def _latest(self, day: date | None = None) -> dict[date, CheckIn]:
        rows = DiaryEntry.objects.filter(runner=self._row).order_by("written_utc", "pk")
        if day is not None:
            rows = rows.filter(day=day)
        latest = {row.day: row for row in rows}
        return {row.day: _check_in(row) for row in latest.values()}

    def _keep(self, check_ins: Iterable[CheckIn]) -> None:
        now = datetime.now(UTC)
        DiaryEntry.objects.bulk_create(
            [DiaryEntry(runner=self._row, written_utc=now, **asdict(one)) for one in check_ins]
        )


def _check_in(row: DiaryEntry) -> CheckIn:
    values = {name: getattr(row, name) for name in FIELDS}
    return CheckIn(row.day, **values | {"places": tuple(row.places)})
