"""The store as the command line and the web see it: one runner's history in one folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from runback import model
from runback.activities.stream_file import decode_stream
from runback.errors import BadInputError, UnreadableFileError
from runback.store import profile, queries
from runback.store.entries import ENTRY_KIND
from runback.store.home import Home
from runback.store.models import Activity, Runner
from runback.store.reports import (
    Batch,
    BatchFiles,
    ImportReport,
    Outdated,
    RecomputeReport,
    RunDetail,
    UndoReport,
)
from runback.store.settling import SAYABLE, settle
from runback.store.writing import changing, store_errors
from runback.units import Units

if TYPE_CHECKING:
    from runback.store.erasing import Holdings
    from runback.store.experiments import ExperimentRecord
    from runback.store.films import FilmRecord
    from runback.store.health import HealthRecord
    from runback.store.plans import PlanRecord
    from runback.store.self_tests import SelfTestRecord
    from runback.store.shoes import ShoeRack

Progress = Callable[[int, int], None]
"""Called with the number of files done and the number found."""

EFFORT_RANGE = (0.0, 10.0)


class Store:
    """One runner's runs, files and settings. Made by ``open_store``."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._row = Runner.objects.get_or_create(name="me")[0]

    def import_paths(
        self, paths: Sequence[Path], *, progress: Progress | None = None, workers: int = 2
    ) -> ImportReport:
        """Bring in files, folders and export archives, newest first; one bad file never stops the rest.

        Killed at any moment and called again with the same paths, it completes what it began.

        Raises:
            StoreError: another import is at work, or the disk or database fails.
            BadInputError: a path does not exist.
        """
        from runback.store.importing import Import

        with store_errors(self.home), changing(self.home):
            return Import(self.home, self._row, [Path(path) for path in paths], progress, workers).run()

    def undo_import(self, batch: int | None = None) -> UndoReport:
        """Take out one import whole, by default the latest.

        Raises:
            BadInputError: there is no such import.
            StoreError: another import is at work, or the disk or database fails.
        """
        from runback.store.undoing import undo

        with store_errors(self.home), changing(self.home):
            return undo(self.home, self._row.pk, batch)

    def holdings(self) -> Holdings:
        """Count what is stored of the runner."""
        from runback.store.erasing import holdings

        return holdings(self.home, self._row)

    def erase(self) -> Holdings:
        """Delete all that is stored of the runner, backups of the database too; return what there was.

        Nothing brings it back. Nothing asks either: ``operations.erasing.erase_all`` does.

        Raises:
            StoreError: an import is at work, or the disk or database fails.
        """
        from runback.store.erasing import erase

        with store_errors(self.home), changing(self.home):
            return erase(self.home, self._row)

    def back_up(self, target: Path) -> None:
        """Write the whole store to a zip; unpacked into an empty folder it is a store again.

        Raises:
            StoreError: an import is at work, or the disk or database fails; ``target`` is as it was then.
        """
        from runback.store.backing_up import back_up

        with store_errors(self.home), changing(self.home):
            back_up(self.home, target)

    def runs(self) -> pl.DataFrame:
        """Return the runs frame (``RUN_COLUMNS``), one row a run, by ``start_utc``; copies left out."""
        return queries.runs_of(self._row.pk)

    def find_run(self, reference: str) -> RunDetail:
        """Return one run: by number (1 is the latest), day, the start of its id, or ``latest``.

        Raises:
            BadInputError: no run, or more than one, is meant.
        """
        return queries.detail(queries.find_activity(self._row.pk, reference))

    def stream(self, run_id: str) -> pl.DataFrame:
        """Return the samples of one run (``STREAM_COLUMNS``); empty for an entry made by hand.

        Raises:
            BadInputError: no run has this id.
            UnreadableFileError: the samples are missing or damaged.
        """
        activity = Activity.objects.filter(runner=self._row, run_id=run_id).first()
        if activity is None:
            raise BadInputError(f"no run has the id {run_id!r}.")
        if not activity.samples:
            return pl.DataFrame(schema={"t_s": pl.Float64})
        path = self.home.stream(run_id)
        try:
            return decode_stream(path.read_bytes())
        except FileNotFoundError as error:
            raise UnreadableFileError(
                "the stored samples of a run are missing.",
                where=str(path),
                remedy="Import the original file again to restore them.",
            ) from error

    def original_files(self) -> dict[str, Path]:
        """Return the kept file of every run that came in one, copies included, by run id."""
        rows = Activity.objects.filter(runner=self._row).exclude(original__kind=ENTRY_KIND).order_by("run_id")
        return {
            run_id: self.home.original(name)
            for run_id, name in rows.values_list("run_id", "original__stored_name")
        }

    def batches(self) -> list[Batch]:
        """Return the imports, latest first."""
        return queries.batches_of(self._row.pk)

    def import_files(self, number: int) -> BatchFiles:
        """Return what became of the files of one import.

        Raises:
            BadInputError: there is no such import.
        """
        return queries.batch_files_of(self._row.pk, number)

    def runner(self) -> model.Runner:
        """Return what the runner told of themselves."""
        return profile.as_model(self._row)

    @property
    def health(self) -> HealthRecord:
        """The diary, outcome scores and screening of the runner."""
        from runback.store.health import HealthRecord

        return HealthRecord(self.home, self._row)

    @property
    def self_tests(self) -> SelfTestRecord:
        """The runner's self-tests of strength and range."""
        from runback.store.self_tests import SelfTestRecord

        return SelfTestRecord(self.home, self._row, self.units())

    @property
    def films(self) -> FilmRecord:
        """What the runner's films said of form."""
        from runback.store.films import FilmRecord

        return FilmRecord(self.home, self._row)

    @property
    def shoes(self) -> ShoeRack:
        """The pairs of shoes of the runner."""
        from runback.store.shoes import ShoeRack

        return ShoeRack(self.home, self._row)

    @property
    def experiments(self) -> ExperimentRecord:
        """The self-experiments that the runner planned."""
        from runback.store.experiments import ExperimentRecord

        return ExperimentRecord(self.home, self._row)

    def default_surface(self) -> str | None:
        """Return the surface of runs that tell none."""
        return self._row.default_surface

    @property
    def plans(self) -> PlanRecord:
        """The runner's plans, and what became of the planned sessions."""
        from runback.store.plans import PlanRecord

        return PlanRecord(self.home, self._row)

    def units(self) -> Units:
        """Return the unit of distance to show."""
        return "mi" if self._row.units == "mi" else "km"

    def update_runner(self, **values: Any) -> model.Runner:
        """Change settings (the fields of ``model.Runner``, and ``units``); None forgets one.

        Raises:
            BadInputError: a value lies outside its range, which the message names.
        """
        with store_errors(self.home):
            return profile.change(self._row, values, datetime.now(UTC).date())

    def set_rpe(self, reference: str, rpe: float | None) -> RunDetail:
        """Note how hard a run felt, 0 (rest) to 10 (maximal); None forgets it.

        Raises:
            BadInputError: the effort lies outside 0 to 10, or no single run is meant.
        """
        low, high = EFFORT_RANGE
        if rpe is not None and not low <= rpe <= high:
            raise BadInputError(f"effort must be a number from {low:g} to {high:g}, not {rpe!r}.")
        return self._say(reference, "rpe", rpe)

    def set_shoe(self, reference: str, shoe: str | None) -> RunDetail:
        """Note the shoe of a run; None forgets it."""
        return self._say(reference, "shoe", shoe)

    def set_surface(self, reference: str, surface: str | None) -> RunDetail:
        """Note the surface of a run; None forgets it."""
        return self._say(reference, "surface", surface)

    def outdated(self) -> Outdated:
        """Return how many runs were measured by an older method or with other settings, and why; cheap."""
        from runback.store.outdated import outdated

        return outdated(self._row)

    def recompute_outdated(self, *, progress: Progress | None = None, workers: int = 2) -> RecomputeReport:
        """Measure those runs again from their original files.

        Raises:
            StoreError: an import is at work, or the disk or database fails.
        """
        from runback.store.recomputing import recompute

        with store_errors(self.home), changing(self.home):
            return recompute(self.home, self._row, progress, workers)

    def _say(self, reference: str, name: str, value: str | float | None) -> RunDetail:
        from django.db import transaction

        assert name in SAYABLE
        with store_errors(self.home), transaction.atomic():
            activity = queries.find_activity(self._row.pk, reference)
            said = {key: said for key, said in activity.said_by_runner.items() if key != name}
            activity.said_by_runner = said if value is None else {**said, name: value}
            activity.save(update_fields=["said_by_runner"])
            settle(self._row.pk, [activity.start_utc])
        return self.find_run(activity.run_id)
