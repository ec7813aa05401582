"""Measured films, and what changed between them, in words for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from runback.knowledge import metrics
from runback.units import day_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runback.gait import FilmChange
    from runback.operations.filming import FilmSeen

NONE_YET = "No film measured yet; runback gait guide says how to film."
LIKE = (
    "Held against the median of your earlier films like it: same view, leg and ground, like speed. A change "
    "smaller than what the errors of both leave counts as none."
)


def films_text(seen: Sequence[FilmSeen]) -> RenderableType:
    """Return the list of films, and the changes of the latest of each view."""
    if not seen:
        return Text(NONE_YET)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Film", "day", "view", "moment", "frames/s", "steps", "changes told", "file"):
        table.add_column(name, justify="right" if name in ("Film", "frames/s", "steps") else "left")
    for one in seen:
        film = one.film
        told = sum(change.verdict != "none" for change in one.changes)
        table.add_row(
            str(film.number),
            day_words(film.day),
            film.view,
            film.moment or "-",
            f"{film.frames_per_s:.0f}",
            str(film.steps),
            f"{told} of {len(one.changes)}" if one.changes else "first of its kind",
            Text(film.name),
        )
    parts: list[RenderableType] = [table]
    for view in ("side", "rear"):
        latest = [one for one in seen if one.film.view == view and one.changes][-1:]
        for one in latest:
            parts += [Text(f"\nFilm {one.film.number} against your earlier ones", style="bold")]
            parts += [changes_text(one.changes)]
    return Group(*parts)


def changes_text(found: Iterable[FilmChange]) -> RenderableType:
    """Return changes as a table: now, before, the change, and what is told of it."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Form", "leg", "now", "before", "change", "told"):
        table.add_column(name, justify="right" if name in ("now", "before", "change") else "left")
    names = {metric.id: metric.name for metric in metrics()}
    for one in found:
        digits = 2 if one.unit in ("leg lengths", "shoulder widths") else 1
        told = f"none below {one.detectable:.{digits}f}" if one.verdict == "none" else one.verdict
        table.add_row(
            f"{names[one.metric]}, {one.unit}",
            one.side.value if one.side else "both",
            f"{one.now:.{digits}f}",
            f"{one.before:.{digits}f}",
            f"{one.now - one.before:+.{digits}f}",
            told,
        )
    return Group(table, Text(LIKE, style="dim"))
