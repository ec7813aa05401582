"""The gate before a self-test: who should see a clinician, or wait, before testing.

After fact ``self-test-safety-gate``, which is expert opinion that nobody confirmed: it costs a delay where it
is too strict, so it stands as a fixed rule, and no score or wish weakens it. An answer "don't know" counts as
yes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from runback.knowledge import SelfTest, fact

GATE = "self-test-safety-gate"
MOST_A_DAY = 4
"""Tests a day, by the same opinion: one tires the next."""


@dataclass(frozen=True, slots=True)
class GateQuestion:
    """A question before the first test: yes or no, or a number from 0 to 10 where ``number``."""

    id: str
    wording: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class GateAnswers:
    """What was answered; None where it was not asked, which stops nothing."""

    signs: bool | None = None
    clinician_first: bool | None = None
    rest_pain: float | None = None
    fresh: bool | None = None
    heart: bool | None = None
    hard_day: bool | None = None


def gate_questions() -> tuple[GateQuestion, ...]:
    """Return the questions in the order asked; their ids are the fields of ``GateAnswers``."""
    days = fact(GATE).numbers["days_since_onset_min"]
    return (
        GateQuestion(
            "signs",
            "Any of these with this pain: numbness between the legs, new trouble with bladder, bowel "
            "or sexual function, a leg going weak or numb, fever, a recent fall or accident, cancer in the "
            "past, weight loss without a reason, pain at night that does not ease, pin-point bone pain on "
            "impact, chest pain or fainting?",
        ),
        GateQuestion(
            "clinician_first",
            "Any of these: surgery or a fracture in the last 3 months, a known stress fracture, slipped "
            "vertebra, inflammatory disease or osteoporosis, blood thinners and a recent fall, pregnancy?",
        ),
        GateQuestion("rest_pain", "How much does your back hurt now, at rest, 0 to 10?", number=True),
        GateQuestion("fresh", f"Did this pain begin, or clearly worsen, within the last {days:g} days?"),
        GateQuestion("heart", "Heart disease, high blood pressure that is not controlled, or glaucoma?"),
        GateQuestion("hard_day", "A hard run or hard strength work today?"),
    )


def obstacle(
    test: SelfTest,
    forbids: Collection[str] = (),
    answers: GateAnswers = GateAnswers(),
    *,
    emergency: bool = False,
) -> str | None:
    """Return in words why a test should not be done now; None where nothing speaks against it.

    ``forbids`` is what the raised red flags forbid until a clinician has looked (``Screening.forbids``), and
    ``emergency`` whether one of them cannot wait.
    """
    if emergency:
        return "a raised sign cannot wait: no test now"
    if answers.signs:
        return (
            "a sign that needs a clinician was named: no test now; answer runback screen, which says how soon"
        )
    if answers.clinician_first:
        return "ask a clinician first which tests fit you; take the list along: runback tests"
    if test.loads:
        return _hard_test_obstacle(test, forbids, answers)
    return None


def _hard_test_obstacle(test: SelfTest, forbids: Collection[str], answers: GateAnswers) -> str | None:
    numbers = fact(GATE).numbers
    if {"loading", "running"} & set(forbids):
        return "it loads the body, and a raised sign asks for a clinician first; tests of range stay open"
    if answers.rest_pain is not None and answers.rest_pain > numbers["max_rest_pain_for_tests"]:
        return (
            f"pain at rest of {answers.rest_pain:g} of 10 is above {numbers['max_rest_pain_for_tests']:g}: "
            "no hard test now, gentle movement only"
        )
    if answers.fresh:
        return f"the pain is newer than {numbers['days_since_onset_min']:g} days: no hard test yet"
    if answers.heart and test.way == "hold":
        return "no long hold with heart disease, uncontrolled blood pressure or glaucoma"
    if answers.hard_day:
        return "after a hard day it would measure the day; do it rested"
    return None
