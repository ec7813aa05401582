"""Every chart draws with no, little and much data, and asks no other host for anything."""

from __future__ import annotations

import re
from datetime import date, timedelta

import altair as alt
import jsonschema
import polars as pl
import pytest

from runback.causes import assess
from runback.figures import (
    Chart,
    longest_runs_chart,
    pain_chart,
    png,
    support_chart,
    svg,
    weekly_distance,
    weekly_distance_chart,
)
from runback.figures.form_at_speed import form_at_speed_chart
from runback.load import session_spikes
from runback.model import CheckIn
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
    }


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
