"""The Typer application: which commands there are, and how an error ends one."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from typing import Annotated

import typer

from runback.cli import (
    about,
    assessing,
    care,
    checking_in,
    diary,
    erasing,
    exercises,
    experiment,
    exporting,
    films,
    importing,
    influences,
    listing,
    planning,
    progressing,
    questionnaires,
    reporting,
    screening,
    self_tests,
    serving,
    settings,
    shoes,
    triggers,
)
from runback.errors import RunbackError

app = typer.Typer(
    name="runback",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Find out what in your running may load your lower back, from your own watch files. "
        "Everything stays on this machine. Runback educates and plans; it does not diagnose."
    ),
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"runback {version('runback')}")
        raise typer.Exit


@app.callback()
def _options(
    _show_version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave."),
    ] = False,
) -> None:
    pass


app.command("import")(importing.import_files)
app.command("undo-import")(importing.undo_import)
app.command("imports")(importing.imports)
app.command("runs")(listing.runs)
app.command("show")(listing.show)
app.command("rate")(listing.rate)
app.command("assess")(assessing.assess)
app.add_typer(films.app, name="gait")
app.command("screen")(screening.screen)
app.add_typer(self_tests.app, name="tests")
app.command("looked-at")(screening.looked_at)
app.command("checkin")(checking_in.checkin)
app.add_typer(diary.app, name="diary")
app.add_typer(experiment.app, name="experiment")
app.command("questionnaire")(questionnaires.questionnaire)
app.command("plan")(planning.plan)
app.command("done")(planning.done)
app.command("replan")(planning.replan)
app.command("progress")(progressing.progress)
app.add_typer(shoes.app, name="shoes")
app.command("influences")(influences.influences)
app.command("triggers")(triggers.triggers)
app.command("evidence")(about.evidence)
app.command("care")(care.care)
app.command("exercises")(exercises.exercises)
app.command("report")(reporting.report)
app.command("export")(exporting.export)
app.command("backup")(exporting.backup)
app.command("erase-all")(erasing.erase_all)
app.command("settings")(settings.settings)
app.command("recompute")(importing.recompute)
app.command("serve")(serving.serve)
app.command("demo")(assessing.demo)


def _log_fault(error: Exception) -> None:
    """Write where the fault lies to the log: frames and type, not the message, which may hold a value."""
    log = logging.getLogger("runback")
    if log.handlers:
        frames = "".join(traceback.format_tb(error.__traceback__))
        log.error("unexpected %s\n%s", type(error).__name__, frames)


def main() -> None:
    """Run the command line.

    An expected error prints what, where and the remedy and ends with status 2; an unexpected one goes to
    the log with its traceback, prints one line and ends with 1; an interrupt ends with 130.
    """
    try:
        app()
    except RunbackError as error:
        print(f"runback: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("runback: stopped. What was complete is kept; the same import again goes on.", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of a pipe went away (runback runs | head): nobody is left to be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except Exception as error:  # noqa: BLE001 - the last door: a fault of ours must not print a traceback
        _log_fault(error)
        print(
            f"runback: a fault in Runback itself ({type(error).__name__}). Its log has the details; "
            "your stored runs are as they were after the last complete step.",
            file=sys.stderr,
        )
        sys.exit(1)
