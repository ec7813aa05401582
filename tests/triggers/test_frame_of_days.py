"""The frame of days against what its definitions say, told and untold kept apart."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from runback.activities.runs import SPEED_BIN_M_S, SPEED_BINS, runs_frame
from runback.influences.shoes import Pair
from runback.knowledge import exposures
from runback.model import CheckIn, DateRange
from runback.triggers.exposures import days_frame

TODAY = date(2026, 11, 20)


def on(back: int) -> date:
    return TODAY - timedelta(days=back)


def run(back: int, distance_m: float = 10_000.0, *, hour: float = 12.0, **more: object) -> dict[str, object]:
    start = datetime.combine(on(back), time(), UTC) + timedelta(hours=hour)
    row = {
        "run_id": f"{start:%Y%m%d%H%M}",
        "start_utc": start,
        "local_date": on(back),
        "zone": "UTC+02:00",
        "zone_source": "file",
        "distance_m": distance_m,
    }
    return row | more


def days(rows: list[dict[str, object]], told: list[CheckIn], **more: object) -> dict[date, dict[str, object]]:
    frame = days_frame(runs_frame(rows), told, TODAY, **more)  # type: ignore[arg-type]  # keywords of the test
    return {row["day"]: row for row in frame.iter_rows(named=True)}


PAINS = [CheckIn(on(back), worst_pain=2.0) for back in (9, 0)]


def test_every_calendar_day_from_three_before_the_first_told_pain_to_the_last() -> None:
    told = [CheckIn(on(20), sleep_h=6.0), CheckIn(on(9), worst_pain=4.0), CheckIn(on(5), worst_pain=0.0)]
    found = days([], [*told, CheckIn(on(1), note="nothing of pain")])
    assert list(found) == [on(back) for back in range(12, 4, -1)]
    assert [row["pain"] for row in found.values()] == [None] * 3 + [4.0, None, None, None, 0.0]
    columns = days_frame(runs_frame([]), told, TODAY).columns
    assert columns == ["day", "pain", *(entry.id for entry in exposures())]
    assert set(days_frame(runs_frame([]), told, TODAY).dtypes) == {pl.Date(), pl.Float64()}


def test_without_told_pain_there_are_no_days() -> None:
    empty = days_frame(runs_frame([run(3)]), [CheckIn(on(3), sleep_h=7.0)], TODAY)
    assert empty.is_empty()
    assert empty.columns == ["day", "pain", *(entry.id for entry in exposures())]


def test_a_day_without_a_run_has_none_only_where_files_speak_for_it() -> None:
    found = days([run(7), run(3)], PAINS)
    assert found[on(7)]["distance"] == 10.0
    assert (found[on(5)]["distance"], found[on(5)]["rest-day"]) == (0.0, 1.0)
    for unknown in (found[on(9)], found[on(1)]):
        assert unknown["distance"] is None
        assert unknown["rest-day"] is None
    assert found[on(7)]["rest-day"] == 0.0
    to_today = days([run(7), run(3)], PAINS, covered=DateRange(on(7), TODAY))
    assert to_today[on(0)]["distance"] == 0.0
    assert to_today[on(9)]["distance"] is None


def test_what_one_run_of_the_day_lacks_the_day_does_not_know() -> None:
    found = days([run(5, ascent_m=50.0, hour=8), run(5, 5000.0, hour=18)], PAINS)[on(5)]
    assert found["distance"] == 15.0
    assert found["ascent"] is None
    both = days([run(5, ascent_m=50.0, hour=8), run(5, 5000.0, hour=18, ascent_m=20.0)], PAINS)[on(5)]
    assert both["ascent"] == 70.0


def test_the_longest_run_is_held_against_those_of_thirty_days_before() -> None:
    found = days([run(60, 30_000.0), run(20, 10_000.0), run(5, 12_000.0), run(4, 6000.0)], PAINS)
    assert found[on(5)]["longest-run-ratio"] == 1.2
    assert found[on(4)]["longest-run-ratio"] == 0.5
    assert days([run(60), run(5)], PAINS)[on(5)]["longest-run-ratio"] is None


def test_fast_minutes_are_those_above_a_tenth_over_the_usual_speed() -> None:
    bins = [0.0] * SPEED_BINS
    bins[round(3.0 / SPEED_BIN_M_S)], bins[round(3.6 / SPEED_BIN_M_S)] = 1800.0, 300.0
    usual = [run(back, mean_speed_m_s=3.0, speed_seconds=bins) for back in (12, 10, 8)]
    found = days([*usual, run(5, mean_speed_m_s=3.1, speed_seconds=bins)], PAINS)
    assert found[on(5)]["fast-minutes"] == 5.0
    assert days([run(5, mean_speed_m_s=3.0, speed_seconds=bins)], PAINS)[on(5)]["fast-minutes"] is None


def test_hard_run_morning_and_ground_are_yes_no_or_unknown() -> None:
    found = days(
        [
            run(6, rpe=8.0, hour=6.5, surface="asphalt"),
            run(5, rpe=4.0, hour=7.5, surface="forest trail"),
            run(4, zone_source="assumed"),
        ],
        PAINS,
    )
    of_the_run = ("hard-run", "morning-run", "hard-ground")
    assert [found[on(6)][name] for name in of_the_run] == [1.0, 1.0, 1.0]
    # 7:30 UTC is 9:30 by the runner's clock.
    assert [found[on(5)][name] for name in of_the_run] == [0.0, 0.0, 0.0]
    assert [found[on(4)][name] for name in of_the_run] == [None, None, None]


def test_a_pair_is_new_for_four_weeks_after_a_known_beginning() -> None:
    runs = [run(back, shoe="old") for back in range(70, 6, -1)] + [run(back, shoe="new") for back in (6, 5)]
    found = days(runs, PAINS)
    assert (found[on(8)]["new-shoe"], found[on(6)]["new-shoe"]) == (0.0, 1.0)
    assert found[on(6)]["shoe-distance"] == 0.0
    assert found[on(5)]["shoe-distance"] == 10.0
    told = days(runs, PAINS, pairs=[Pair("new", first_day=on(50), distance_before_m=300_000.0)])
    assert told[on(5)]["new-shoe"] == 0.0
    assert told[on(5)]["shoe-distance"] == 310.0
    # The first pair of all may be old or new: nobody can tell from the files.
    assert days([run(6, shoe="only"), run(5, shoe="only")], PAINS)[on(5)]["new-shoe"] is None


def test_the_diary_tells_its_own_and_leaves_the_rest_unknown() -> None:
    told = CheckIn(on(5), lifting=True, sleep_h=6.5, easy_start=False, strength=False)
    found = days([run(6), run(5), run(4), run(2)], [*PAINS, told], strength_days={on(5), on(4)})
    assert (found[on(5)]["lifting"], found[on(5)]["sleep"], found[on(5)]["sitting"]) == (1.0, 6.5, None)
    assert found[on(5)]["cold-start"] == 1.0
    assert (found[on(4)]["cold-start"], found[on(3)]["cold-start"]) == (None, 0.0)
    assert [found[on(back)]["strength"] for back in (5, 4, 3)] == [1.0, 1.0, None]


diaries = st.lists(
    st.tuples(st.integers(0, 60), st.none() | st.integers(0, 10), st.none() | st.booleans()), max_size=40
)
training = st.lists(st.tuples(st.integers(-3, 90), st.floats(100, 50_000), st.integers(0, 23)), max_size=40)


@settings(max_examples=50)
@given(diaries, training)
def test_any_days_are_complete_and_in_bounds(
    told: list[tuple[int, int | None, bool | None]], runs: list[tuple[int, float, int]]
) -> None:
    check_ins = [CheckIn(on(back), worst_pain=pain, lifting=lifting) for back, pain, lifting in told]
    rows = [run(back, metres, hour=hour, shoe="a") for back, metres, hour in runs]
    frame = days_frame(runs_frame(rows), check_ins, TODAY)
    latest = {one.day: one.worst_pain for one in check_ins}
    pains = {day: pain for day, pain in latest.items() if pain is not None}
    if not pains:
        assert frame.is_empty()
        return
    steps = frame["day"].diff().drop_nulls()
    assert (steps == timedelta(days=1)).all()
    assert dict(frame.filter(pl.col("pain").is_not_null()).select("day", "pain").iter_rows()) == pains
    inside = {on(back): 0.0 for back, _, _ in runs if frame["day"][0] <= on(back) <= frame["day"][-1]}
    run_days = frame.filter(pl.col("rest-day") == 0)["day"].to_list()
    assert set(run_days) == set(inside)
    shown = float(frame["distance"].sum())
    expected = sum(metres for back, metres, _ in runs if on(back) in inside) / 1000
    assert abs(shown - expected) < 1e-6
