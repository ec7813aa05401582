"""One run: its measures, its charts, its way, its files; and what only the runner knows of it."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_POST

from runback.activities.along import along, splits, track
from runback.activities.local_time import to_local
from runback.errors import BadInputError, UnreadableFileError
from runback.figures import run_course_chart, track_svg
from runback.operations.run_measures import measures, totals
from runback.store.reports import RunDetail
from runback.store.store import Store
from runback.units import FOOT_M, METRES, Units
from runback.web.charts import asked_width, drawn
from runback.web.pages.data.taking_out import attachment
from runback.web.pages.runs.reading import CHARTS, best_efforts, reading, titled
from runback.web.runner_store import own_store

GROUNDS = ("asphalt", "concrete", "cambered road", "gravel", "trail", "grass", "track", "sand", "treadmill")
PX_A_STRETCH = 2


@require_GET
def show(request: HttpRequest, run_id: str) -> HttpResponse:
    """Show one run."""
    store = own_store()
    detail = store.find_run(run_id)
    if detail.run["run_id"] != run_id:
        return redirect("run", detail.run["run_id"])
    units = store.units()
    stream, trouble = _stream(store, run_id)
    parts = splits(stream, METRES[units])
    charts = [
        (chart, reading(chart.column, detail.run, parts, units))
        for chart in CHARTS
        if not along(stream, chart.column, 8)[1]["value"].is_null().all()
    ]
    return render(
        request,
        "runback/runs/run.html",
        {
            "run": detail.run,
            "detail": detail,
            "began": to_local(detail.run["start_utc"], detail.run["zone"] or "UTC"),
            "trouble": trouble,
            "way": _way(stream, units),
            "charts": charts,
            "dynamics": any(chart.dynamics for chart, _ in charts),
            "splits": parts.to_dicts(),
            "laps": _laps(detail),
            "efforts": best_efforts(detail.run, units),
            "totals": totals(detail.run, detail.device_totals, units),
            "measures": measures(detail.run, units),
            "pairs": [pair.name for pair in store.shoes.pairs()],
            "grounds": GROUNDS,
            "effort": _whole(detail.run["rpe"]),
            "efforts_0_10": [str(effort) for effort in range(11)],
        },
    )


@require_GET
def chart(request: HttpRequest, run_id: str, column: str) -> HttpResponse:
    """Return the chart of one column along a run, as fine as the page has pixels."""
    store = own_store()
    kind = next((one for one in CHARTS if one.column == column), None)
    if kind is None:
        raise BadInputError(f"a run has no chart of {column!r}.")
    width, units = asked_width(request), store.units()
    at, course = along(store.stream(run_id), column, width // PX_A_STRETCH)
    if kind.pace:
        slowest = METRES[units] / 3600
        speed = pl.when(pl.col("value") > slowest).then(pl.col("value"))
        course = course.with_columns((METRES[units] / speed).alias("value"))
    elif kind.ground and units == "mi":
        course = course.with_columns(pl.col("value") / FOOT_M)
    return drawn(
        run_course_chart(
            course,
            title=titled(kind, units),
            at=at,
            units=units,
            pace=kind.pace,
            ground=kind.ground,
            width=width,
            height=kind.height,
        )
    )


@require_POST
def note(request: HttpRequest, run_id: str) -> HttpResponse:
    """Keep what the runner says of a run: how hard it felt, the shoe, the ground."""
    store = own_store()
    told = request.POST
    effort = told.get("effort", "")
    if effort and not effort.isdecimal():
        raise BadInputError(f"{effort!r} is no effort.", remedy="Choose one from 0 to 10.")
    run = store.find_run(run_id).run
    # What was left as it stood stays whose word it was, and as exact: the watch may have said 6.5.
    if effort != _whole(run["rpe"]):
        store.set_rpe(run_id, float(effort) if effort else None)
    shoe, surface = (told.get(name, "").strip() for name in ("shoe", "surface"))
    if shoe != (run["shoe"] or ""):
        store.set_shoe(run_id, shoe or None)
    if surface != (run["surface"] or ""):
        store.set_surface(run_id, surface or None)
    return redirect("run", run_id)


@require_GET
def original(request: HttpRequest, run_id: str) -> FileResponse:
    """Hand out the file that a run came in."""
    store = own_store()
    detail = store.find_run(run_id)
    path = store.original_files().get(str(detail.run["run_id"]))
    if path is None:
        raise BadInputError("this run came without a file.", remedy="It was entered by hand.")
    return attachment(path, f"{detail.run['local_date']}-{path.name[:8]}{''.join(path.suffixes)}")


def _whole(effort: float | None) -> str:
    """Return an effort as the form shows it."""
    return "" if effort is None else f"{effort:.0f}"


def _stream(store: Store, run_id: str) -> tuple[pl.DataFrame, UnreadableFileError | None]:
    """Return the samples, or none and why: a run without samples is shown all the same."""
    try:
        return store.stream(run_id), None
    except UnreadableFileError as error:
        return pl.DataFrame(schema={"t_s": pl.Float64}), error


def _way(stream: pl.DataFrame, units: Units) -> SafeString | None:
    positions = track(stream)
    # Numbers and words of Runback alone are in it.
    return mark_safe(track_svg(positions, units=units)) if positions.height > 1 else None


def _laps(detail: RunDetail) -> list[dict[str, Any]]:
    """Return the laps with the speed of each; one lap over all of the run says nothing more."""
    laps = detail.laps.to_dicts()
    if len(laps) < 2:
        return []
    return [lap | {"speed_m_s": _speed(lap)} for lap in laps]


def _speed(lap: dict[str, Any]) -> float | None:
    metres, seconds = lap.get("distance_m"), lap.get("timer_s") or lap.get("elapsed_s")
    return metres / seconds if metres and seconds else None
