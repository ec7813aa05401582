from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from progress_diaries import diary, on

from runback.errors import BadInputError
from runback.model import DateRange
from runback.progress import adherence, checkin_coverage
from runback.progress.adherence import share

WINDOW = DateRange(on(0), on(13))


def sessions(*rows: tuple[int, str]) -> pl.DataFrame:
    return pl.DataFrame(
        {"local_date": [on(day) for day, _ in rows], "kind": [kind for _, kind in rows]},
        schema={"local_date": pl.Date, "kind": pl.String},
    )


def test_a_session_counts_once_on_its_day_or_a_day_beside_it() -> None:
    planned = sessions((1, "run"), (3, "run"), (5, "strength"), (9, "run"), (40, "run"))
    done = sessions((1, "run"), (4, "run"), (5, "run"), (12, "run"), (40, "run"))
    result = adherence(planned, done, WINDOW)
    assert (result.by_kind["run"].done, result.by_kind["run"].planned) == (2, 3)
    assert (result.by_kind["strength"].done, result.by_kind["strength"].planned) == (0, 1)
    assert (result.overall.done, result.overall.planned, result.extra) == (2, 4, 2)
    assert "2 of 4" in result.sentence


def test_a_same_day_session_is_not_taken_by_its_neighbour() -> None:
    result = adherence(sessions((1, "run"), (2, "run")), sessions((2, "run"), (3, "run")), WINDOW)
    assert result.overall.done == 1


def test_nothing_planned_gives_no_share() -> None:
    result = adherence(sessions(), sessions((1, "run")), WINDOW)
    assert result.overall.share is None
    assert result.extra == 1
    assert "Nothing was planned" in result.sentence


def test_a_missing_column_is_named() -> None:
    with pytest.raises(BadInputError, match=r"done sessions: .*'kind' is missing"):
        adherence(sessions(), sessions().drop("kind"), WINDOW)


rows = st.lists(st.tuples(st.integers(-2, 16), st.sampled_from(["run", "strength"])), max_size=20)


@given(rows, rows)
def test_counts_add_up_and_their_order_does_not_matter(
    planned: list[tuple[int, str]], done: list[tuple[int, str]]
) -> None:
    result = adherence(sessions(*planned), sessions(*done), WINDOW)
    again = adherence(sessions(*planned[::-1]), sessions(*done[::-1]), WINDOW)
    assert result == again
    within = [day for day, _ in done if 0 <= day <= 13]
    assert result.overall.done + result.extra == len(within)
    assert result.overall.done <= result.overall.planned
    assert adherence(sessions(*planned), sessions(*planned), WINDOW).overall.share in {None, 1.0}


@given(st.integers(1, 60), st.data())
def test_the_interval_holds_the_share_and_narrows_with_more(planned: int, data: st.DataObject) -> None:
    done = data.draw(st.integers(0, planned))
    one, ten = share(done, planned), share(10 * done, 10 * planned)
    assert one.share is not None and one.interval is not None and ten.interval is not None
    assert 0 <= one.interval[0] <= one.share <= one.interval[1] <= 1
    assert ten.interval[1] - ten.interval[0] <= one.interval[1] - one.interval[0]


def test_the_interval_is_wilsons() -> None:
    # The formula that gives the 0.0624 to 0.1605 of Newcombe 1998 at 95 %, worked out apart for 90 %.
    interval = share(15, 148).interval
    assert interval == pytest.approx((0.06744, 0.14957), abs=1e-4)


def test_coverage_counts_days_with_pain_noted() -> None:
    told = diary([3.0, None, 2.0, *[None] * 10, 1.0, 5.0])
    coverage = checkin_coverage(told, WINDOW)
    assert (coverage.done, coverage.planned) == (3, 14)
    assert checkin_coverage((), DateRange(date(2026, 1, 1), date(2026, 1, 7))).done == 0
