from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runback.errors import BadInputError
from runback.knowledge import outcome_measures
from runback.progress import questionnaire, questionnaires, score_questionnaire, typed_score

DAY = date(2026, 3, 1)
RMDQ = questionnaire("rmdq-24")
IDS = [item.id for item in RMDQ.items]


def test_only_text_that_may_be_shipped_is_asked() -> None:
    shippable = {measure.id for measure in outcome_measures() if measure.shippable}
    asked = {form.id for form in questionnaires() if not form.typed_only}
    assert asked <= shippable
    assert {form.id for form in questionnaires() if form.typed_only} == {
        measure.id for measure in outcome_measures() if not measure.shippable
    }
    assert {"rmdq-24", "own-activity-0-10", "nrs-pain"} <= asked


def test_roland_morris_has_its_24_statements_and_its_citation() -> None:
    assert len(IDS) == len(set(IDS)) == 24
    assert len({item.wording for item in RMDQ.items}) == 24
    assert all("my back" in item.wording or item.wording.startswith("My back") for item in RMDQ.items)
    assert "Spine 1983; 8: 141-144" in RMDQ.citation


@given(st.lists(st.booleans(), min_size=24, max_size=24))
def test_roland_morris_counts_the_ticks(ticks: list[bool]) -> None:
    score = score_questionnaire("rmdq-24", dict(zip(IDS, ticks, strict=True)), DAY)
    assert (score.measure, score.day, score.value) == ("rmdq-24", DAY, sum(ticks))


answers = st.lists(st.sampled_from([True, False, None]), min_size=24, max_size=24)


@given(answers, st.integers(0, 23))
def test_one_more_yes_never_lowers_a_score(given_answers: list[bool | None], place: int) -> None:
    told = dict(zip(IDS, given_answers, strict=True))
    if sum(answer is not None for answer in told.values()) < RMDQ.least_answered:
        with pytest.raises(BadInputError, match="at least 20"):
            score_questionnaire("rmdq-24", told, DAY)
        return
    before = score_questionnaire("rmdq-24", told, DAY).value
    assert 0 <= before <= 24
    if told[IDS[place]] is False:
        assert score_questionnaire("rmdq-24", told | {IDS[place]: True}, DAY).value >= before


def test_statements_left_open_are_made_up_for_in_proportion() -> None:
    told = {item: index < 10 for index, item in enumerate(IDS[:20])}
    assert score_questionnaire("rmdq-24", told, DAY).value == 12.0


@settings(max_examples=30)
@given(st.lists(st.floats(0, 10), min_size=1, max_size=3))
def test_own_activities_are_the_mean_of_those_rated(ratings: list[float]) -> None:
    told = {f"activity-{i + 1}": rating for i, rating in enumerate(ratings)}
    value = score_questionnaire("own-activity-0-10", told, DAY).value
    assert value == pytest.approx(sum(ratings) / len(ratings))


def test_the_weekly_score_runs_from_0_to_100() -> None:
    form = questionnaire("weekly-problem-score")
    for rating, expected in ((0.0, 0.0), (5.0, 50.0), (10.0, 100.0)):
        told = {item.id: rating for item in form.items}
        assert score_questionnaire(form.id, told, DAY).value == expected


@pytest.mark.parametrize(
    ("form", "told", "said"),
    [
        ("nrs-pain", {"pain": 11.0}, "nrs-pain, pain: .* 0 to 10"),
        ("nrs-pain", {"pain": float("nan")}, "outside the scale"),
        ("nrs-pain", {"pain": True}, "outside the scale"),
        ("global-change", {"change": -6.0}, "-5 to 5"),
        ("rmdq-24", {"home": 1.0}, "rmdq-24, home: .*Say yes or no"),
        ("rmdq-24", {"hom": True}, "no item is called 'hom'.*home"),
        ("own-activity-0-10", {}, "0 of 3 items.*activity-1"),
        ("odi", {}, "rights agent.*0 to 100"),
        ("odi2", {}, "no questionnaire is called 'odi2'.*odi"),
    ],
)
def test_a_wrong_answer_is_named_with_its_range(form: str, told: dict[str, float], said: str) -> None:
    with pytest.raises(BadInputError, match=f"(?s){said}"):
        score_questionnaire(form, told, DAY)


def test_a_score_from_elsewhere_is_taken_within_its_range() -> None:
    assert typed_score("uwri", 30, DAY).value == 30.0
    for value in (-1.0, 37.0, float("nan"), float("inf")):
        with pytest.raises(BadInputError, match=r"uwri: .*0 to 36"):
            typed_score("uwri", value, DAY)
