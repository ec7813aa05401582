"""Words that every part of the report shares: dates, cleaned text from the runner, facts by name."""

from __future__ import annotations

import unicodedata

from runback.knowledge import Fact, fact

_LONGEST_WORD = 28
_BREAK = "\u200b"


def cleaned(text: str, most: int = 600) -> str:
    """Return the runner's text as a line without control characters, cut at ``most``; long words may break.

    Markup needs no escape: the text reaches the PDF as data, never as source.
    """
    kept = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in text)
    line = " ".join(kept.split())
    if len(line) > most:
        line = line[: most - 1].rstrip() + "…"
    return " ".join(_breakable(word) for word in line.split(" "))


def _breakable(word: str) -> str:
    parts = [word[at : at + _LONGEST_WORD] for at in range(0, len(word), _LONGEST_WORD)]
    return _BREAK.join(parts)


def first_sentence(text: str) -> str:
    """Return the text up to its first full stop that ends a sentence."""
    head, stop, _ = text.partition(". ")
    return head + "." if stop else text


def named_facts(ids: tuple[str, ...]) -> str:
    """Return fact ids for print, those that are not established marked so."""
    if not ids:
        return "no published figure"
    return ", ".join(_named(fact(fact_id)) for fact_id in ids)


def _named(rests_on: Fact) -> str:
    return rests_on.id if rests_on.established else f"{rests_on.id} (not established)"


def percent(share: float) -> str:
    """Return a share such as ``26 %``."""
    return f"{100 * share:.0f} %"


def share_words(share: float, interval: tuple[float, float]) -> str:
    """Return a share with its interval, such as ``26 % (8 to 58 %)``."""
    return f"{percent(share)} ({100 * interval[0]:.0f} to {percent(interval[1])})"
