"""Outcome questionnaires answered, or a total typed in, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runback.model import Score
    from runback.store import Store


def last_answers(store: Store, questionnaire: str) -> Mapping[str, Any]:
    """Return the answers given last; empty without any. Activities named then are to be rated again."""
    before = [one.answers for one in store.health.scores() if one.measure == questionnaire and one.answers]
    return before[-1] if before else {}


def answer_questionnaire(
    store: Store, today: date, questionnaire: str, answers: Mapping[str, Any], *, day: date
) -> Score:
    """Score the answers (by item id) of a day, keep and return the score.

    Raises:
        BadInputError: an unknown questionnaire or item, too few or impossible answers, or a day ahead.
    """
    from runback.progress import score_questionnaire

    score = score_questionnaire(questionnaire, answers, day)
    store.health.write_score(score, today)
    return score


def type_in_total(store: Store, today: date, questionnaire: str, total: float, *, day: date) -> Score:
    """Keep and return a total that was worked out elsewhere.

    Raises:
        BadInputError: an unknown questionnaire, a total outside its scale, or a day ahead.
    """
    from runback.progress import typed_score

    score = typed_score(questionnaire, total, day)
    store.health.write_score(score, today)
    return score
