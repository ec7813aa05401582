"""Pairs, rotation and a pair's history before each run, against slow references."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runback.activities.runs import runs_frame
from runback.influences import Pair, is_hard_or_cambered, pair_uses, rotation
from runback.influences.shoes import NEW_DAYS, RECENT_DAYS, ROTATION_DAYS, with_pair_history

TODAY = date(2026, 11, 20)

wears = st.lists(
    st.tuples(st.integers(-5, 200), st.floats(100, 40_000), st.sampled_from([None, "a", "b", "c"])),
    max_size=40,
)


def on(back: int) -> date:
    return TODAY - timedelta(days=back)


def worn(rows: list[tuple[int, float, str | None]]) -> pl.DataFrame:
    return runs_frame(
        [
            {
                "run_id": f"{at:04}",
                "start_utc": datetime.combine(on(back), time(at % 24), UTC),
                "local_date": on(back),
                "distance_m": metres,
                "shoe": shoe,
            }
            for at, (back, metres, shoe) in enumerate(rows)
        ]
    )


@settings(max_examples=50)
@given(wears)
def test_use_of_each_pair_adds_up(rows: list[tuple[int, float, str | None]]) -> None:
    past = [row for row in rows if row[0] >= 0]
    uses = {use.name: use for use in pair_uses(worn(rows), [], TODAY)}
    assert set(uses) == {shoe for _, _, shoe in past if shoe}
    named_m = sum(metres for back, metres, shoe in past if shoe and back < RECENT_DAYS)
    for name, use in uses.items():
        own = [(back, metres) for back, metres, shoe in past if shoe == name]
        assert use.runs == len(own)
        assert use.distance_m == pytest.approx(sum(metres for _, metres in own))
        assert (use.first_day, use.last_day) == (on(max(own)[0]), on(min(own)[0]))
        recent_m = sum(metres for back, metres in own if back < RECENT_DAYS)
        assert use.recent_share == pytest.approx(recent_m / named_m if named_m else 0.0)
        oldest = max(back for back, _, _ in past)
        assert use.since_known == (oldest - max(own)[0] > NEW_DAYS)
    days = [use.last_day for use in uses.values() if use.last_day is not None]
    assert [use.last_day for use in pair_uses(worn(rows), [], TODAY)] == sorted(days, reverse=True)


def test_what_the_runner_told_of_a_pair_counts() -> None:
    told = Pair("a", first_day=on(400), distance_before_m=300_000.0, retired_day=on(2))
    never = Pair("never run in")
    uses = {use.name: use for use in pair_uses(worn([(5, 10_000.0, "a")]), [told, never], TODAY)}
    assert uses["a"].distance_m == 310_000.0
    assert (uses["a"].first_day, uses["a"].since_known, uses["a"].retired_day) == (on(400), True, on(2))
    assert (uses["never run in"].runs, uses["never run in"].last_day) == (0, None)


@settings(max_examples=50)
@given(wears)
def test_rotation_is_shares_of_four_weeks(rows: list[tuple[int, float, str | None]]) -> None:
    turn = rotation(worn(rows), TODAY)
    recent = [row for row in rows if 0 <= row[0] < ROTATION_DAYS]
    by_pair: dict[str, float] = {}
    for _, metres, shoe in recent:
        if shoe:
            by_pair[shoe] = by_pair.get(shoe, 0.0) + metres
    named = sum(by_pair.values())
    assert dict(turn.pairs) == pytest.approx({name: metres / named for name, metres in by_pair.items()})
    assert [share for _, share in turn.pairs] == sorted((share for _, share in turn.pairs), reverse=True)
    whole = sum(metres for _, metres, _ in recent)
    assert turn.known_share == pytest.approx(named / whole if whole else 0.0)
    assert turn.in_turn == sum(metres >= 0.1 * named for metres in by_pair.values())


def test_a_pair_worn_now_and_then_is_not_worn_in_turn() -> None:
    turn = rotation(worn([(1, 9100.0, "a"), (2, 900.0, "b"), (40, 50_000.0, "c")]), TODAY)
    assert (len(turn.pairs), turn.in_turn) == (2, 1)


@settings(max_examples=50)
@given(wears, st.integers(0, 300), st.floats(0, 500_000))
def test_history_of_a_pair_before_each_run(
    rows: list[tuple[int, float, str | None]], told_back: int, before_m: float
) -> None:
    told = Pair("a", first_day=on(told_back), distance_before_m=before_m)
    found = with_pair_history(worn(rows), [told])
    assert found.height == len(rows)
    ordered = worn(rows).rows(named=True)
    assert found["run_id"].to_list() == [row["run_id"] for row in ordered]
    oldest = min((row["local_date"] for row in ordered), default=TODAY)
    for at, (row, wanted) in enumerate(zip(found.rows(named=True), ordered, strict=True)):
        shoe = wanted["shoe"]
        if shoe is None:
            assert row["pair_distance_before_m"] is row["pair_new"] is None
            continue
        earlier = [one["distance_m"] for one in ordered[:at] if one["shoe"] == shoe]
        own_before = before_m if shoe == "a" else 0.0
        assert row["pair_distance_before_m"] == pytest.approx(own_before + sum(earlier), abs=1e-6)
        first_run = min(one["local_date"] for one in ordered if one["shoe"] == shoe)
        first = min(first_run, on(told_back)) if shoe == "a" else first_run
        is_known = shoe == "a" or (first_run - oldest).days > NEW_DAYS
        old = (wanted["local_date"] - first).days > NEW_DAYS
        assert row["pair_new"] == (False if old else True if is_known else None)


@pytest.mark.parametrize(
    ("words", "hard"),
    [
        ("asphalt", True),
        ("Cambered road", True),
        ("trail", False),
        ("unpaved path", False),
        ("grass, cambered", True),
        ("treadmill", False),
        ("concrete-pavement", True),
        ("", False),
    ],
)
def test_which_ground_is_hard_or_cambered(words: str, hard: bool) -> None:
    assert is_hard_or_cambered(words) is hard
