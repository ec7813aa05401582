"""How the figures look: one sheet for the screen that follows the page, one for print in black and white."""

from collections.abc import Mapping

_LIGHT = {
    "ink": "#1f2933",
    "paper": "#ffffff",
    "faint": "#7b8794",
    "far": "#d9dee4",
    "accent": "#f2954b",
    "accent-far": "#f9cba6",
    "line": "#a34a00",
    "ground": "#eef1f4",
    "mat": "#d8ebe6",
    "thing": "#e3d8c8",
    "shade": "#cdbfa9",
    "card": "#fbfcfd",
}
_DARK = {
    "ink": "#e8ecf0",
    "paper": "#39424d",
    "faint": "#8b97a5",
    "far": "#262d36",
    "accent": "#c8651b",
    "accent-far": "#7a4416",
    "line": "#ffb27a",
    "ground": "#20262d",
    "mat": "#21403a",
    "thing": "#5a5044",
    "shade": "#463e35",
    "card": "#14181d",
}
_BLACK_AND_WHITE = {
    "ink": "#000000",
    "paper": "#ffffff",
    "faint": "#777777",
    "far": "#e6e6e6",
    "accent": "#8c8c8c",
    "accent-far": "#c4c4c4",
    "line": "#000000",
    "ground": "#f2f2f2",
    "mat": "#ececec",
    "thing": "#dddddd",
    "shade": "#c8c8c8",
    "card": "#ffffff",
}


def _sheet(colour: Mapping[str, str]) -> str:
    rules = {
        ".rb-ink": f"stroke:{colour['ink']};fill:{colour['ink']};stroke-width:2.6;stroke-linejoin:round",
        ".rb-far .rb-ink": f"stroke:{colour['faint']};fill:{colour['faint']};stroke-width:2",
        ".rb-fill": "stroke:none",
        ".rb-near .rb-fill": f"fill:{colour['paper']}",
        ".rb-near.rb-far .rb-fill": f"fill:{colour['far']}",
        ".rb-moving .rb-fill": f"fill:{colour['accent']}",
        ".rb-moving.rb-far .rb-fill": f"fill:{colour['accent-far']}",
        ".rb-trace": f"fill:none;stroke:{colour['faint']};stroke-width:1;stroke-dasharray:3 2.5",
        ".rb-ground": f"fill:{colour['ground']}",
        ".rb-mat": f"fill:{colour['mat']};stroke:{colour['faint']};stroke-width:.7",
        ".rb-wall": f"fill:{colour['shade']};stroke:{colour['faint']};stroke-width:.7;opacity:.6",
        ".rb-top": f"fill:{colour['thing']};stroke:{colour['faint']};stroke-width:.8;stroke-linejoin:round",
        ".rb-box": f"fill:{colour['shade']};stroke:{colour['faint']};stroke-width:.8;stroke-linejoin:round",
        ".rb-band": f"fill:none;stroke:{colour['line']};stroke-width:2.6;stroke-linejoin:round",
        ".rb-strap": f"fill:none;stroke:{colour['ink']};stroke-width:1.8;stroke-linejoin:round",
        ".rb-stick": f"fill:none;stroke:{colour['ink']};stroke-width:3.4;stroke-linecap:round",
        ".rb-mark": f"fill:none;stroke:{colour['ink']};stroke-width:1;stroke-dasharray:4 3",
        ".rb-weight": f"fill:{colour['faint']};stroke:{colour['ink']};stroke-width:1.6",
        ".rb-eye": f"fill:{colour['ink']}",
        ".rb-dot": f"fill:{colour['line']};stroke:{colour['paper']};stroke-width:.8",
        ".rb-halo": f"fill:none;stroke:{colour['paper']};stroke-width:5;stroke-linecap:round;opacity:.75",
        ".rb-arrow": f"fill:none;stroke:{colour['line']};stroke-width:2;stroke-linecap:round",
        ".rb-track": f"fill:none;stroke:{colour['far']};stroke-width:5",
        ".rb-ring": f"fill:none;stroke:{colour['line']};stroke-width:5",
        ".rb-text": f"fill:{colour['ink']};font:13px Liberation Sans,Helvetica,Arial,sans-serif",
    }
    return "".join(f"{selector}{{{rule}}}" for selector, rule in rules.items())


def _variables(colour: Mapping[str, str]) -> str:
    return "".join(f"--rb-{name}:{value};" for name, value in colour.items())


COLOURS = tuple(_LIGHT)
"""The names that a page may set as ``--figure-NAME``."""

# A page sets --figure-NAME to choose for itself; alone, or in an <img>, the figure brings its own card.
_FOLLOWING = {name: f"var(--figure-{name},var(--rb-{name}))" for name in COLOURS}

SCREEN = (
    f".rb-figure{{{_variables(_LIGHT)}max-width:100%;height:auto}}"
    f"@media(prefers-color-scheme:dark){{.rb-figure{{{_variables(_DARK)}}}}}"
    "svg.rb-figure:root{background:var(--rb-card)}"
    f"{_sheet(_FOLLOWING)}"
    "@media(prefers-reduced-motion:reduce){.rb-go{display:none}.rb-still{display:inline}}"
)
PRINT = _sheet(_BLACK_AND_WHITE)
