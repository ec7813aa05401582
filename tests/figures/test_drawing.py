"""The drawing process draws what this process would draw, and its end is an error, never an empty chart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from runback.figures import Chart, DrawingProcess, pain_chart, pdf
from runback.model import CheckIn
from runback.progress import pain_trend

TODAY = date(2026, 11, 22)


def pain_of(days: int) -> Chart:
    trend = pain_trend([CheckIn(TODAY - timedelta(days=back), worst_pain=4.0) for back in range(days)], TODAY)
    assert trend is not None
    return pain_chart(trend.frame())


def test_the_process_draws_each_chart_as_it_would_be_drawn_here() -> None:
    charts = [pain_of(days) for days in (3, 40, 9)]
    with DrawingProcess() as drawing:
        drawn = [one.result() for one in [drawing.pdf(chart) for chart in charts]]
    # Names within the PDF differ from drawing to drawing; its length does not.
    sizes = [len(pdf(chart)) for chart in charts]
    assert len(set(sizes)) == 3 and [len(one) for one in drawn] == sizes
    assert all(one.startswith(b"%PDF") for one in drawn)


def test_a_process_that_ended_is_an_error() -> None:
    with DrawingProcess() as drawing:
        drawing._process.kill()
        drawing._process.wait()
        with pytest.raises((ChildProcessError, BrokenPipeError)):
            drawing.pdf(pain_of(3)).result()


def test_an_error_of_the_command_ends_the_process() -> None:
    with pytest.raises(ValueError, match="the command's own"), DrawingProcess() as drawing:
        raise ValueError("the command's own")
    assert drawing._process.poll() is not None
