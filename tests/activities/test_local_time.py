"""Zone and local date across daylight saving, date lines, travel and watches set wrong."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from runback.activities.local_time import find_zone, locate, offset_name, to_local
from runback.activities.recording import Recording
from runback.errors import BadInputError
from runback.model import Runner

BERLIN, NEW_YORK, KATHMANDU, KIRITIMATI = (52.52, 13.40), (40.71, -74.01), (27.70, 85.32), (1.87, -157.43)
Place = tuple[float, float] | None


def recorded(when: str, place: Place = None, offset_s: int | None = None) -> Recording:
    stream = pl.DataFrame({"t_s": [0.0, 1.0]})
    if place is not None:
        stream = stream.with_columns(
            latitude_deg=pl.Series([None, place[0]]), longitude_deg=pl.Series([None, place[1]])
        )
    start = datetime.fromisoformat(when).replace(tzinfo=UTC)
    return Recording(sport="running", start_utc=start, stream=stream, utc_offset_s=offset_s)


@pytest.mark.parametrize(
    ("when", "place", "zone", "day"),
    [
        ("2024-01-15T23:30:00", BERLIN, "Europe/Berlin", date(2024, 1, 16)),
        ("2024-07-15T22:30:00", BERLIN, "Europe/Berlin", date(2024, 7, 16)),
        ("2024-01-15T22:30:00", BERLIN, "Europe/Berlin", date(2024, 1, 15)),
        ("2024-03-31T00:59:59", BERLIN, "Europe/Berlin", date(2024, 3, 31)),
        ("2024-07-16T03:30:00", NEW_YORK, "America/New_York", date(2024, 7, 15)),
        ("2024-07-15T18:20:00", KATHMANDU, "Asia/Kathmandu", date(2024, 7, 16)),
        ("2024-07-15T10:30:00", KIRITIMATI, "Pacific/Kiritimati", date(2024, 7, 16)),
    ],
)
def test_the_zone_of_the_place_tells_the_day(when: str, place: Place, zone: str, day: date) -> None:
    assert locate(recorded(when, place), Runner(zone="Asia/Tokyo")) == (zone, "position", day)


def test_an_offset_that_the_place_had_then_confirms_it() -> None:
    summer = recorded("2024-07-15T22:30:00", BERLIN, 7200)
    winter = recorded("2024-12-15T22:30:00", BERLIN, 3600)
    assert locate(summer, Runner()) == ("Europe/Berlin", "position", date(2024, 7, 16))
    assert locate(winter, Runner()) == ("Europe/Berlin", "position", date(2024, 12, 15))


def test_an_offset_that_the_place_never_had_then_wins() -> None:
    assert locate(recorded("2024-12-15T22:30:00", BERLIN, 7200), Runner()) == (
        "UTC+02:00",
        "file",
        date(2024, 12, 16),
    )


def test_without_a_place_the_file_then_the_runner_then_utc() -> None:
    when = "2024-07-15T20:30:00"
    assert locate(recorded(when, None, 19800), Runner(zone="Europe/Berlin")) == (
        "UTC+05:30",
        "file",
        date(2024, 7, 16),
    )
    assert locate(recorded(when), Runner(zone="Asia/Tokyo")) == ("Asia/Tokyo", "runner", date(2024, 7, 16))
    assert locate(recorded(when), Runner()) == ("UTC", "assumed", date(2024, 7, 15))


def test_a_watch_a_minute_off_still_tells_its_zone() -> None:
    assert locate(recorded("2024-07-15T20:30:00", None, 7230), Runner())[0] == "UTC+02:00"
    assert locate(recorded("2024-07-15T20:30:00", BERLIN, 7170), Runner())[1] == "position"


def test_an_offset_beyond_the_worlds_zones_is_no_offset() -> None:
    assert locate(recorded("2024-07-15T20:30:00", None, 900_000_000), Runner())[1] == "assumed"
    assert locate(recorded("2024-07-15T20:30:00", BERLIN, -60_000), Runner())[1] == "position"


def test_null_island_is_no_place() -> None:
    assert locate(recorded("2024-07-15T20:30:00", (0.0, 0.0), 7200), Runner())[:2] == ("UTC+02:00", "file")


def test_the_open_sea_has_a_zone() -> None:
    zone, source, _ = locate(recorded("2024-07-15T20:30:00", (40.0, -30.0)), Runner())
    assert (zone, source) == ("Etc/GMT+2", "position")


def test_a_zone_that_does_not_exist_is_said_to_the_runner() -> None:
    for name in ("Europe/Berlinn", "", "../etc/passwd", "CEST+2"):
        with pytest.raises(BadInputError, match="time zone"):
            find_zone(name)
    with pytest.raises(BadInputError, match="Mars/Olympus"):
        locate(recorded("2024-07-15T20:30:00"), Runner(zone="Mars/Olympus"))


@pytest.mark.parametrize("offset_s", [-12 * 3600, -34200, 0, 2700, 20700, 14 * 3600])
def test_fixed_offsets_are_named_and_read_back(offset_s: int) -> None:
    instant = datetime(2024, 7, 15, 20, 30, tzinfo=UTC)
    local = to_local(instant, offset_name(offset_s))
    assert local.utcoffset() == timedelta(seconds=offset_s)
    assert local == instant


def test_local_time_in_a_named_zone() -> None:
    assert to_local(datetime(2024, 7, 15, 20, 30, tzinfo=UTC), "Europe/Berlin").hour == 22
