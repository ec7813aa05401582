from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from progress_diaries import diary, on, simulated

from runback.errors import BadInputError
from runback.knowledge import fact, treatments
from runback.model import CheckIn, Score
from runback.progress import Escalation, escalations, prevention, progress, return_to_running, to_json

NO_SCORES: tuple[Score, ...] = ()


def ids(found: Iterable[Escalation]) -> set[str]:
    return {escalation.id for escalation in found}


def test_a_young_improving_episode_asks_for_nobody() -> None:
    told = diary([0.0] * 4 + [6, 6, 6, 5, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2])
    assert escalations(told, NO_SCORES, on(17)) == ()
    assert escalations((), NO_SCORES, on(17)) == ()


def test_six_weeks_without_meaningful_change_ask_for_a_physical_therapist() -> None:
    told = diary([0.0] * 4 + [5.0] * 60)
    before, after = escalations(told, NO_SCORES, on(45)), escalations(told, NO_SCORES, on(46))
    assert "no-change-in-time" not in ids(before)
    assert ids(after) == {"no-change-in-time"}
    assert after[0].who == "physical therapist"
    fallen = diary([0.0] * 4 + [6.0] * 10 + [3.0] * 50)
    assert escalations(fallen, NO_SCORES, on(60)) == ()


def test_a_told_onset_counts_where_the_diary_began_late() -> None:
    told = diary([5.0] * 10)
    assert ids(escalations(told, NO_SCORES, on(9), onset=on(-40))) == {"no-change-in-time"}
    assert escalations(told, NO_SCORES, on(9)) == ()


def test_getting_worse_comes_first() -> None:
    told = diary([2.0] * 20 + list(np.linspace(2, 8, 20)))
    found = escalations(told, NO_SCORES, on(39), pain_limits_running=True)
    assert found[0].id == "getting-worse"
    assert found[0].who == "doctor or physical therapist"
    by_score = escalations((), [Score("rmdq-24", on(0), 4), Score("rmdq-24", on(20), 12)], on(21))
    assert ids(by_score) == {"getting-worse"}


@pytest.mark.parametrize(("days", "lasting"), [((0, 14), True), ((0, 13), False), ((14,), False)])
def test_leg_places_count_once_they_last_two_weeks(days: tuple[int, ...], lasting: bool) -> None:
    told = [CheckIn(on(day), worst_pain=3.0, places=("leg-below-knee-left",)) for day in days]
    assert ("leg-symptoms-persist" in ids(escalations(told, NO_SCORES, on(14)))) is lasting


def test_an_injection_is_only_spoken_of_with_leg_symptoms() -> None:
    told = diary([0.0] * 4 + [5.0] * 60)
    answers = {"pain_limits_running": True, "episodes_last_year": 3}
    without = escalations(told, NO_SCORES, on(60), leg_symptoms=False, **answers)
    assert ids(without) == {"no-change-in-time", "pain-limits-running", "third-episode-in-a-year"}
    named = {treatment for escalation in without for treatment in escalation.treatments}
    assert not named & {"epidural-steroid", "facet-steroid", "radiofrequency-denervation"}
    assert not any("injection" in ask for escalation in without for ask in escalation.ask)
    (leg,) = escalations((), NO_SCORES, on(0), leg_symptoms=True)
    assert "epidural-steroid" in leg.treatments


def test_manual_therapy_is_spoken_of_beside_exercise_only() -> None:
    (slow,) = escalations(diary([0.0] * 4 + [5.0] * 60), NO_SCORES, on(60))
    assert slow.treatments.index("physical-therapy") < slow.treatments.index(
        "chiropractic-spinal-manipulation"
    )
    assert any("manual therapy" in ask and "exercises" in ask for ask in slow.ask)


def test_three_episodes_in_a_year_are_counted_from_diary_or_memory() -> None:
    spell = [0.0, 0, 4, 4, 4, *[0] * 9]
    assert ids(escalations(diary(spell * 3), NO_SCORES, on(41))) == {"third-episode-in-a-year"}
    assert escalations(diary(spell * 2), NO_SCORES, on(27)) == ()
    assert ids(escalations((), NO_SCORES, on(0), episodes_last_year=3)) == {"third-episode-in-a-year"}
    # What the diary shows counts even against a smaller number from memory.
    assert escalations(diary(spell * 3), NO_SCORES, on(41), episodes_last_year=1) != ()


def test_running_limited_by_word_or_by_three_painful_runs() -> None:
    assert ids(escalations((), NO_SCORES, on(0), pain_limits_running=True)) == {"pain-limits-running"}
    runs = [CheckIn(on(day), pain_during_run=6.0) for day in (0, 3, 6)]
    assert ids(escalations(runs, NO_SCORES, on(6))) == {"pain-limits-running"}
    # How many painful runs are too many is judged; the runner's own word needs no such line.
    assert [e.basis for e in escalations(runs, NO_SCORES, on(6))] == ["judged"]
    assert [e.basis for e in escalations((), NO_SCORES, on(0), pain_limits_running=True)] == ["published"]
    assert escalations(runs, NO_SCORES, on(15)) == ()
    assert escalations([replace(run, pain_during_run=5.0) for run in runs], NO_SCORES, on(6)) == ()


