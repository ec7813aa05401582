"""The interview: red flags first, short for most, and nothing asked that does not apply."""

from __future__ import annotations

import json
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from screen_answers import DONT_KNOW, answer_to
from screen_histories import History, histories

from runback.screening import Question, next_question, questions, questions_to_json


@cache
def interviews() -> dict[str, list[str]]:
    """The questions put to the person of each history, who answers no or none where the story is silent."""
    return {history.id: interview(history) for history in histories()}


def interview(history: History) -> list[str]:
    given_: dict[str, object] = {}
    asked: list[str] = []
    while (question := next_question(given_)) is not None:
        asked.append(question.id)
        given_[question.id] = history.answers.get(question.id, silent(question))
    return asked


def silent(question: Question) -> object:
    if question.type in {"number", "choice"}:
        return DONT_KNOW
    return "no" if question.type == "yes-no" else "none"


def test_most_people_answer_fewer_than_twenty_five_questions() -> None:
    counts = sorted(len(asked) for asked in interviews().values())
    assert counts[len(counts) // 2] <= 22
    assert sum(count < 25 for count in counts) >= 0.9 * len(counts), counts


def test_red_flags_are_asked_first_and_cauda_equina_first_of_all() -> None:
    section = {question.id: question.section for question in questions()}
    for names in interviews().values():
        asked = [section[name] for name in names]
        assert asked == sorted(asked, key=["red-flags", "patterns"].index)
    first = interviews()["ordinary-desk-runner"][:5]
    assert first == ["saddle-numbness", "cannot-pass-urine", "urine-leak", "bowel-control", "sexual-function"]


def test_after_an_emergency_no_question_about_patterns_is_put() -> None:
    section = {question.id: question.section for question in questions()}
    assert {section[name] for name in interviews()["ces-classic-lift"]} == {"red-flags"}


def test_branches_are_put_only_where_they_apply() -> None:
    by_id = interviews()
    assert "womens-health" in by_id["ectopic"]
    assert "womens-health" not in by_id["sciatica-plain"]
    assert "child-signs" in by_id["pars-gymnast-runner"]
    assert "child-signs" not in by_id["sciatica-plain"]
    assert "inflammatory-signs" in by_id["ankylosing-young-man"]
    assert "inflammatory-signs" not in by_id["ordinary-desk-runner"]
    assert "standing-and-walking" in by_id["stenosis-master"]
    assert "leg-detail" in by_id["sciatica-plain"]
    assert "leg-detail" not in by_id["ordinary-desk-runner"]
    assert "clinic-findings" in by_id["sij-specialist"]
    assert all("worse-since-looked-at" not in asked for asked in by_id.values())


def test_who_was_seen_by_a_clinician_is_asked_what_changed_since() -> None:
    given_: dict[str, object] = {}
    asked = set()
    while (question := next_question(given_, cleared=True)) is not None:
        asked.add(question.id)
        given_[question.id] = silent(question)
    assert "worse-since-looked-at" in asked


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_interview_ends_and_asks_nothing_twice(data: st.DataObject) -> None:
    given_: dict[str, object] = {}
    while (question := next_question(given_)) is not None:
        assert question.id not in given_
        given_[question.id] = data.draw(answer_to(question), label=question.id)
    assert len(given_) <= len(questions())


def test_the_list_of_questions_is_plain_and_complete() -> None:
    listed = questions_to_json()
    assert json.loads(json.dumps(listed)) == listed
    assert [entry["id"] for entry in listed] == [question.id for question in questions()]
    for entry in listed:
        assert entry["wording"] and entry["type"] and entry["asked"]
        assert "don't know" in str(entry["allowed"])
