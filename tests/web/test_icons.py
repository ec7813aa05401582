"""An installed app's icons are the page's own, drawn; ``python tests/web/test_icons.py`` draws them anew."""

from __future__ import annotations

from pathlib import Path

import pytest
import vl_convert

ICONS = Path(__file__).parents[2] / "src" / "runback" / "web" / "static" / "runback" / "icons"
SIZES = {"icon-192.png": 192, "icon-512.png": 512, "icon-maskable-512.png": 512}


def drawn(name: str) -> bytes:
    """An icon of the manifest as PNG; the maskable one keeps its mark inside the circle always seen."""
    size = SIZES[name]
    drawing = (ICONS / "runback.svg").read_text(encoding="utf-8")
    box = "0 0 32 32"
    if "maskable" in name:
        box = "-6 -6 44 44"
        drawing = drawing.replace(
            '<rect width="32" height="32" rx="8"', '<rect x="-6" y="-6" width="44" height="44"'
        )
    sized = drawing.replace('viewBox="0 0 32 32"', f'viewBox="{box}" width="{size}" height="{size}"')
    return vl_convert.svg_to_png(sized, scale=1.0)


@pytest.mark.parametrize("name", SIZES)
def test_each_icon_is_the_page_icon_drawn(name: str) -> None:
    kept = (ICONS / name).read_bytes()
    assert kept[:8] == b"\x89PNG\r\n\x1a\n"
    size = SIZES[name]
    assert (int.from_bytes(kept[16:20]), int.from_bytes(kept[20:24])) == (size, size)
    assert kept == drawn(name)


if __name__ == "__main__":
    for one in SIZES:
        (ICONS / one).write_bytes(drawn(one))
