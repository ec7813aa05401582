"""``runback diary import`` and ``export``: the diary in from a CSV, and out to one."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runback.cli.terminal import JsonFlag, console, plural, print_json, write_file
from runback.errors import BadInputError, UnreadableFileError

if TYPE_CHECKING:
    from runback.operations.diary import DiaryImport
    from runback.reports.diary_csv import DateOrder, DiaryRead
    from runback.store import Store
    from runback.store.diary import Written

SHOWN_PROBLEMS = 20

DateFormatOption = Annotated[
    str | None,
    typer.Option(
        "--date-format", metavar="dmy|mdy", help="Day first or month first, where the table leaves it open."
    ),
]


def import_diary(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV with a row of names first.")],
    *,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="NAME=COLUMN",
            help='Which column is what: --map pain="Schmerz". NAME= alone leaves it out. Repeat for more.',
        ),
    ] = None,
    date_format: DateFormatOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Where the diary says otherwise already, take the file's word.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be taken.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Bring days in from a CSV of another app or a spreadsheet, in one transaction.

    Encoding, delimiter, decimal commas and columns are found and told. A row with a bad value is named and
    left out; correct it and import the file again: what the diary tells already is not written anew.
    """
    from runback.store import open_store

    today = date.today()  # noqa: DTZ011 - the runner's own day
    named = dict(_pair(one) for one in mapping or ())
    found = _taken(
        open_store(), today, path, named, date_order(date_format), replace=replace, dry_run=dry_run
    )
    read, written = found.read, found.written
    if as_json:
        print_json(
            {"dry_run": dry_run, **{k: v for k, v in asdict(read).items() if k != "check_ins"}}
            | {"new": written.new, "changed": written.changed, "unchanged": written.unchanged}
            | {"differing": written.differing}
        )
        return
    _print_summary(path, read, written, replace=replace, dry_run=dry_run)


def date_order(text: str | None) -> DateOrder | None:
    """Return the order of day and month as told; ``BadInputError`` for another word."""
    if text in ("dmy", "mdy") or text is None:
        return "dmy" if text == "dmy" else "mdy" if text else None
    raise BadInputError(
        f"{text!r} is no date format.", where="--date-format", remedy="Give dmy (day first) or mdy."
    )


def file_content(path: Path) -> bytes:
    """Return the bytes of a file; ``UnreadableFileError`` where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(
            f"cannot be read ({error.strerror}).", where=str(path), remedy="Check the path."
        ) from error


def _pair(text: str) -> tuple[str, str]:
    name, found, column = text.partition("=")
    if not found:
        raise BadInputError(
            f"{text!r} has no '='.", where="--map", remedy='Write it as --map pain="Schmerz".'
        )
    return name.strip().lower(), column.strip()


def _taken(
    store: Store,
    today: date,
    path: Path,
    mapping: dict[str, str],
    order: DateOrder | None,
    *,
    replace: bool,
    dry_run: bool,
) -> DiaryImport:
    from runback.operations.diary import import_days
    from runback.reports.diary_csv import AmbiguousDatesError

    take = partial(
        import_days,
        store,
        today,
        file_content(path),
        where=str(path),
        mapping=mapping,
        replace=replace,
        dry_run=dry_run,
    )
    try:
        return take(date_order=order)
    except AmbiguousDatesError as error:
        if not sys.stdin.isatty():
            raise
        console().print(f"{error.what}", markup=False)
        first = typer.confirm("Is the day written before the month?")
        return take(date_order="dmy" if first else "mdy")


def _print_summary(path: Path, read: DiaryRead, written: Written, *, replace: bool, dry_run: bool) -> None:
    out = console()
    out.print(f"{path}: {read.table_format}.", markup=False)
    out.print("Columns: " + ", ".join(f"{short} from {name!r}" for short, name in read.columns), markup=False)
    if read.unused:
        out.print(f"Not used: {', '.join(read.unused)} (--map tells what a column is)", markup=False)
    for repair in read.repairs:
        out.print(f"Repaired: {repair}", markup=False)
    verb = "would be" if dry_run else "are"
    out.print(
        f"{plural(len(read.check_ins), 'day')} read: {len(written.new)} {verb} new, {len(written.changed)} "
        f"{verb} changed, {len(written.unchanged)} {verb} as they were."
        + (" Earlier versions stay: runback diary history DAY" if written.changed else "")
    )
    if written.differing:
        days = ", ".join(str(one) for one in written.differing[:SHOWN_PROBLEMS])
        word = (
            "the file's word was taken" if replace else "the diary's word stands; --replace takes the file's"
        )
        out.print(f"The diary said otherwise on {days}: {word}.")
    for problem in read.problems[:SHOWN_PROBLEMS]:
        out.print(f"  line {problem.line}: {problem.what} {problem.remedy}", markup=False)
    if len(read.problems) > SHOWN_PROBLEMS:
        out.print(f"  and {len(read.problems) - SHOWN_PROBLEMS} more; --json lists all")
    if dry_run:
        out.print("Nothing was stored (--dry-run).")


def export_diary(
    path: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Where to write.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Write the days to a CSV that a spreadsheet opens and ``diary import`` takes back as they are."""
    from runback.reports.diary_csv import diary_csv
    from runback.store import open_store

    if path.exists() and not force:
        raise BadInputError("the file is there already.", where=str(path), remedy="Replace it with --force.")
    check_ins = open_store().health.check_ins()
    write_file(path, diary_csv(check_ins))
    console().print(f"{path}: {plural(len(check_ins), 'day')}.", markup=False)
