"""Answers are taken in every allowed form, and refused with the question and what is allowed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runback.errors import BadInputError, UnreadableFileError
from runback.screening import Clearance, parse_answers, questions, read_answers, screen, to_json

TODAY = date(2026, 3, 14)


def action(answers: dict[str, object]) -> str:
    return str(screen(answers, TODAY).action)


@pytest.mark.parametrize(
    "answers",
    [
        {"illness": ["fever"]},
        {"illness": "fever"},
        {"illness": {"fever": "yes", "shivering": "don't know"}},
        {"illness": ["fever", "don't know"]},
        {"illness": {"fever": True}},
        {"fever": "Yes"},
        {"fever": True, "illness": "none"},
        {"fever": "yes", "illness": "don't know"},
    ],
)
def test_a_tick_list_may_be_answered_in_many_ways(answers: dict[str, object]) -> None:
    assert action(answers) == "same-day"


@pytest.mark.parametrize("value", ["none", "no", [], False, ["none"], {"fever": "no"}, "don't know", None])
def test_none_and_dont_know_raise_nothing(value: object) -> None:
    assert action({"illness": value}) == "routine"


def test_dont_know_stays_open_where_no_does_not() -> None:
    def missing(value: object) -> dict[str, str]:
        return {entry.id: entry.reason for entry in screen({"saddle-numbness": value}, TODAY).missing}

    assert "saddle-numbness" not in missing("no")
    assert "don't know" in missing("don't know")["saddle-numbness"]
    assert missing(None) == missing("don't know")
    assert {entry.id for entry in screen({}, TODAY).missing} >= {"saddle-numbness", "age", "illness"}


@pytest.mark.parametrize(
    ("answers", "named", "allowed"),
    [
        ({"age": 240}, "'age'", "1 to 110"),
        ({"age": "old"}, "'age'", "years"),
        ({"age": True}, "'age'", "years"),
        ({"age": float("nan")}, "'age'", "years"),
        ({"age": 10**400}, "'age'", "years"),
        ({"saddle-numbness": "maybe"}, "'saddle-numbness'", "yes, no, don't know"),
        ({"saddle-numbness": 1}, "'saddle-numbness'", "yes, no, don't know"),
        ({"sex": "f"}, "'sex'", "female, male, other"),
        ({"illness": ["fewer"]}, "'illness'", "fever"),
        ({"illness": "yes"}, "'illness'", "fever"),
        ({"illness": {"fever": "perhaps"}}, "illness/fever", "yes, no, don't know"),
        ({"illness": 3}, "'illness'", "fever"),
        ({"sadle-numbness": "yes"}, "'sadle-numbness'", "Did you mean 'saddle-numbness'?"),
    ],
)
def test_a_bad_answer_names_the_question_and_what_is_allowed(
    answers: dict[str, object], named: str, allowed: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        screen(answers, TODAY)
    assert named in str(caught.value)
    assert allowed in str(caught.value)


def test_json_and_toml_files_say_the_same(tmp_path: Path) -> None:
    as_json = tmp_path / "a.json"
    as_json.write_text(
        json.dumps(
            {
                "answers": {"age": 56, "conditions": ["cancer-history"], "sex": None},
                "clearances": [{"flag": "cancer-history", "date": "2026-03-01", "statement": "Seen."}],
            }
        ),
        encoding="utf-8",
    )
    as_toml = tmp_path / "a.toml"
    as_toml.write_text(
        'age = 56\nsex = "don\'t know"\nconditions = ["cancer-history"]\n'
        '[[clearances]]\nflag = "cancer-history"\ndate = 2026-03-01\nstatement = "Seen."\n',
        encoding="utf-8",
    )
    results = []
    for path in (as_json, as_toml):
        file = read_answers(path)
        results.append(to_json(screen(file.answers, TODAY, clearances=file.clearances)))
    assert results[0] == results[1]
    assert results[0]["action"] == "routine"


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[1]",
        "age = = 3",
        '{"answers": 3}',
        '{"answers": {"age": 3}, "sex": "male"}',
        '{"age": 400}',
        '{"clearances": 3}',
        '{"clearances": [{"flag": "x"}]}',
        '{"clearances": [{"flag": "x", "date": "soon", "statement": "y"}]}',
        "[" * 100_000,
        '{"age": ' + "1" * 5000 + "}",
    ],
)
def test_a_broken_file_of_answers_is_refused_with_its_place(text: str, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError) as caught:
        read_answers(path)
    assert "answers.json" in str(caught.value)
    with pytest.raises(BadInputError):
        parse_answers(text)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableFileError, match="UTF-8"):
        read_answers(path)
    with pytest.raises(UnreadableFileError, match="read"):
        read_answers(tmp_path / "absent.json")
    path.write_bytes(b"#" * 1_000_001)
    with pytest.raises(UnreadableFileError, match="long"):
        read_answers(path)


def test_a_looked_at_flag_still_shows_with_its_day_and_frees_the_action() -> None:
    answers: dict[str, object] = {"age": 56, "cancer-history": "yes"}
    before = screen(answers, TODAY)
    assert str(before.action) == "within-days"
    assert before.forbids == {"running", "loading"}
    cleared = screen(
        answers,
        TODAY,
        clearances=[
            Clearance("cancer-history", date(2026, 2, 1), "First visit."),
            Clearance("cancer-history", date(2026, 3, 1), "Oncologist, scan unchanged."),
        ],
    )
    assert str(cleared.action) == "routine"
    assert cleared.forbids == frozenset()
    (flag,) = [flag for flag in cleared.red_flags if flag.id == "cancer-history"]
    assert flag.sentence.startswith("Looked at on 2026-03-01")
    assert "Oncologist, scan unchanged" in flag.sentence
    # A sharper flag that comes up later was not looked at.
    later = screen(
        {**answers, "growing": "yes"}, TODAY, clearances=[flag.looked_at] if flag.looked_at else []
    )
    assert str(later.action) == "same-day"


@pytest.mark.parametrize(
    ("clearance", "named"),
    [
        (Clearance("no-such-flag", date(2026, 3, 1), "Seen."), "no-such-flag"),
        (Clearance("cancer-history", date(2026, 3, 15), "Seen."), "after today"),
        (Clearance("cancer-history", date(2026, 3, 1), "  "), "without a statement"),
    ],
)
def test_an_impossible_clearance_is_refused(clearance: Clearance, named: str) -> None:
    with pytest.raises(BadInputError, match=named):
        screen({}, TODAY, clearances=[clearance])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just(10**400),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
names = st.sampled_from([question.id for question in questions()]) | st.text(max_size=12)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(names | st.sampled_from(["answers", "clearances"]), json_values, max_size=4))
def test_whatever_a_file_says_is_taken_or_refused_in_words(data: dict[str, object]) -> None:
    try:
        file = parse_answers(json.dumps(data))
    except BadInputError as problem:
        assert problem.what
    else:
        assert screen(file.answers, TODAY).patterns


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_taken_or_refused_in_words(text: str) -> None:
    try:
        parse_answers(text)
    except BadInputError as problem:
        assert problem.what
