"""``runback gait``: running form, as far as the watch measures it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from runback.cli.assessing import TodayOption, open_own_store
from runback.cli.screening import flags_json, flags_text
from runback.cli.terminal import JsonFlag, console, parse_day, print_json

if TYPE_CHECKING:
    from rich.console import RenderableType

    from runback.gait import Drift, LikeSpeed, WatchForm
    from runback.units import Units

NOTE = (
    "At like speed, level runs of one device, the last six weeks against the twelve before. There is no "
    "right cadence, stance time or balance, and no study ties any of them to back pain: this is how you run, "
    "and whether it changed."
)


def gait(*, today: TodayOption = None, as_json: JsonFlag = False) -> None:
    """Running form from the watch: cadence, step, stance, bounce and balance, at like speed."""
    from runback.gait import to_json, watch_form

    store = open_own_store()
    as_of = parse_day(today, "--today") or date.today()  # noqa: DTZ011 - the runner's own day
    form = watch_form(store.runs(), as_of)
    screening = store.health.screening(as_of)
    if as_json:
        print_json(flags_json(screening) | to_json(form))
        return
    if screening is not None and screening.red_flags:
        console().print(flags_text(screening))
        console().print()
    console().print(_text(form, store.units()))


def _text(form: WatchForm, units: Units) -> RenderableType:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Form at like speed", "now", "before", "change (90 % interval)", "", "runs"):
        table.add_column(name, justify="right" if name in ("now", "before", "runs") else "left")
    reasons = []
    for found in form.at_like_speed.values():
        if isinstance(found, str):
            reasons.append(_sentence(found))
        else:
            table.add_row(*_row(found))
    drifts = [
        _sentence(one) if isinstance(one, str) else _drift_line(one) for one in form.within_runs.values()
    ]
    parts: list[RenderableType] = [table] if table.row_count else []
    parts += [Text(line) for line in reasons]
    parts += [Text("\nFrom the first to the last third of a run, at like speed", style="bold")]
    parts += [Text(line) for line in drifts]
    speeds = [one.speed_m_s for one in form.at_like_speed.values() if not isinstance(one, str)]
    at = f"Compared at {_pace(speeds[0], units)}. " if speeds else ""
    return Group(*parts, Text(f"\n{at}{NOTE}", style="dim"))


def _row(found: LikeSpeed) -> tuple[str, ...]:
    low, high = found.interval
    digits = 1 if found.measure.unit in ("%", "steps/min") else 0
    return (
        f"{found.measure.name}, {found.measure.unit}",
        f"{found.now:.{digits}f}",
        f"{found.before:.{digits}f}",
        f"{_signed(found.change)} ({_signed(low)} to {_signed(high)})",
        found.verdict
        if found.verdict in ("higher", "lower")
        else f"not told below {found.smallest_told:.1f}",
        f"{found.runs_now} / {found.runs_before}",
    )


def _drift_line(drift: Drift) -> str:
    told = "a drift that is told" if drift.told else "too little, or in too few runs, to be told"
    return (
        f"{drift.measure.name}: {_signed(drift.median_pct)} % (median of {drift.runs} runs; {told}, "
        f"which asks for {drift.measure.told_at_pct:g} %)"
    )


def _signed(value: float) -> str:
    return f"{round(value, 1) + 0.0:+.1f}"


def _sentence(reason: str) -> str:
    return f"{reason[0].upper()}{reason[1:]}."


def _pace(speed_m_s: float, units: Units) -> str:
    from runback.units import pace

    return pace(speed_m_s, units)
