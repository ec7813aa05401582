"""The diary in the store: every version kept, many days at once or none, days cleared."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from runback.errors import BadInputError
from runback.model import CheckIn

if TYPE_CHECKING:
    from runback.store import Store

TODAY = date(2026, 11, 20)
YESTERDAY = TODAY - timedelta(days=1)


def test_a_later_word_adds_or_corrects_and_the_earlier_stays(store: Store) -> None:
    diary = store.health.diary
    diary.write(CheckIn(YESTERDAY, worst_pain=4.0, note="  stiff\r\n"), TODAY)
    kept = diary.write(CheckIn(YESTERDAY, worst_pain=3.0, lifting=False), TODAY)
    assert kept == CheckIn(YESTERDAY, worst_pain=3.0, note="stiff", lifting=False)
    assert diary.check_ins() == (kept,) == store.health.check_ins()
    assert [version.check_in.worst_pain for version in diary.history(YESTERDAY)] == [4.0, 3.0]
    diary.write(CheckIn(YESTERDAY, worst_pain=3.0), TODAY)
    assert len(diary.history(YESTERDAY)) == 2, "what changes nothing is no version"
    assert diary.history(TODAY) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        CheckIn(TODAY + timedelta(days=1), worst_pain=1.0),
        CheckIn(TODAY, worst_pain=11.0),
        CheckIn(TODAY, worst_pain=float("nan")),
        CheckIn(TODAY, sleep_h=25.0),
        CheckIn(TODAY, places=("knee",)),
        CheckIn(TODAY, note="a\x00b"),
        CheckIn(TODAY, note="\ud800"),
        CheckIn(TODAY, note="x" * 10_001),
        CheckIn(TODAY),
        CheckIn(TODAY, note="  \n "),
    ],
    ids=lambda one: repr(one)[-60:],
)
def test_what_cannot_be_taken_leaves_nothing(store: Store, wrong: CheckIn) -> None:
    with pytest.raises(BadInputError) as raised:
        store.health.diary.write(wrong, TODAY)
    assert raised.value.what
    with pytest.raises(BadInputError):
        store.health.diary.write_all([CheckIn(YESTERDAY, worst_pain=2.0), wrong], TODAY)
    assert store.health.check_ins() == ()


def test_many_days_are_written_once_and_the_diary_keeps_its_word(store: Store) -> None:
    diary = store.health.diary
    diary.write(CheckIn(YESTERDAY, worst_pain=5.0), TODAY)
    before = TODAY - timedelta(days=9)
    told = [
        CheckIn(before, worst_pain=1.0),
        CheckIn(YESTERDAY, worst_pain=2.0, sleep_h=7.0),
        CheckIn(TODAY, stress=4.0),
    ]
    tried = diary.write_all(told, TODAY, dry_run=True)
    assert diary.check_ins() == (CheckIn(YESTERDAY, worst_pain=5.0),)
    written = diary.write_all(told, TODAY)
    assert written == tried
    assert (written.new, written.changed, written.differing) == ((before, TODAY), (YESTERDAY,), (YESTERDAY,))
    assert diary.check_ins()[1] == CheckIn(YESTERDAY, worst_pain=5.0, sleep_h=7.0)
    again = diary.write_all(told, TODAY)
    assert (again.new, again.changed, len(again.unchanged)) == ((), (), 3)
    assert len(diary.history(YESTERDAY)) == 2
    assert diary.write_all(told, TODAY, replace=True).changed == (YESTERDAY,)
    assert diary.check_ins()[1].worst_pain == 2.0


def test_values_and_whole_days_can_be_taken_back(store: Store) -> None:
    diary = store.health.diary
    diary.write(CheckIn(TODAY, worst_pain=3.0, places=("upper-back",), sleep_h=6.0), TODAY)
    assert diary.clear(TODAY, ["places", "sleep_h"]) == CheckIn(TODAY, worst_pain=3.0)
    with pytest.raises(BadInputError, match="no 'mood'"):
        diary.clear(TODAY, ["mood"])
    diary.clear(TODAY, [])
    assert diary.check_ins() == ()
    assert len(diary.history(TODAY)) == 3
    with pytest.raises(BadInputError, match="nothing is told"):
        diary.clear(TODAY, ["worst_pain"])
    assert diary.write_all([CheckIn(TODAY, worst_pain=1.0)], TODAY).new == (TODAY,)
