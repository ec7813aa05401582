"""``runback erase-all``: everything that is stored of the runner, gone."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from runback.cli.terminal import JsonFlag, console, print_json
from runback.errors import BadInputError


def erase_all(
    *,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask for the words that confirm it. Nothing brings it back.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Erase all that is stored of you: runs, files, diary, tests, plans, settings, backups.

    Says first what that is, and asks you to type two words. Files that you imported stay where they lie.
    """
    from runback.operations.erasing import WORDS_TO_TYPE, in_words
    from runback.operations.erasing import erase_all as erase
    from runback.store import open_store

    store = open_store()
    held = in_words(store.holdings())
    if not as_json:
        console().print(f"Stored in {store.home.root}:", markup=False)
        for line in (*held, "your settings"):
            console().print(f"  {line}")
    typed = WORDS_TO_TYPE if yes else _typed(WORDS_TO_TYPE)
    gone = erase(store, typed)
    if as_json:
        print_json(asdict(gone))
        return
    console().print("All of it is erased. Copies that you made elsewhere, and exports, are yours to delete.")


def _typed(words: str) -> str:
    if not sys.stdin.isatty():
        raise BadInputError("nothing was erased.", remedy="Say that you mean it with --yes.")
    return str(typer.prompt(f'Nothing brings it back. Type "{words}" to erase it', default="", err=True))
