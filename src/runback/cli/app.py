"""The Typer application: which commands there are, and how an error ends one.

A command named on the command line is built alone: to build all of them takes longer than a screen.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from importlib import import_module
from typing import Annotated

import typer

from runback.errors import RunbackError

COMMANDS = {
    "import": "importing.import_files",
    "undo-import": "importing.undo_import",
    "imports": "importing.imports",
    "runs": "listing.runs",
    "show": "listing.show",
    "rate": "listing.rate",
    "assess": "assessing.assess",
    "gait": "films.app",
    "screen": "screening.screen",
    "tests": "self_tests.app",
    "looked-at": "screening.looked_at",
    "checkin": "checking_in.checkin",
    "diary": "diary.app",
    "experiment": "experiment.app",
    "questionnaire": "questionnaires.questionnaire",
    "plan": "planning.plan",
    "done": "planning.done",
    "replan": "planning.replan",
    "move": "planning.move",
    "progress": "progressing.progress",
    "shoes": "shoes.app",
    "influences": "influences.influences",
    "triggers": "triggers.triggers",
    "evidence": "about.evidence",
    "care": "care.care",
    "exercises": "exercises.exercises",
    "report": "reporting.report",
    "export": "exporting.export",
    "backup": "exporting.backup",
    "erase-all": "erasing.erase_all",
    "settings": "settings.settings",
    "recompute": "importing.recompute",
    "serve": "serving.serve",
    "demo": "assessing.demo",
}
"""Every command, in the order of the help, with the module of this package and what there makes it."""


def application(only: str | None = None) -> typer.Typer:
    """Return the command line with every command, or with the one called ``only``."""
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
    app.callback()(_options)
    for name in COMMANDS if only is None else (only,):
        module, made_by = COMMANDS[name].split(".")
        command = getattr(import_module(f"runback.cli.{module}"), made_by)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"runback {version('runback')}")
        raise typer.Exit


def _options(
    _show_version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave."),
    ] = False,
) -> None:
    pass


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
    # Runback's matrices are small: threads for them only wait on each other, up to half a second a command.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    named = next(iter(sys.argv[1:]), None)
    try:
        application(named if named in COMMANDS else None)()
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