def test_function_that_stays_away_asks_for_a_physical_therapist() -> None:
    told = diary([0.0] * 4 + [3.0] * 38)
    limited = [Score("rmdq-24", on(10), 9), Score("rmdq-24", on(40), 8)]
    assert "function-not-back" in ids(escalations(told, limited, on(42)))
    back = [Score("rmdq-24", on(10), 9), Score("rmdq-24", on(40), 3)]
    assert "function-not-back" not in ids(escalations(told, back, on(42)))
    assert "function-not-back" not in ids(escalations(told, limited[:1], on(42)))


days = st.lists(
    st.tuples(
        st.none() | st.integers(0, 10).map(float),
        st.none() | st.integers(0, 10).map(float),
        st.sampled_from([(), ("leg-below-knee-left",), ("lower-back-left",)]),
    ),
    max_size=60,
)


@settings(max_examples=25, deadline=None)
@given(days, st.randoms(use_true_random=False))
def test_the_order_of_days_does_not_matter_and_a_yes_never_takes_a_reason_away(
    rows: list[tuple[float | None, float | None, tuple[str, ...]]], shuffle: random.Random
) -> None:
    told = [
        CheckIn(on(i), worst_pain=worst, pain_during_run=run, places=places)
        for i, (worst, run, places) in enumerate(rows)
    ]
    scored = [Score("rmdq-24", on(0), 8), Score("rmdq-24", on(20), 14), Score("uwri", on(9), 20)]
    today = on(len(rows))
    found = escalations(told, scored, today)
    shuffle.shuffle(told)
    shuffle.shuffle(scored)
    assert escalations(told, scored, today) == found
    more = escalations(told, scored, today, leg_symptoms=True, pain_limits_running=True, episodes_last_year=4)
    assert ids(found) <= ids(more)
    fewer_answers = escalations(
        told, scored, today, leg_symptoms=False, pain_limits_running=False, episodes_last_year=0
    )
    assert ids(fewer_answers) == ids(found)


def everything() -> dict[str, object]:
    told = simulated([0.0] * 10 + [6.0] * 60, seed=4, scatter=1.0, told=0.8)
    planned = pl.DataFrame({"local_date": [on(60), on(62)], "kind": ["run", "strength"]})
    scored = [Score("rmdq-24", on(10), 9), Score("rmdq-24", on(65), 8), Score("odi", on(65), 20)]
    gathered = progress(
        told,
        scored,
        on(69),
        leg_symptoms=True,
        pain_limits_running=True,
        episodes_last_year=3,
        planned=planned,
        done=planned.head(1),
    )
    return to_json(gathered)


def test_all_of_it_goes_through_json_unchanged() -> None:
    data = everything()
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert {"trend", "changes", "episodes", "course", "flare_ups", "adherence", "escalations"} <= set(data)
    assert "emergency" in str(data["always"])


def test_an_empty_diary_gives_an_honest_nothing() -> None:
    data = to_json(progress((), (), on(0)))
    assert data["trend"] == data["changes"] == data["episodes"] == data["escalations"] == []
    assert data["course"] is data["adherence"] is None
    assert data["always"]


def test_every_fact_and_treatment_named_exists() -> None:
    known = {treatment.id for treatment in treatments()}
    data = everything()

    def walk(value: object) -> Iterable[str]:
        if isinstance(value, dict):
            for key, item in value.items():
                if key == "evidence":
                    yield from item
                else:
                    yield from walk(item)
        elif isinstance(value, list):
            for item in value:
                yield from walk(item)

    named = list(walk(data))
    assert len(named) > 40
    assert {fact(id_).id for id_ in named} == set(named)
    found = escalations((), (), on(0), leg_symptoms=True, pain_limits_running=True, episodes_last_year=3)
    assert {treatment for escalation in found for treatment in escalation.treatments} <= known


def test_the_way_back_leaves_out_what_was_not_studied_with_leg_pain() -> None:
    assert [step.id for step in return_to_running()] == [
        "walking-base",
        "run-walk",
        "pain-rule",
        "next-morning",
        "back-to-full",
    ]
    assert "run-walk" not in [step.id for step in return_to_running(leg_symptoms=True)]


def test_every_step_names_its_evidence_and_says_how_sure_it_is() -> None:
    for step in (*return_to_running(), *prevention()):
        assert step.evidence and step.sentence and step.caution
        established = [fact(id_).established for id_ in step.evidence]
        assert ("not established" in step.how_sure) is (step.basis == "published" and not all(established))
        for id_ in step.evidence:
            assert fact(id_).checked != "unverified"


def test_an_impossible_onset_is_refused() -> None:
    with pytest.raises(BadInputError, match="onset"):
        progress(diary([0.0, 5.0, 5.0]), (), on(2), onset=on(2))
