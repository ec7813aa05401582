"""Pairs in the store: told, renamed, made one, retired, the default of runs that name none."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from small_files import FIRST, write_runs

from runback.errors import BadInputError
from runback.influences import Pair

if TYPE_CHECKING:
    from runback.store import Store

DAY = FIRST.date()


@pytest.fixture
def worn(store: Store, tmp_path: Path) -> Store:
    """Four runs a week apart; the first in "a", the second in "b"."""
    write_runs(tmp_path / "runs", 4)
    store.import_paths([tmp_path / "runs"], workers=1)
    ids = store.runs()["run_id"].to_list()
    store.set_shoe(ids[0], "a")
    store.set_shoe(ids[1], " b ")
    return store


def shoes_of(store: Store) -> list[str | None]:
    return store.shoes.named(store.runs())["shoe"].to_list()


def test_pairs_are_called_as_the_runner_calls_them(worn: Store) -> None:
    assert shoes_of(worn) == ["a", "b", None, None]
    assert worn.shoes.rename("a", "Racer") is False
    assert shoes_of(worn) == ["Racer", "b", None, None]
    assert worn.runs()["shoe"].to_list()[:2] == ["a", " b "], "what the runs say is left as it is"
    worn.shoes.rename("Racer", "Old racer")
    assert shoes_of(worn)[0] == "Old racer"
    assert worn.shoes.rename("b", "Old racer") is True
    assert shoes_of(worn)[:2] == ["Old racer", "Old racer"]
    assert [pair.name for pair in worn.shoes.pairs()] == ["Old racer"]
    with pytest.raises(BadInputError, match="no pair is called 'c'") as raised:
        worn.shoes.rename("c", "d")
    assert "Old racer" in raised.value.remedy


def test_two_pairs_that_are_one_keep_what_was_told_of_both(worn: Store) -> None:
    worn.shoes.tell("a", first_day=DAY, distance_before_m=1000.0)
    worn.shoes.tell("b", first_day=DAY - timedelta(days=9), distance_before_m=500.0)
    worn.shoes.rename("a", "b")
    assert worn.shoes.pairs() == (Pair("b", DAY - timedelta(days=9), 1500.0),)
    assert shoes_of(worn)[:2] == ["b", "b"]


def test_what_is_told_of_a_pair_stays_until_told_otherwise(store: Store) -> None:
    store.shoes.tell("x", distance_before_m=1000.0)
    assert store.shoes.tell(" x ", first_day=DAY) == Pair("x", DAY, 1000.0)
    store.shoes.retire("x", DAY)
    assert store.shoes.pairs() == (Pair("x", DAY, 1000.0, DAY),)
    store.shoes.retire("x", None)
    assert store.shoes.pairs() == (Pair("x", DAY, 1000.0),)
    for name, metres in (("", 1.0), ("y" * 201, 1.0), ("y", -1.0), ("y", float("nan"))):
        with pytest.raises(BadInputError):
            store.shoes.tell(name, distance_before_m=metres)
    assert len(store.shoes.pairs()) == 1


def test_runs_that_name_none_count_for_the_default_of_their_day(worn: Store) -> None:
    days = worn.runs()["local_date"].to_list()
    worn.shoes.make_default("a", days[2])
    assert shoes_of(worn) == ["a", "b", "a", "a"]
    worn.shoes.make_default("b", days[3])
    assert shoes_of(worn) == ["a", "b", "a", "b"]
    worn.shoes.retire("b", days[3])
    assert shoes_of(worn) == ["a", "b", "a", "a"]
    worn.shoes.make_default("a", None)
    assert shoes_of(worn) == ["a", "b", None, None]


def test_a_default_ground_fills_in_where_a_run_tells_none(worn: Store) -> None:
    worn.set_surface(worn.runs()["run_id"][0], "trail")
    worn.update_runner(default_surface="asphalt")
    found = worn.shoes.named(worn.runs())["surface"].to_list()
    assert found == ["trail", "asphalt", "asphalt", "asphalt"]
    assert worn.default_surface() == "asphalt"
    with pytest.raises(BadInputError):
        worn.update_runner(default_surface=" ")
    worn.update_runner(default_surface=None)
    assert worn.shoes.named(worn.runs())["surface"].to_list()[1] is None
