"""The diary, outcome scores and screening of one runner: written whole, corrected by writing again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from runback.errors import BadInputError
from runback.model import CheckIn, Score
from runback.store.home import Home
from runback.store.models import DiaryEntry, FlagLookedAt, OutcomeScore, Runner, ScreeningAnswers
from runback.store.writing import store_errors

if TYPE_CHECKING:
    from runback.screening import Clearance, Screening

PAIN_RANGE = (0.0, 10.0)
CHECK_IN_RANGES: dict[str, tuple[float, float, str]] = {
    "worst_pain": (*PAIN_RANGE, ""),
    "pain_during_run": (*PAIN_RANGE, ""),
    "pain_next_morning": (*PAIN_RANGE, ""),
    "stiffness_min": (0.0, 1440.0, "minutes"),
    "sleep_h": (0.0, 24.0, "hours"),
    "sitting_h": (0.0, 24.0, "hours"),
    "stress": (0.0, 10.0, ""),
}
"""Lowest and highest value taken, and its unit."""

PLACES = (
    *("upper-back", "lower-back-left", "lower-back-middle", "lower-back-right"),
    *("buttock-left", "buttock-right", "hip-or-groin-left", "hip-or-groin-right"),
    *("leg-above-knee-left", "leg-above-knee-right", "leg-below-knee-left", "leg-below-knee-right"),
)
"""Where it hurts, in the words that the rules of ``progress`` know."""

UNTOLD = (None, (), "")

_VALUES = tuple(field.name for field in fields(CheckIn) if field.name != "day")


class HealthRecord:
    """What one runner told of their back. Made by ``Store.health``."""

    def __init__(self, home: Home, row: Runner) -> None:
        self._home = home
        self._row = row

    def write_check_in(self, told: CheckIn, today: date) -> CheckIn:
        """Write a day of the diary; what is not told now keeps what was told of that day before.

        Raises:
            BadInputError: the day lies ahead, or a value outside its range, which the message names.
        """
        if told.day > today:
            raise BadInputError(f"{told.day} lies in the future.", remedy="Give a day up to today.")
        for name, (low, high, unit) in CHECK_IN_RANGES.items():
            value = getattr(told, name)
            if value is not None and not low <= value <= high:
                allowed = f"{low:g} to {high:g} {unit}".rstrip()
                raise BadInputError(
                    f"{name.replace('_', ' ')} must be a number from {allowed}, not {value:g}."
                )
        strange = [place for place in told.places if place not in PLACES]
        if strange:
            raise BadInputError(f"no place is called {strange[0]!r}.", remedy=f"Places: {', '.join(PLACES)}.")
        if all(getattr(told, name) in UNTOLD for name in _VALUES):
            raise BadInputError("the check-in is empty.", remedy="Give at least one value, such as --pain 3.")
        with store_errors(self._home), transaction.atomic():
            before = {entry.day: entry for entry in self.check_ins()}.get(told.day)
            values = asdict(before or CheckIn(told.day)) | {
                name: value for name, value in asdict(told).items() if value not in UNTOLD
            }
            DiaryEntry.objects.create(runner=self._row, written_utc=datetime.now(UTC), **values)
        return {entry.day: entry for entry in self.check_ins()}[told.day]

    def check_ins(self) -> tuple[CheckIn, ...]:
        """Return the diary, one check-in a day as last written, by day."""
        rows = DiaryEntry.objects.filter(runner=self._row).order_by("written_utc", "pk")
        latest = {row.day: row for row in rows}
        return tuple(_check_in(row) for _, row in sorted(latest.items()))

    def write_score(self, score: Score, today: date) -> None:
        """Write an outcome score, with its answers where there are any.

        Raises ``BadInputError`` for a day ahead.
        """
        if score.day > today:
            raise BadInputError(f"{score.day} lies in the future.", remedy="Give a day up to today.")
        OutcomeScore.objects.create(
            runner=self._row,
            measure=score.measure,
            day=score.day,
            written_utc=datetime.now(UTC),
            value=score.value,
            answers=dict(score.answers),
        )

    def scores(self) -> tuple[Score, ...]:
        """Return the outcome scores, one for each measure and day as last written, by day."""
        rows = OutcomeScore.objects.filter(runner=self._row).order_by("written_utc", "pk")
        latest = {(row.day, row.measure): row for row in rows}
        return tuple(
            Score(measure, day, row.value, row.answers) for (day, measure), row in sorted(latest.items())
        )

    def keep_screening(
        self, day: date, answers: Mapping[str, object], clearances: Iterable[Clearance]
    ) -> None:
        """Keep the answers of an interview, and statements that came with them, in one transaction."""
        now = datetime.now(UTC)
        with store_errors(self._home), transaction.atomic():
            ScreeningAnswers.objects.create(runner=self._row, day=day, written_utc=now, answers=dict(answers))
            for clearance in clearances:
                self.add_clearance(clearance)

    def add_clearance(self, clearance: Clearance) -> None:
        """Keep the runner's own statement that a clinician looked at a flag."""
        FlagLookedAt.objects.create(
            runner=self._row,
            flag=clearance.flag,
            day=clearance.date,
            statement=clearance.statement,
            written_utc=datetime.now(UTC),
        )

    def clearances(self) -> tuple[Clearance, ...]:
        """Return every statement that a flag was looked at, in the order written."""
        rows = FlagLookedAt.objects.filter(runner=self._row).order_by("written_utc", "pk")
        from runback.screening import Clearance

        return tuple(Clearance(row.flag, row.day, row.statement) for row in rows)

    def screening(self, today: date) -> Screening | None:
        """Return the screen of the latest answers up to ``today`` by today's rules; None without any."""
        row = (
            ScreeningAnswers.objects.filter(runner=self._row, day__lte=today).order_by("-day", "-pk").first()
        )
        if row is None:
            return None
        from runback.screening import screen

        return screen(row.answers, today, clearances=self.clearances())

    def screening_answers(self, today: date) -> Mapping[str, object]:
        """Return the latest answers up to ``today``; empty without any."""
        row = (
            ScreeningAnswers.objects.filter(runner=self._row, day__lte=today).order_by("-day", "-pk").first()
        )
        return {} if row is None else row.answers


def _check_in(row: DiaryEntry) -> CheckIn:
    values = {name: getattr(row, name) for name in _VALUES}
    return CheckIn(row.day, **values | {"places": tuple(row.places)})
