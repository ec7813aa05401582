"""Self-experiments as planned: written before their first day, never changed but to stop them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from runback.errors import BadInputError
from runback.store.home import Home
from runback.store.models import PlannedExperiment, Runner
from runback.store.writing import store_errors

if TYPE_CHECKING:
    from runback.triggers.experiments import Experiment


@dataclass(frozen=True, slots=True)
class KeptExperiment:
    """A planned experiment with its number, counted from 1 in the order planned, and when it was stopped."""

    number: int
    experiment: Experiment
    stopped: date | None

    def runs_on(self, day: date) -> bool:
        """Return whether the experiment still has days to come on or after ``day``."""
        return self.stopped is None and day <= self.experiment.days.last


class ExperimentRecord:
    """The self-experiments of one runner. Made by ``Store.experiments``."""

    def __init__(self, home: Home, row: Runner) -> None:
        self._home = home
        self._row = row

    def all(self) -> tuple[KeptExperiment, ...]:
        """Return every experiment in the order planned."""
        from runback.triggers.experiments import Experiment

        rows = PlannedExperiment.objects.filter(runner=self._row).order_by("pk")
        return tuple(
            KeptExperiment(number, Experiment.from_json(row.plan), row.stopped_day)
            for number, row in enumerate(rows, start=1)
        )

    def find(self, number: int | None) -> KeptExperiment:
        """Return the experiment of a number, by default the latest.

        Raises ``BadInputError`` where there is none.
        """
        kept = self.all()
        if not kept:
            raise BadInputError(
                "no experiment is planned.", remedy="Plan one: runback experiment plan shows what there is."
            )
        if number is not None and not 1 <= number <= len(kept):
            raise BadInputError(
                f"no experiment has the number {number}.", remedy=f"Give a number from 1 to {len(kept)}."
            )
        return kept[-1 if number is None else number - 1]

    def plan(self, experiment: Experiment, today: date) -> KeptExperiment:
        """Keep a plan.

        Raises ``BadInputError`` while another experiment runs: of two at once neither could be told.
        """
        with store_errors(self._home), transaction.atomic():
            running = [one for one in self.all() if one.runs_on(today)]
            if running:
                raise BadInputError(
                    f"experiment {running[0].number} ({running[0].experiment.exposure}) runs until "
                    f"{running[0].experiment.days.last}.",
                    remedy=f"Finish it, or stop it: runback experiment stop {running[0].number}.",
                )
            PlannedExperiment.objects.create(
                runner=self._row,
                written_utc=datetime.now(UTC),
                first_day=experiment.first,
                exposure=experiment.exposure,
                plan=experiment.to_json(),
            )
            return self.all()[-1]

    def stop(self, number: int | None, today: date) -> KeptExperiment:
        """Stop an experiment, by default the latest; pairs that were over keep their place in the result.

        Raises ``BadInputError`` where there is none, or it is over or stopped already.
        """
        with store_errors(self._home), transaction.atomic():
            kept = self.find(number)
            if not kept.runs_on(today):
                ended = kept.stopped or kept.experiment.days.last
                raise BadInputError(f"experiment {kept.number} ended on {ended}.")
            rows = PlannedExperiment.objects.filter(runner=self._row).order_by("pk")
            row = rows[kept.number - 1]
            row.stopped_day = today
            row.save(update_fields=["stopped_day"])
            return KeptExperiment(kept.number, kept.experiment, today)
