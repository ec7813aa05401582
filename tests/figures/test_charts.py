"""Every chart draws with no, little and much data, and asks no other host for anything."""

from __future__ import annotations

import re
from datetime import date, timedelta

import altair as alt
import jsonschema
import numpy as np
import polars as pl
import pytest

from runback.causes import assess
from runback.figures import (
    Chart,
    longest_runs_chart,
    pain_chart,
    png,
    run_course_chart,
    support_chart,
    svg,
    track_svg,
    weekly_distance,
    weekly_distance_chart,
)
from runback.figures.form_at_speed import form_at_speed_chart
from runback.figures.period_bars import period_bars_chart
from runback.load import daily_load, session_spikes
from runback.load.periods import by_period
from runback.model import CheckIn, DateRange
from runback.progress import pain_trend
from runback.simulate import simulate_runs, virtual_runner

TODAY = date(2026, 11, 22)


def foreign_hosts(drawn: str) -> set[str]:
    """Return the hosts that a viewer would ask: names of XML vocabularies are none."""
    return set(re.findall(r"""(?:href|src)=["']?(https?://[^"'\s>]+)""", drawn)) | set(
        re.findall(r"url\((https?://[^)]+)\)", drawn)
    )


@pytest.mark.parametrize("days", [1, 5, 400])
def test_pain_draws_every_told_day(days: int) -> None:
    told = [CheckIn(TODAY - timedelta(days=back), worst_pain=float(back % 7)) for back in range(days)]
    trend = pain_trend(told, TODAY)
    assert trend is not None
    drawn = svg(pain_chart(trend.frame()))
    assert drawn.startswith("<svg") and not foreign_hosts(drawn)


def test_weeks_hold_all_the_distance() -> None:
    runs = simulate_runs(virtual_runner(3, days=200, last=TODAY))
    first = TODAY - timedelta(days=199)
    weeks = weekly_distance(runs, first, TODAY)
    total = runs.filter(pl.col("local_date").is_between(first, TODAY))["distance_m"].sum()
    assert weeks["distance_m"].sum() == pytest.approx(total)
    assert weeks.height >= 28


def test_the_ranking_draws_as_picture() -> None:
    runs = simulate_runs(virtual_runner(3, days=200, last=TODAY))
    measured = [cause for cause in assess(runs, TODAY).causes if cause.state != "unmeasured"]
    chart = support_chart(measured)
    assert not foreign_hosts(svg(chart))
    assert png(chart).startswith(b"\x89PNG")


def test_weekly_distance_draws_an_empty_history() -> None:
    nothing = simulate_runs(virtual_runner(3, days=200, last=TODAY)).clear()
    first = TODAY - timedelta(days=60)
    drawn = svg(weekly_distance_chart(weekly_distance(nothing, first, TODAY), units="km"))
    assert drawn.startswith("<svg")


def every_chart() -> dict[str, Chart]:
    runs = simulate_runs(virtual_runner(3, days=200, last=TODAY))
    trend = pain_trend([CheckIn(TODAY - timedelta(days=back), worst_pain=4.0) for back in range(9)], TODAY)
    assert trend is not None
    weeks = weekly_distance(runs, TODAY - timedelta(days=199), TODAY)
    at_speed = runs.select(
        "local_date",
        "mean_speed_m_s",
        value="mean_cadence_spm",
        recent=pl.col("local_date") > TODAY - timedelta(days=42),
    )
    return {
        "pain": pain_chart(trend.frame()),
        "longest": longest_runs_chart(session_spikes(runs), units="mi"),
        "weeks": weekly_distance_chart(weeks, units="km"),
        "support": support_chart(assess(runs, TODAY).causes),
        "form": form_at_speed_chart(at_speed, title="cadence, steps/min", units="mi"),
        "periods": periods_chart(runs),
        "pace": course_chart(pace=True),
        "altitude": course_chart(ground=True),
    }


def periods_chart(runs: pl.DataFrame) -> Chart:
    weeks = by_period(daily_load(runs, TODAY), DateRange.ending(TODAY, 199), "week")
    shown = weeks.select(
        "first", "last", value=pl.col("distance_m") / 1000, longest=pl.lit(9.0), said=pl.lit("9 km")
    )
    return period_bars_chart(shown, title="km a week", told={"said": "distance"}, tick="longest")


def course_chart(*, pace: bool = False, ground: bool = False) -> Chart:
    course = pl.DataFrame({"at": [0.0, 500.0, 1000.0, 1500.0], "value": [330.0, None, 342.0, 351.5]})
    return run_course_chart(course, title="pace", at="distance_m", units="km", pace=pace, ground=ground)


def test_a_run_and_its_periods_draw() -> None:
    for name in ("periods", "pace", "altitude"):
        drawn = svg(every_chart()[name])
        assert drawn.startswith("<svg") and not foreign_hosts(drawn)
    assert "5:30" in svg(every_chart()["pace"])


def test_the_way_of_a_run_is_drawn_to_scale_and_asks_nobody() -> None:
    north = np.linspace(0, 0.027, 400)
    way = pl.DataFrame(
        {"latitude_deg": 47.0 + north, "longitude_deg": [8.0] * 400, "distance_m": north * 111_195.0}
    )
    drawn = track_svg(way, units="km")
    assert "href" not in drawn and "http" not in drawn
    marks = [float(y) for y in re.findall(r'class="mark" cx="[\d.]+" cy="([\d.]+)"', drawn)]
    bar = re.search(r'class="scale" d="M([\d.]+) [\d.]+V[\d.]+H([\d.]+)', drawn)
    length = re.search(r'class="scale-name"[^>]*>([\d.]+) km', drawn)
    assert bar is not None and length is not None and len(marks) == 3
    px_per_km = (float(bar[2]) - float(bar[1])) / float(length[1])
    assert np.diff(marks) == pytest.approx([-px_per_km] * 2, rel=0.02)


def test_a_way_across_the_date_line_stays_small() -> None:
    way = pl.DataFrame(
        {
            "latitude_deg": [-16.8, -16.8, -16.8],
            "longitude_deg": [179.99, 180.0, -179.99],
            "distance_m": [0.0, 1064.0, 2128.0],
        }
    )
    assert ">0.5 km<" in track_svg(way, units="km")


def test_every_chart_is_vega_lite_as_its_schema_has_it() -> None:
    for chart in every_chart().values():
        alt.LayerChart.from_dict(chart.specification, validate=True)


def test_the_schema_refuses_a_misspelt_part() -> None:
    wrong = every_chart()["pain"].specification
    wrong["layer"][0]["mark"]["strokeWidht"] = 2
    with pytest.raises(jsonschema.ValidationError):
        alt.LayerChart.from_dict(wrong, validate=True)


def test_a_notebook_shows_a_chart_as_svg() -> None:
    drawn = every_chart()["support"]._repr_svg_()
    assert drawn.startswith("<svg") and not foreign_hosts(drawn)
