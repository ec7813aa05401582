from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runback.activities.duplicates import Copy, chains, leads, richness_of, same_activity
from runback.activities.measuring import measure_run
from runback.activities.reading import read_file

HOUR = Copy("a-0", 1, 1_000_000.0, 3600.0, 12_000.0, "running", (8, 3600))


def other(**changes: object) -> Copy:
    return replace(HOUR, **{"run_id": "b-0", "original": 2, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "copy",
    [
        other(),
        other(start_s=HOUR.start_s + 55, elapsed_s=3545.0, distance_m=11_820.0),  # the start trimmed away
        other(elapsed_s=3550.0),  # the end trimmed away
        other(distance_m=12_200.0, elapsed_s=3620.0),
        other(distance_m=8_900.0),  # same ends, distance by another sensor
        other(distance_m=None),
        other(sport=None),
        other(elapsed_s=None),
    ],
)
def test_recordings_of_one_run_are_copies_both_ways(copy: Copy) -> None:
    assert same_activity(HOUR, copy)
    assert same_activity(copy, HOUR)


@pytest.mark.parametrize(
    "copy",
    [
        other(start_s=HOUR.start_s + 61),
        other(original=1),  # two sessions of one file
        other(sport="cycling"),
        other(elapsed_s=3700.0, distance_m=12_000.0),
        other(start_s=HOUR.start_s + 20, distance_m=13_000.0),
        other(start_s=HOUR.start_s + 3600),  # back to back
        other(elapsed_s=None, distance_m=9_000.0),
    ],
)
def test_other_runs_are_no_copies(copy: Copy) -> None:
    assert not same_activity(HOUR, copy)
    assert not same_activity(copy, HOUR)


def test_sprints_a_minute_apart_are_runs_of_their_own() -> None:
    sprints = [Copy(f"{n}-0", n, 55.0 * n, 45.0, 300.0, "running", (5, 45)) for n in range(8)]
    assert set(leads(sprints).values()) == {None}


def test_the_richer_copy_leads_and_the_hash_decides_between_equals() -> None:
    poor, rich = other(richness=(4, 9000)), other(run_id="c-0", original=3, richness=(9, 10))
    assert leads([poor, HOUR, rich]) == {"b-0": "c-0", "a-0": "c-0", "c-0": None}
    assert leads([other(), HOUR]) == {"a-0": None, "b-0": "a-0"}


def test_small_differences_do_not_chain_two_runs_into_one() -> None:
    first = replace(HOUR, richness=(9, 1))
    middle = other(start_s=HOUR.start_s + 50, distance_m=None)
    last = other(run_id="c-0", original=3, start_s=HOUR.start_s + 100, distance_m=None)
    assert leads([first, middle, last]) == {"a-0": None, "b-0": "a-0", "c-0": None}
    assert len(list(chains([last, first, middle]))) == 1


starts = st.floats(min_value=0, max_value=400, allow_nan=False)
copies = st.lists(
    st.builds(
        Copy,
        run_id=st.just(""),
        original=st.integers(0, 6),
        start_s=starts,
        elapsed_s=st.none() | st.floats(30, 200),
        distance_m=st.none() | st.floats(100, 900),
        sport=st.sampled_from([None, "running", "walking"]),
        richness=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    ),
    max_size=5,
).map(lambda found: [replace(copy, run_id=f"{number:02d}-0") for number, copy in enumerate(found)])


@given(copies)
def test_the_order_of_arrival_changes_nothing(found: list[Copy]) -> None:
    once = leads(found)
    assert all(leads(order) == once for order in permutations(found))


@given(copies)
def test_every_copy_has_one_lead_that_leads_itself(found: list[Copy]) -> None:
    linked = leads(found)
    by_run = {copy.run_id: copy for copy in found}
    assert linked.keys() == by_run.keys()
    for run_id, lead in linked.items():
        if lead is not None:
            assert linked[lead] is None
            assert same_activity(by_run[lead], by_run[run_id])
            assert by_run[lead].order <= by_run[run_id].order


@given(copies)
def test_leads_are_no_copies_of_each_other(found: list[Copy]) -> None:
    linked = leads(found)
    leading = [copy for copy in found if linked[copy.run_id] is None]
    assert not any(same_activity(a, b) for a in leading for b in leading if a is not b)


def copy_of(path: Path, number: int) -> Copy:
    (recording,) = read_file(path.read_bytes(), path.name).recordings
    row = measure_run(recording, run_id=path.name, source=path.name)
    return Copy(
        run_id=path.name,
        original=number,
        start_s=recording.start_utc.timestamp(),
        elapsed_s=row.get("elapsed_s"),  # type: ignore[arg-type]
        distance_m=row.get("distance_m"),  # type: ignore[arg-type]
        sport=None if recording.sport == "generic" else recording.sport,
        richness=(richness_of(recording), recording.stream.height),
    )


def test_real_exports_of_one_activity_in_several_formats_are_one(shared_data: Path) -> None:
    files = [
        path for path in sorted((shared_data / "activities").iterdir()) if path.suffix in (".tcx", ".gpx")
    ]
    linked = leads(copy_of(path, number) for number, path in enumerate(files))
    groups: dict[str, set[str]] = {}
    for name, lead in linked.items():
        groups.setdefault(lead or name, set()).add(name)
    assert sorted(map(sorted, groups.values())) == [
        ["3173437224.tcx"],
        ["4078723797_strava.gpx", "activity_4078723797.gpx"],
        ["4801048867_strava.gpx", "activity_4801048867.gpx", "activity_4801048867.tcx"],
        ["activity_5039744860.gpx", "activity_5039744860.tcx"],
    ]
    assert linked["activity_4801048867.tcx"] is None
