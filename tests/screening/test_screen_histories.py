"""The committed histories: every serious one is caught, ordinary ones are left in peace."""

from __future__ import annotations

from collections import Counter

import pytest
from screen_histories import TODAY, History, histories

from runback.screening import Action, Screening, questions, screen
from runback.screening.tables import pattern_rules, rules

ALL = histories()


def screened(history: History) -> Screening:
    return screen(history.answers, TODAY)


@pytest.mark.parametrize("history", ALL, ids=lambda history: history.id)
def test_a_history_gets_its_action_and_its_leading_pattern(history: History) -> None:
    result = screened(history)
    raised = [flag.id for flag in result.red_flags]
    assert result.action == history.action, f"{history.why} Raised: {raised}"
    shares = [(pattern.id, round(pattern.resemblance, 2)) for pattern in result.patterns]
    assert result.patterns[0].id == history.pattern, f"{history.why} {shares}"


@pytest.mark.parametrize("action", [Action.EMERGENCY, Action.SAME_DAY])
def test_no_emergency_and_no_same_day_history_is_missed(action: Action) -> None:
    due = [history for history in ALL if history.action == action]
    missed = [history.id for history in due if screened(history).action.rank < action.rank]
    assert len(due) >= 25
    assert not missed


def test_at_most_one_in_twenty_ordinary_histories_is_sent_sooner_than_routine() -> None:
    ordinary = [history for history in ALL if history.kind == "ordinary"]
    sooner = [history.id for history in ordinary if screened(history).action is not Action.ROUTINE]
    assert len(ordinary) >= 20
    assert len(sooner) <= 0.05 * len(ordinary), sooner


def test_most_ordinary_histories_raise_some_weak_flag_and_still_stay_routine() -> None:
    routine = [h for h in ALL if h.kind == "ordinary" and screened(h).action is Action.ROUTINE]
    flagged = [h for h in routine if screened(h).red_flags]
    assert len(flagged) >= 10, "ordinary people answer yes to flags; the set must hold such people"
    assert all(flag.tier == "weak" for h in flagged for flag in screened(h).red_flags)


def test_every_rule_and_every_pattern_has_a_history() -> None:
    assert len(ALL) >= 60
    assert len({history.id for history in ALL}) == len(ALL)
    raised = Counter(flag.id for history in ALL for flag in screened(history).red_flags)
    assert [rule.id for rule in rules() if not raised[rule.id]] == []
    leading = {history.pattern for history in ALL}
    told_apart = {rule.pattern for rule in pattern_rules() if not rule.education_only}
    assert told_apart | {"non-specific"} == leading


@pytest.mark.parametrize("history", ALL, ids=lambda history: history.id)
def test_answering_no_to_all_that_was_left_out_changes_no_action(history: History) -> None:
    filled = dict(history.answers)
    for question in questions():
        if question.type == "yes-no":
            filled.setdefault(question.id, "no")
        elif question.type == "multi" and question.unlisted_is_no:
            filled.setdefault(question.id, "none")
    assert screen(filled, TODAY).action is screened(history).action


def test_a_screen_says_nothing_that_reads_as_an_all_clear() -> None:
    for history in ALL:
        result = screened(history)
        texts = [result.note, *(flag.sentence for flag in result.red_flags)]
        texts += [pattern.sentence for pattern in result.patterns]
        for text in texts:
            lowered = text.lower()
            for phrase in ("no red flag", "all clear", "nothing serious", "you are fine", "you have "):
                assert phrase not in lowered, (history.id, text)
