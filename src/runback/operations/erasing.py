"""Erasing all that a runner's store holds, once they typed that they mean it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runback.errors import BadInputError

if TYPE_CHECKING:
    from runback.store import Store
    from runback.store.erasing import Holdings

WORDS_TO_TYPE = "erase everything"


def erase_all(store: Store, typed: str) -> Holdings:
    """Delete every row and file of the runner, backups too, and return what there was; nothing undoes it.

    Files that the runner imported stay where they lie; only the store's copies go.

    Raises:
        BadInputError: ``typed`` is not ``WORDS_TO_TYPE``, in small letters or large. Nothing is deleted then.
        StoreError: an import is at work, or the disk or database fails.
    """
    check_typed(typed)
    return store.erase()


def check_typed(typed: str) -> None:
    """Raise ``BadInputError`` where ``typed`` is not ``WORDS_TO_TYPE``."""
    if " ".join(typed.split()).lower() != WORDS_TO_TYPE:
        raise BadInputError(
            "nothing was erased.", remedy=f'Type "{WORDS_TO_TYPE}" to erase all that is stored here.'
        )


def in_words(held: Holdings) -> tuple[str, ...]:
    """Return what is held, a line each, such as ``312 runs``; what there is none of is left out."""
    counts = (
        (held.runs, "run"),
        (held.originals, "original file"),
        (held.diary_days, "day of the diary", "days of the diary"),
        (held.self_tests, "self-test"),
        (held.films, "measured film"),
        (held.scores, "answered questionnaire"),
        (held.interviews, "screening interview"),
        (held.plans, "written plan"),
        (held.experiments, "self-experiment"),
        (held.shoe_pairs, "pair of shoes", "pairs of shoes"),
        (held.backups, "copy of the database", "copies of the database"),
    )
    return tuple(_counted(*one) for one in counts if one[0])


def _counted(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
