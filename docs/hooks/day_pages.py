"""Writes the page of what a day can tell, read from the code, when the documentation is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runback.influences.weights import DOUBT, LEAST_DOUBT, WEIGHTS
from runback.knowledge import cause, exposures
from runback.progress.check_ins import FIELD_OF, PLACES, RANGES, YES_NO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

NOTE = f"""# What a day can tell

The fields of a check-in, what of a day is looked at for triggers, and the weights of the outside influences,
as the code has them. Every weight is judged; its 90 % interval reaches
± ({LEAST_DOUBT:g} + {DOUBT:g} × its size).
"""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the page to the files of the docs folder."""
    from mkdocs.structure.files import File

    for path, content in pages().items():
        files.append(File.generated(config, path, content=content))
    return files


def pages() -> dict[str, str]:
    """The page by its path below the docs folder."""
    parts = (
        NOTE,
        "## Fields of a check-in",
        _table(("name", "column of the CSV", "takes"), _fields()),
        "Places: " + ", ".join(f"`{place}`" for place in PLACES) + ".",
        "## Exposures",
        _table(("id", "told for", "may be varied", "speaks to", "how it is made"), _exposures()),
        "## Weights of the influences",
        _table(("measure", "value → log LR"), _weights()),
    )
    return {"methods/days.md": "\n\n".join(parts) + "\n"}


def _fields() -> Iterable[tuple[str, ...]]:
    for name, field in FIELD_OF.items():
        if field in RANGES:
            low, high, unit = RANGES[field]
            takes = f"{low:g} to {high:g} {unit}".rstrip()
        else:
            takes = "yes or no" if field in YES_NO else "places" if field == "places" else "text"
        yield f"`{name}`", f"`{field}`", takes


def _exposures() -> Iterable[tuple[str, ...]]:
    for one in exposures():
        step = "a day with it" if one.on_off else f"{one.step:g} {one.unit} more"
        spoken_to = "none" if one.cause is None else f"{cause(one.cause).name}, by {one.suspect} of it"
        yield f"`{one.id}`", step, "yes" if one.safe_to_vary else "no", spoken_to, one.how


def _weights() -> Iterable[tuple[str, ...]]:
    for name, weight in WEIGHTS.items():
        yield f"`{name}`", "; ".join(f"{x:g} → {y:+g}" for x, y in weight.knots)


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
