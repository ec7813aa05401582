"""The loader: one entry parsed alone equals the same entry of the whole file."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runback import knowledge
from runback.errors import UnknownFactError
from runback.knowledge.entries import Entry

WHOLE_LISTS: tuple[Callable[[], tuple[Entry, ...]], ...] = (
    knowledge.facts,
    knowledge.sources,
    knowledge.causes,
    knowledge.measurements,
    knowledge.self_tests,
    knowledge.exercises,
    knowledge.metrics,
    knowledge.red_flags,
    knowledge.patterns,
    knowledge.treatments,
    knowledge.outcome_measures,
    knowledge.influences,
    knowledge.advice,
)
EVERYTHING = {entry.id for whole in WHOLE_LISTS for entry in whole()}


@pytest.mark.parametrize("whole", WHOLE_LISTS, ids=lambda whole: whole.__name__)
def test_an_entry_found_alone_equals_the_same_entry_of_the_whole_file(
    whole: Callable[[], tuple[Entry, ...]],
) -> None:
    for entry in whole():
        alone = [found for found in knowledge.entries(entry.id) if found.kind == entry.kind]
        # By their text, because nan differs from itself.
        assert [repr(found) for found in alone] == [repr(entry)]


def test_a_fact_carries_its_numbers_and_rows() -> None:
    fact = knowledge.fact("mri-pain-free-by-age")
    assert fact.series["ages"] == (20.0, 30.0, 40.0, 50.0)
    assert not set(fact.series) & set(fact.numbers)
    assert all(type(value) is float for value in knowledge.fact("session-spike-bands").numbers.values())


def test_an_unknown_id_names_those_that_look_alike() -> None:
    with pytest.raises(UnknownFactError, match="minetti-gradient-cost") as caught:
        knowledge.fact("minetti-gradient-costs")
    assert "minetti-gradient-costs" in caught.value.what
    with pytest.raises(UnknownFactError, match=r"no cause 'weak-gluteus'.*weak-glutes"):
        knowledge.cause("weak-gluteus")
    with pytest.raises(UnknownFactError, match="no entry 'qqqqqqqq'"):
        knowledge.entries("qqqqqqqq")


@given(st.one_of(st.text(), st.sampled_from(['x"\n[[fact]]', '"', "\\", "\n", "]]", ".*", ""])))
def test_no_other_text_passes_for_an_id(text: str) -> None:
    if text in EVERYTHING:
        return
    with pytest.raises(UnknownFactError):
        knowledge.entries(text)


def test_one_id_may_name_a_treatment_and_a_piece_of_advice() -> None:
    assert {entry.kind for entry in knowledge.entries("physical-therapy")} == {"treatment", "advice"}


def test_asking_for_one_fact_leaves_the_other_files_unread() -> None:
    script = (
        "import sys, runback.knowledge as k; from runback.knowledge import loading\n"
        "k.fact('session-spike-bands')\n"
        "assert loading._text.cache_info().currsize == 1, loading._text.cache_info()\n"
        "heavy = {'polars', 'numpy', 'django', 'scipy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_entries_are_values_that_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        knowledge.fact("session-spike-bands").claim = "other"  # type: ignore[misc]  # the point of the test


def test_nan_in_a_file_is_kept_as_unknown_and_not_printed() -> None:
    with_nan = [fact for fact in knowledge.facts() if any(v != v for v in fact.numbers.values())]
    for fact in with_nan:
        assert not any(value != value for value in fact.printable_numbers.values())
    assert any(metric.mdc != metric.mdc for metric in knowledge.metrics())
    assert tomllib.loads("x = nan")["x"] != 0
