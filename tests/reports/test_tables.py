import csv
import io
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runback.activities.runs import runs_frame
from runback.reports import runs_csv, runs_parquet, streams_parquet


def one_run(**values: object) -> pl.DataFrame:
    row: dict[str, object] = {
        "run_id": "0123456789abcdef-0",
        "start_utc": datetime(2026, 11, 1, 7, 30, tzinfo=UTC),
        "local_date": date(2026, 11, 1),
        "distance_m": 10_000.0,
        "speed_seconds": [0.0, 12.5],
    }
    return runs_frame([row | values])


def test_parquet_gives_back_the_same_frame() -> None:
    runs = one_run(title="Sunday, long")
    assert pl.read_parquet(io.BytesIO(runs_parquet(runs))).equals(runs)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30))
def test_no_title_is_a_formula_in_the_csv(title: str) -> None:
    rows = list(csv.DictReader(io.StringIO(runs_csv(one_run(title=title)).decode(), newline="")))
    cell = rows[0]["title"]
    assert cell == title or cell == "'" + title
    assert not cell or cell[0] not in "=+-@\t\r"


def test_csv_keeps_lists_and_instants() -> None:
    read = pl.read_csv(io.BytesIO(runs_csv(one_run())), infer_schema=False)
    assert read["speed_seconds"][0] == "0.0;12.5"
    assert read["start_utc"][0].startswith("2026-11-01T07:30:00")
    assert read["distance_m"][0] == "10000.0"


@pytest.mark.parametrize("positions", [True, False])
def test_streams_of_unlike_columns_stand_in_one_file(positions: bool) -> None:
    streams = [
        ("a", pl.DataFrame({"t_s": [0.0, 1.0], "latitude_deg": [47.0, 47.1], "longitude_deg": [8.0, 8.1]})),
        ("b", pl.DataFrame({"t_s": [0.0], "heart_rate_bpm": [120.0]})),
    ]
    read = pl.read_parquet(io.BytesIO(streams_parquet(streams, positions=positions)))
    assert read["run_id"].to_list() == ["a", "a", "b"]
    assert ("latitude_deg" in read.columns) is positions
    assert read["heart_rate_bpm"].to_list() == [None, None, 120.0]


def test_no_streams_still_make_a_readable_file() -> None:
    assert pl.read_parquet(io.BytesIO(streams_parquet([], positions=True))).height == 0
