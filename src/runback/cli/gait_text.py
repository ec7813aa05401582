"""Running form in words for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from runback.gait.watch_words import drift_sentence, signed
from runback.knowledge import metrics
from runback.units import pace

if TYPE_CHECKING:
    from runback.gait import FilmForm, FormValue, LikeSpeed, WatchForm, Withheld
    from runback.units import Units

NOTE = (
    "At like speed, level runs of one device, the last six weeks against the twelve before. There is no "
    "right cadence, stance time or balance, and no study ties any of them to back pain: this is how you run, "
    "and whether it changed."
)
FILM_NOTE = (
    "The band is where nine of ten such readings would lie, pose, timing and camera counted. Typical ranges "
    "are those of other runners, not limits; no study ties any of these to back pain."
)
GUIDE = """\
How to film yourself running

  Where    a treadmill is best; the camera on a stand, level, at hip height, at a right angle to your way
           of running, so far off that the whole body stays in the picture with room above and below (3-5 m);
           from straight behind for steps' width, arms that cross and the trunk's sway (--view rear)
  Film     10 seconds or more of steady running at your easy pace, after some minutes of warming up
  Rate     60 frames a second, better 120; normal speed; slow motion only if the phone keeps its true rate
  Light    bright and even; nobody else in the picture, nothing between you and the camera
  Clothes  shorts and a close top that stand out from the background; mark one leg if both look alike

Then, on this machine alone (needs: pip install "runback[video]"):
  runback gait VIDEO --height-cm 178
or let another pose tool find the landmarks (OpenPose, or any that writes TRC or a table), and read them:
  runback gait --landmarks FILE --near left --height-cm 178"""


def watch_text(form: WatchForm, units: Units) -> RenderableType:
    """Return what the watch says of form for the terminal."""
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
        _sentence(one) if isinstance(one, str) else drift_sentence(one) for one in form.within_runs.values()
    ]
    parts: list[RenderableType] = [table] if table.row_count else []
    parts += [Text(line) for line in reasons]
    parts += [Text("\nFrom the first to the last third of a run, at like speed", style="bold")]
    parts += [Text(line) for line in drifts]
    speeds = [one.speed_m_s for one in form.at_like_speed.values() if not isinstance(one, str)]
    at = f"Compared at {pace(speeds[0], units)}. " if speeds else ""
    return Group(*parts, Text(f"\n{at}{NOTE}", style="dim"))


def _row(found: LikeSpeed) -> tuple[str, ...]:
    low, high = found.interval
    digits = 1 if found.measure.unit in ("%", "steps/min") else 0
    return (
        f"{found.measure.name}, {found.measure.unit}",
        f"{found.now:.{digits}f}",
        f"{found.before:.{digits}f}",
        f"{signed(found.change)} ({signed(low)} to {signed(high)})",
        found.verdict
        if found.verdict in ("higher", "lower")
        else f"not told below {found.smallest_told:.1f}",
        f"{found.runs_now} / {found.runs_before}",
    )


def _sentence(reason: str) -> str:
    return f"{reason[0].upper()}{reason[1:]}."


def film_text(form: FilmForm) -> RenderableType:
    """Return the form of a film for the terminal, or why it is refused."""
    if form.refusals:
        lines = [Text("This film cannot be measured.", style="bold")]
        for one in form.refusals:
            lines += [Text(f"  {one.reason}"), Text(f"  -> {one.remedy}", style="dim")]
        return Group(*lines)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Form", "leg", "value", "90 % band", "spread", "typical"):
        table.add_column(name, justify="left" if name in ("Form", "leg") else "right")
    for value in form.values:
        table.add_row(*_film_row(value))
    head = f"{form.steps} steps in {form.seconds:.0f} s at {form.frames_per_s:.0f} frames a second"
    parts: list[RenderableType] = [Text(head, style="bold"), table]
    if form.withheld:
        parts.append(Text("\nWithheld", style="bold"))
        parts += [Text(f"  {_metric_name(one)}: {one.reason}") for one in form.withheld]
    parts += [Text(note) for note in form.notes]
    return Group(*parts, Text(f"\n{FILM_NOTE}", style="dim"))


def _film_row(value: FormValue) -> tuple[str, ...]:
    metric = next(one for one in metrics() if one.id == value.metric)
    digits = 2 if value.unit in ("leg lengths", "shoulder widths") else 1
    typical = (
        "-"
        if metric.typical_low != metric.typical_low
        else f"{metric.typical_low:g} to {metric.typical_high:g}"
    )
    return (
        f"{metric.name}, {value.unit}",
        value.side or "both",
        f"{value.value:.{digits}f}",
        f"{value.band[0]:.{digits}f} to {value.band[1]:.{digits}f}",
        f"{value.spread:.{digits}f}",
        typical,
    )


def _metric_name(withheld: Withheld) -> str:
    name = next(one.name for one in metrics() if one.id == withheld.metric)
    return f"{name} ({withheld.side})" if withheld.side else name
