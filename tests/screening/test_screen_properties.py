"""What must hold for any answers: rules can be added to by a yes, never weakened by one."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from screen_answers import DONT_KNOW, flag_facts, some_answers

from runback.screening import Action, Clearance, Screening, findings, screen, to_json
from runback.screening.tables import rules

TODAY = date(2026, 3, 14)
FACTS = flag_facts()

# Common in ordinary back pain; together they may ask for a routine visit and no more (adults under 70).
WEAK = [
    "night-pain",
    "not-improved",
    "new-kind",
    "strain-pain",
    "lift-or-twist",
    "extreme-effort",
    "vessel-risk",
    "blood-thinners",
    "earlier-stress-fracture",
    "load-rise",
    "sport-often",
    "worse-running",
    "low-middle",
    "one-side-low",
]


def actions(result: Screening) -> dict[str, int]:
    return {flag.id: flag.action.rank for flag in result.red_flags}


def alone(answers: dict[str, object], fact: str, value: object) -> dict[str, object]:
    """The answers with one fact answered on its own and taken out of the list it stands in."""
    changed: dict[str, object] = {}
    for name, given_ in answers.items():
        if name == fact:
            continue
        if isinstance(given_, list):
            changed[name] = [entry for entry in given_ if entry != fact]
        elif isinstance(given_, dict):
            changed[name] = {key: entry for key, entry in given_.items() if key != fact}
        else:
            changed[name] = given_
    return {**changed, fact: value}


@settings(max_examples=80, deadline=None)
@given(some_answers(), st.randoms(use_true_random=False))
def test_the_same_answers_in_any_order_give_the_same_screen(
    answers: dict[str, object], random: object
) -> None:
    names = list(answers)
    random.shuffle(names)  # type: ignore[attr-defined]  # hypothesis' random has no type of its own

    def reordered(value: object) -> object:
        return list(reversed(value)) if isinstance(value, list) else value

    shuffled = {name: reordered(answers[name]) for name in names}
    assert to_json(screen(shuffled, TODAY)) == to_json(screen(answers, TODAY))


@settings(max_examples=150, deadline=None)
@given(some_answers(), st.sampled_from(FACTS))
def test_yes_asks_for_no_less_than_dont_know_and_dont_know_for_no_less_than_no(
    answers: dict[str, object], fact: str
) -> None:
    no, unsure, yes = (screen(alone(answers, fact, value), TODAY) for value in ("no", DONT_KNOW, "yes"))
    assert no.action.rank <= unsure.action.rank <= yes.action.rank
    assert no.forbids <= unsure.forbids <= yes.forbids
    for less, more in ((no, unsure), (unsure, yes)):
        for flag, rank in actions(less).items():
            assert actions(more)[flag] >= rank, "more evidence for a flag lowered its action"


@settings(max_examples=100, deadline=None)
@given(some_answers(), st.lists(st.sampled_from(FACTS), unique=True, max_size=6))
def test_more_evidence_never_lowers_a_flag(answers: dict[str, object], facts: list[str]) -> None:
    before = screen(answers, TODAY)
    after = screen({**answers, **{fact: "yes" for fact in facts if fact not in answers}}, TODAY)
    assert actions(before).items() <= actions(after).items()
    assert after.action.rank >= before.action.rank


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WEAK), unique=True), st.floats(20, 69.9), st.floats(0, 200))
def test_weak_flags_alone_never_ask_for_more_than_a_routine_visit(
    facts: list[str], age: float, weeks: float
) -> None:
    answers: dict[str, object] = {"age": age, "pain-weeks": weeks} | dict.fromkeys(facts, "yes")
    assert screen(answers, TODAY).action is Action.ROUTINE


@settings(max_examples=100, deadline=None)
@given(st.floats(18, 110), st.booleans(), st.booleans(), st.floats(0, 300))
def test_age_and_night_pain_and_no_improvement_stay_routine(
    age: float, night: bool, stuck: bool, weeks: float
) -> None:
    answers = {"age": age, "night-pain": night, "not-improved": stuck, "pain-weeks": weeks}
    assert screen(answers, TODAY).action is Action.ROUTINE


@settings(max_examples=100, deadline=None)
@given(some_answers())
def test_every_screen_is_whole(answers: dict[str, object]) -> None:
    result = screen(answers, TODAY)
    assert result.action.rank == max((flag.action.rank for flag in result.red_flags), default=0)
    ranks = [flag.action.rank for flag in result.red_flags]
    assert ranks == sorted(ranks, reverse=True)
    for flag in result.red_flags:
        assert flag.sentence and flag.evidence
        assert flag.action is Action.ROUTINE or flag.tier == "strong"
    shares = [pattern.resemblance for pattern in result.patterns]
    assert abs(sum(shares) - 1) < 1e-9
    for pattern in result.patterns:
        low, high = pattern.interval
        assert 0 <= low <= pattern.resemblance <= high <= 1
    for found in findings(result):
        assert found.cause and found.measure
    assert set(to_json(result)) == {"action", "red_flags", "patterns", "missing"}


@settings(max_examples=60, deadline=None)
@given(some_answers(), st.data())
def test_a_clearance_hides_nothing_and_frees_only_its_own_flag(
    answers: dict[str, object], data: st.DataObject
) -> None:
    answers = {name: value for name, value in answers.items() if name != "worse-since-looked-at"}
    before = screen(answers, TODAY)
    rule = data.draw(st.sampled_from(rules()))
    cleared = screen(answers, TODAY, clearances=[Clearance(rule.id, date(2026, 3, 1), "My GP examined it.")])
    assert {flag.id for flag in cleared.red_flags} == {flag.id for flag in before.red_flags}
    rest = [flag.action.rank for flag in before.red_flags if flag.id != rule.id]
    assert cleared.action.rank == max(rest, default=0)
    for worse in ("yes", DONT_KNOW):
        again = screen(
            {**answers, "worse-since-looked-at": worse},
            TODAY,
            clearances=[Clearance(rule.id, date(2026, 3, 1), "My GP examined it.")],
        )
        assert again.action is before.action
