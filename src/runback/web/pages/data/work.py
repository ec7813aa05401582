"""The long work on the runner's data. Each may be killed at any moment and begun again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

from runback.errors import BadInputError
from runback.store.reports import Batch
from runback.store.store import Store
from runback.web.jobs import Report, work
from runback.web.pages.data import uploads
from runback.web.pages.data.made_files import place_of, remove_made
from runback.web.runner_store import runners_day

Asked = dict[str, object]
Result = dict[str, object]


@work(
    "import",
    title="Bringing in your runs",
    after_kills="What was read is kept. Bring the same files in again: the rest follows.",
)
def bring_in(store: Store, asked: Asked, report: Report) -> Result:
    """Read the files of an upload into the store, then delete the upload."""
    upload_id = UUID(str(asked["upload"]))
    batch = _done_before(store, upload_id)
    if batch is None:
        paths = uploads.sources(store.home, upload_id)
        number = store.import_paths(
            paths, progress=lambda done, total: report.progress(done, total, "reads files, newest first")
        ).batch
        batch = next(one for one in store.batches() if one.number == number)
    uploads.remove(store.home, upload_id)
    return {"sentence": counted(batch), "address": f"/data/imports/{batch.number}/", "link": "What came in"}


def _done_before(store: Store, upload_id: UUID) -> Batch | None:
    """Return the import of this upload where it was complete when the worker was killed."""
    folder = uploads.folder_of(store.home, upload_id)
    done = (one for one in store.batches() if one.state == "done")
    return next(
        (one for one in done if all(Path(source).is_relative_to(folder) for source in one.sources)), None
    )


def counted(batch: Batch) -> str:
    """Return in a sentence what an import brought."""
    counts = (
        (batch.new, "new"),
        (batch.duplicates, "there already"),
        (batch.not_runs, "not runs"),
        (batch.failed, "not readable"),
    )
    files = ", ".join(f"{count} {word}" for count, word in counts if count) or "no file with an activity"
    return f"Files: {files}."


@work(
    "undo", title="Taking an import out", after_kills="Ask for it again: an import goes whole or not at all."
)
def undo(store: Store, asked: Asked, report: Report) -> Result:
    """Take out one import whole."""
    number = int(str(asked["batch"]))
    report.progress(0, None, "takes out runs and files")
    if all(batch.number != number for batch in store.batches()):
        return {"sentence": f"Import {number} is taken out."}
    gone = store.undo_import(number)
    kept = f" {gone.kept} files stay: another import brought them too." if gone.kept else ""
    rated = f" {gone.rated} of the runs carried a note of yours." if gone.rated else ""
    return {
        "sentence": f"Import {gone.batch} is taken out with {gone.runs} runs.{kept}{rated} "
        "Your own files were not touched."
    }


@work("recompute", title="Measuring runs again", after_kills="Ask for it again: what was measured stays.")
def recompute(store: Store, asked: Asked, report: Report) -> Result:
    """Measure again the runs whose measures are of an older method or other settings."""
    done = store.recompute_outdated(
        progress=lambda done, total: report.progress(done, total, "measures from the original files")
    )
    kept = f" {len(done.failed)} kept their old measures." if done.failed else ""
    return {"sentence": f"{done.runs} runs are measured again.{kept}"}


@work("export", title="Writing your export", after_kills="Ask for it again.")
def export(store: Store, asked: Asked, report: Report) -> Result:
    """Write everything in open forms to a zip."""
    from runback.operations.exporting import export_all

    target = _new_file(store, report, "export")
    part = target.with_name(f"{target.name}.part")
    runs = export_all(
        store,
        part,
        positions=bool(asked["positions"]),
        progress=lambda done, total: report.progress(done, total, "writes runs"),
    )
    part.replace(target)
    return _made(report, f"The export with {runs} runs is ready.")


@work("backup", title="Copying the store", after_kills="Ask for it again.")
def back_up(store: Store, asked: Asked, report: Report) -> Result:
    """Copy the whole store to a zip."""
    target = _new_file(store, report, "backup")
    report.progress(0, None, "copies the database and every file")
    store.back_up(target)
    return _made(report, "The copy of the whole store is ready.")


def _new_file(store: Store, report: Report, what: str) -> Path:
    """Return where to write; files made earlier are deleted, so that copies do not pile up."""
    remove_made(store.home)
    target = place_of(store.home, report.job.pk) / f"runback-{what}-{runners_day(store)}.zip"
    target.parent.mkdir(parents=True, mode=0o700)
    return target


def _made(report: Report, sentence: str) -> Result:
    words = f"{sentence} It lies here until you make another one or erase it."
    return {"sentence": words, "address": f"/data/made/{report.job.pk}/", "link": "Download it"}


@work("diary", title="Bringing days into your diary", after_kills="Bring the same file in again.")
def take_days(store: Store, asked: Asked, report: Report) -> Result:
    """Write the days of a table into the diary, all or none."""
    from runback.web.pages.data.diary_table import TableAsked, read_days

    upload_id = UUID(str(asked["table"]))
    table = TableAsked.of(asked)
    today = date.fromisoformat(str(asked["today"]))
    read = read_days(store.home, upload_id, table, today)
    if not read.check_ins:
        raise BadInputError("no row could be taken.", remedy="Nothing was stored.")
    written = store.health.diary.write_all(read.check_ins, today, replace=table.replace)
    uploads.remove(store.home, upload_id)
    left_out = f" {len(read.problems)} rows or values were left out." if read.problems else ""
    return {
        "sentence": f"{len(written.new)} days are new, {len(written.changed)} changed, "
        f"{len(written.unchanged)} as they were.{left_out}"
    }
