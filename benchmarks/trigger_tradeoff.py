"""What more error would buy: power as a share of the oracle's, by what is spent and by when. Simulated."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from runback.simulate import SimulatedDiary
from runback.triggers.inference import design
from runback.triggers.lags import KERNELS
from runback.triggers.looks import STANDARD_SPENDING, Spending
from runback.triggers.naming import follow
from runback.triggers.noise import NoiseGrid, whiten

CHART = Path(__file__).parents[1] / "docs" / "pictures" / "trigger-tradeoff.svg"

TOTALS = (0.01, 0.02, STANDARD_SPENDING.named, 0.06, 0.1, 0.2)

SPENDINGS: dict[str, Spending] = {
    **{f"{100 * total:g} % in the first year": replace(STANDARD_SPENDING, named=total) for total in TOTALS},
    "as built, but three quarters of it by day 60": replace(
        STANDARD_SPENDING, shares=(0.0, 0.75, 0.93, 1.0, 1.1)
    ),
    "as built, but a quarter of it by day 60": replace(
        STANDARD_SPENDING, shares=(0.02, 0.25, 0.85, 1.0, 1.1)
    ),
}

ASKED_SHARE, ASKED_ERROR = 0.85, 0.05
HIGHEST = 1.25
"""Top of the axis: three triggers searched together may be found more often than one by one."""

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 680, 400, 62, 92, 46, 52
LINE = 16
COLOURS = {60: "#b3541e", 120: "#1e6091", 365: "#2b7a4b"}


def of_tradeoff(diary: SimulatedDiary) -> dict[str, Any]:
    """Return what a year of looks names of a diary with each way of spending."""
    columns = design(diary.pain, diary.exposures, diary.weekday)
    whitened = whiten(columns, ~np.isnan(diary.pain), NoiseGrid.standard())
    count = diary.exposures.shape[1]
    # More of each exposure is suspected to be worse, as in the other cells.
    direction = np.ones(count * len(KERNELS))
    found = {}
    for name, spending in SPENDINGS.items():
        named = follow(whitened, diary.exposures, direction, spending).first_named
        found[name] = [named.get(at, 0) for at in range(count)]
    return found


def chart(points: dict[int, list[tuple[float, float]]]) -> str:
    """Return the curve as SVG; points are, by day, (error spent, share of the oracle's power)."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="13" fill="#222">',
        "<title>Power as a share of the oracle's, by the error that is spent (simulated diaries)</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="24" font-size="15" font-weight="bold">'
        "Share of the oracle's power, median of 12 kinds of diary (simulated)</text>",
        *_axes(),
    ]
    free = float(HEIGHT)
    for days, curve in sorted(points.items(), key=lambda one: one[1][-1][1]):
        colour = COLOURS[days]
        free = min(_up(curve[-1][1]) + 5, free - LINE)
        path = " ".join(f"{_across(error):.1f},{_up(share):.1f}" for error, share in curve)
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        lines += [
            f'<circle cx="{_across(error):.1f}" cy="{_up(share):.1f}" r="4" fill="{colour}"/>'
            for error, share in curve
        ]
        lines.append(
            f'<text x="{_across(curve[-1][0]) + 9:.1f}" y="{free:.1f}" fill="{colour}">day {days}</text>'
        )
    return "\n".join([*lines, "</svg>", ""])


def _axes() -> list[str]:
    lines = []
    for share in (0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2):
        lines += [
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_up(share)}" y2="{_up(share)}" stroke="#e3e3e3"/>',
            f'<text x="{LEFT - 8}" y="{_up(share) + 4}" text-anchor="end">{100 * share:.0f} %</text>',
        ]
    for total in TOTALS:
        lines.append(
            f'<text x="{_across(total):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">'
            f"{100 * total:g} %</text>"
        )
    asked = (_up(ASKED_SHARE), _across(ASKED_ERROR))
    return [
        *lines,
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{asked[0]:.1f}" y2="{asked[0]:.1f}" stroke="#777" '
        'stroke-dasharray="6 4"/>',
        f'<text x="{LEFT + 6}" y="{asked[0] - 5:.1f}" fill="#555">asked: 85 %</text>',
        f'<line x1="{asked[1]:.1f}" x2="{asked[1]:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#777" '
        'stroke-dasharray="6 4"/>',
        f'<text x="{asked[1] + 5:.1f}" y="{HEIGHT - BOTTOM - 8}" fill="#555">promised: 5 %</text>',
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">'
        "error spent in the first year (share of trigger-free runners, planned)</text>",
    ]


def _across(error: float) -> float:
    span = np.log(TOTALS[-1] / TOTALS[0])
    return float(LEFT + 14 + (WIDTH - LEFT - RIGHT - 28) * np.log(error / TOTALS[0]) / span)


def _up(share: float) -> float:
    return float(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share / HIGHEST)
