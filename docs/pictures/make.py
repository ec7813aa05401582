"""Takes the pictures of the README and the docs from the demo's simulated runner (``make pictures``)."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path

LAST = date(2026, 11, 22)
HERE = Path(__file__).parent
WIDTH = 100
# Rich's own format fetches its font from another host; every reader has a fixed-width one.
SVG_FORMAT = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def main() -> None:
    """Write ``assess.svg``: the assessment of the demo's simulated runner."""
    from rich.console import Console

    from runback.cli.assessment_text import assessment_text
    from runback.operations.assessing import assess_store
    from runback.operations.demonstrating import make_demo

    with tempfile.TemporaryDirectory() as folder:
        found = assess_store(make_demo(Path(folder) / "demo", LAST).store, LAST)
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=WIDTH, file=nowhere, highlight=False, force_terminal=True)
        console.print(assessment_text(found.ranking, found.runs, everything=False))
    title = "runback assess (a simulated runner)"
    console.save_svg(str(HERE / "assess.svg"), title=title, code_format=SVG_FORMAT, unique_id="assess")


if __name__ == "__main__":
    main()
