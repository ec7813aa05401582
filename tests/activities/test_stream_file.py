"""Streams on disk: exact at their resolution, small, and honest about damage."""

import math
from io import BytesIO

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from runback.activities.recording import STREAM_COLUMNS
from runback.activities.stream_file import UNITS_PER_ONE, decode_stream, encode_stream
from runback.errors import UnreadableFileError


@st.composite
def streams(draw: st.DrawFn) -> pl.DataFrame:
    """Draw a stream whose native values lie on the resolution of their columns."""
    n = draw(st.integers(0, 30))
    names = draw(st.lists(st.sampled_from(list(STREAM_COLUMNS)[1:]), unique=True))
    columns = {
        "t_s": [k / 1000 for k in sorted(draw(st.sets(st.integers(0, 10**9), min_size=n, max_size=n)))]
    }
    for name in names:
        units = UNITS_PER_ONE[name]
        steps = st.integers(-(2**40), 2**40)
        values = st.one_of(st.none(), steps.map(lambda k, units=units: k / units))
        columns[name] = draw(st.lists(values, min_size=n, max_size=n))
    if draw(st.booleans()):
        free = st.one_of(st.none(), st.floats(allow_nan=False))
        columns["dev_stryd_form_power_w"] = draw(st.lists(free, min_size=n, max_size=n))
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Float64))


@given(streams())
def test_what_is_stored_comes_back_equal(stream: pl.DataFrame) -> None:
    assert_frame_equal(decode_stream(encode_stream(stream)), stream, check_exact=True)


def test_every_native_column_has_a_resolution() -> None:
    assert list(UNITS_PER_ONE) == list(STREAM_COLUMNS)


@given(st.sampled_from(list(STREAM_COLUMNS)), st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_finer_values_are_kept_to_half_a_step(name: str, values: list[float]) -> None:
    back = decode_stream(encode_stream(pl.DataFrame({name: values})))[name].to_list()
    for kept, value in zip(back, values, strict=True):
        assert abs(kept - value) <= 0.5 / UNITS_PER_ONE[name] + abs(value) * 1e-15


def test_values_too_large_for_exact_integers_stay_floats() -> None:
    stream = pl.DataFrame({"t_s": [0.0, 1.0, 2.0], "altitude_m": [1e300, -math.inf, 3.0]})
    assert_frame_equal(decode_stream(encode_stream(stream)), stream)


def test_not_a_number_is_no_value() -> None:
    stream = pl.DataFrame({"t_s": [0.0, 1.0], "speed_m_s": [math.nan, 3.0]})
    assert decode_stream(encode_stream(stream))["speed_m_s"].to_list() == [None, 3.0]


def test_an_all_null_column_stays() -> None:
    stream = pl.DataFrame({"t_s": [0.0, 1.0], "power_w": pl.Series([None, None], dtype=pl.Float64)})
    assert_frame_equal(decode_stream(encode_stream(stream)), stream)


def test_an_hour_of_running_is_small() -> None:
    rng = np.random.default_rng(3)
    n = 3600
    distance = np.cumsum(np.round(3.0 + rng.normal(0, 0.1, n), 2))
    hour = pl.DataFrame(
        {
            "t_s": np.arange(float(n)),
            "distance_m": np.round(distance, 2),
            "speed_m_s": np.round(3.0 + rng.normal(0, 0.1, n), 3),
            "altitude_m": np.round((100 + 20 * np.sin(distance / 500) + rng.normal(0, 0.2, n)) * 5) / 5,
            "heart_rate_bpm": np.round(150 + 5 * np.sin(np.arange(n) / 300)),
            "cadence_spm": np.round(170 + rng.normal(0, 2, n)),
            "latitude_deg": np.round(48 + distance / 111_195, 7),
            "longitude_deg": np.round(2 + rng.normal(0, 1e-6, n), 7),
        }
    )
    stored = encode_stream(hour)
    assert len(stored) < 30_000
    assert len(stored) < 0.2 * hour.estimated_size()
    assert_frame_equal(decode_stream(stored), hour, check_exact=True)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_stream_are_said_to_be(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"damaged\. Import the original"):
        decode_stream(data)


SMALL = encode_stream(pl.DataFrame({"t_s": [float(i) for i in range(50)], "power_w": [200.0] * 50}))


def test_no_flipped_bit_and_no_cut_goes_unseen() -> None:
    """Parquet's own reader aborts the whole process on some of these."""
    for place in range(len(SMALL)):
        flipped = bytearray(SMALL)
        flipped[place] ^= 1 << (place % 8)
        for spoilt in (bytes(flipped), SMALL[:place], SMALL[place + 1 :]):
            with pytest.raises(UnreadableFileError, match="damaged"):
                decode_stream(spoilt)


def test_other_tools_read_it_as_parquet() -> None:
    stored = pl.read_parquet(BytesIO(SMALL))
    assert stored.columns == ["t_s/1000", "power_w/1"]
    assert stored["t_s/1000"].cum_sum().to_list()[-1] == 49_000


def test_a_stream_of_nothing() -> None:
    assert decode_stream(encode_stream(pl.DataFrame())).is_empty()
