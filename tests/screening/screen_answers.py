"""Answers drawn from the question table itself, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from runback.screening import Question, questions

DONT_KNOW = "don't know"


def answer_to(question: Question) -> st.SearchStrategy[object]:
    """Any allowed answer to one question, "don't know" among them."""
    if question.type == "yes-no":
        return st.sampled_from(["yes", "no", DONT_KNOW])
    if question.type == "number":
        assert question.minimum is not None and question.maximum is not None
        return st.one_of(
            st.just(DONT_KNOW), st.floats(question.minimum, min(question.maximum, 300.0), allow_nan=False)
        )
    ids = [option.id for option in question.options]
    if question.type == "choice":
        return st.sampled_from([*ids, DONT_KNOW])
    three_valued = st.sampled_from(["yes", "no", DONT_KNOW])
    return st.one_of(
        st.just(DONT_KNOW),
        st.lists(st.sampled_from(ids), unique=True, max_size=4),
        st.dictionaries(st.sampled_from(ids), three_valued, max_size=5),
    )


def some_answers() -> st.SearchStrategy[dict[str, object]]:
    """Answers to any part of the questions."""
    return st.fixed_dictionaries({}, optional={q.id: answer_to(q) for q in questions()})


def flag_facts() -> list[str]:
    """Every yes-no fact that a red-flag question asks for, as an id that can be answered on its own."""
    return [
        fact
        for question in questions()
        if question.section == "red-flags" and question.type in {"yes-no", "multi"}
        for fact in ([question.id] if question.type == "yes-no" else [o.id for o in question.options])
    ]
