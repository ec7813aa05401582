"""The diary, outcome scores and screening of one runner: written whole, corrected by writing again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from runback.errors import BadInputError
from runback.model import CheckIn, Score
from runback.store.diary import Diary
from runback.store.home import Home
from runback.store.models import FlagLookedAt, OutcomeScore, Runner, ScreeningAnswers
from runback.store.writing import store_errors

if TYPE_CHECKING:
    from runback.screening import Clearance, Screening


class HealthRecord:
    """What one runner told of their back. Made by ``Store.health``."""

    def __init__(self, home: Home, row: Runner) -> None:
        self._home = home
        self._row = row

    @property
    def diary(self) -> Diary:
        """The diary, to write in and to read its history."""
        return Diary(self._home, self._row)

    def check_ins(self) -> tuple[CheckIn, ...]:
        """Return the diary, one check-in a day as last written, by day."""
        return self.diary.check_ins()

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

    def screened_utc(self, today: date) -> datetime | None:
        """Return when the latest answers up to ``today`` were written; None without any."""
        rows = ScreeningAnswers.objects.filter(runner=self._row, day__lte=today).order_by("-day", "-pk")
        return rows.values_list("written_utc", flat=True).first()

    def screening_answers(self, today: date) -> Mapping[str, object]:
        """Return the latest answers up to ``today``; empty without any."""
        row = (
            ScreeningAnswers.objects.filter(runner=self._row, day__lte=today).order_by("-day", "-pk").first()
        )
        return {} if row is None else row.answers
