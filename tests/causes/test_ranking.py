"""The ranking: its states, its cap, what is unmeasured, what to measure next, and its JSON."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import runback
from runback.activities.runs import runs_frame
from runback.causes import Ranking, assess, rank, to_json
from runback.causes.next_best import entropy, mutual_information
from runback.causes.states import STRONG_SUPPORT
from runback.errors import BadInputError
from runback.knowledge import causes, fact, facts, measurements, patterns, self_tests
from runback.model import Basis, DateRange, Finding, Missing
from runback.simulate import TrainingError, plant, simulate_runs, virtual_runner

TODAY = date(2026, 6, 30)
CAUSE = "mileage-increase"
ESTABLISHED = "session-spike-bands"
NOT_FOUND = next(one.id for one in facts() if one.reviewed == "not-found")
PACKAGE = Path(runback.__file__).parent
QUOTED = re.compile(r'"([a-z_]+)"')
SECOND_HAND = next(one.id for one in facts() if one.checked == "secondary")


def finding(
    log_lr: float,
    *,
    group: str = "a",
    half_width: float = 0.2,
    basis: Basis = "judged",
    evidence: tuple[str, ...] = (),
    measure: str = "",
) -> Finding:
    return Finding(
        cause=CAUSE,
        measure=measure or f"measure-{group}",
        group=group,
        value=1.0,
        unit="",
        reference="",
        log_lr=log_lr,
        log_lr_interval=(log_lr - half_width, log_lr + half_width),
        basis=basis,
        evidence=evidence,
        window=DateRange.ending(TODAY, 42),
        sentence="",
    )


def state(*findings: Finding) -> str:
    return next(one.state for one in rank(findings, TODAY).causes if one.id == CAUSE)


def support(*findings: Finding) -> float:
    return next(one.support for one in rank(findings, TODAY).causes if one.id == CAUSE)


def test_every_cause_is_there_from_the_first_day_unmeasured_at_its_prior() -> None:
    ranking = rank([], TODAY)
    assert {one.id for one in ranking.causes} == {entry.id for entry in causes()}
    assert {one.family for one in ranking.causes} == {
        "overexertion",
        "muscle",
        "form",
        "structural",
        "outside",
    }
    priors = {entry.id: entry.prior for entry in causes()}
    for one in ranking.causes:
        assert one.state == "unmeasured"
        assert one.support == pytest.approx(priors[one.id])
        assert one.interval[0] <= one.support <= one.interval[1]


def test_a_description_measures_nothing() -> None:
    assert state(finding(0.0, half_width=0.0)) == "unmeasured"
    assert state(finding(0.0, half_width=0.1)) == "possible"


@pytest.mark.parametrize(
    ("weights", "word"),
    [((-0.5,), "unlikely"), ((0.3,), "possible"), ((-0.1,), "possible"), ((0.8,), "supported")],
)
def test_the_words_follow_their_rules(weights: tuple[float, ...], word: str) -> None:
    assert state(*(finding(weight, group=str(at)) for at, weight in enumerate(weights))) == word


def test_support_needs_an_interval_above_nothing() -> None:
    assert state(finding(0.8, half_width=0.7)) == "supported"
    assert state(finding(0.8, half_width=0.9)) == "possible"


@pytest.mark.parametrize(
    ("basis", "evidence", "word"),
    [
        ("published", (ESTABLISHED,), "strong"),
        ("published", (ESTABLISHED, SECOND_HAND), "supported"),
        ("published", (NOT_FOUND,), "supported"),
        ("judged", (ESTABLISHED,), "supported"),
    ],
)
def test_only_established_published_facts_make_strong(
    basis: Basis, evidence: tuple[str, ...], word: str
) -> None:
    whole = finding(5.0, basis=basis, evidence=evidence)
    ranked = next(one for one in rank([whole], TODAY).causes if one.id == CAUSE)
    assert ranked.state == word
    assert (ranked.support >= STRONG_SUPPORT) == (word == "strong")
    assert ranked.interval[0] <= ranked.support <= ranked.interval[1]


def test_a_published_finding_against_does_not_hold_up_a_cause() -> None:
    against = finding(-0.1, group="b", basis="published", evidence=(ESTABLISHED,))
    assert state(finding(5.0), against) == "supported"
    assert support(finding(5.0), against) < STRONG_SUPPORT


some_findings = st.lists(
    st.builds(
        finding,
        st.floats(-3, 3),
        group=st.sampled_from("abcd"),
        half_width=st.floats(0.01, 2),
        basis=st.sampled_from(["published", "judged"]),
        evidence=st.sampled_from([(ESTABLISHED,), (SECOND_HAND,)]),
    ),
    max_size=6,
)


@given(some_findings, st.floats(0.01, 3), st.sampled_from("abcde"))
def test_one_more_finding_in_favour_never_lowers_support(
    some: list[Finding], log_lr: float, group: str
) -> None:
    more = [*some, finding(log_lr, group=group)]
    assert support(*more) >= support(*some) - 1e-12


@given(some_findings)
def test_the_interval_holds_the_support(some: list[Finding]) -> None:
    for one in rank(some, TODAY).causes:
        assert 0 < one.interval[0] <= one.support <= one.interval[1] < 1


@given(st.permutations([finding(w, group=g) for w, g in ((0.6, "a"), (-0.3, "b"), (0.6, "c"), (0.1, "a"))]))
def test_the_order_of_findings_changes_nothing(some: list[Finding]) -> None:
    in_order = sorted(some, key=lambda one: (one.group, one.log_lr))
    assert rank(some, TODAY) == rank(in_order, TODAY)


def test_measured_causes_stand_by_support_before_the_unmeasured() -> None:
    ranking = rank([finding(-3.0)], TODAY)
    assert ranking.causes[0].id == CAUSE
    assert ranking.causes[0].state == "unlikely"
    for one, other in pairwise(ranking.causes[1:]):
        assert one.support >= other.support


def test_what_is_missing_stays_with_its_cause() -> None:
    missing = Missing(CAUSE, "session_spike", "there are no runs yet")
    ranked = next(one for one in rank([missing], TODAY).causes if one.id == CAUSE)
    assert ranked.missing == (missing,)
    assert ranked.state == "unmeasured"


def test_an_unknown_cause_is_refused() -> None:
    with pytest.raises(BadInputError, match="bad-luck"):
        rank([Missing("bad-luck", "dice", "none at hand")], TODAY)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_information_is_bounded_by_what_is_open(prior: float, sensitivity: float, specificity: float) -> None:
    bits = mutual_information(prior, sensitivity, specificity)
    assert 0 <= bits <= entropy(prior) + 1e-9


def test_a_perfect_test_tells_all_and_a_coin_nothing() -> None:
    assert mutual_information(0.5, 1.0, 1.0) == pytest.approx(1.0)
    assert mutual_information(0.3, 0.5, 0.5) == pytest.approx(0.0, abs=1e-12)
    # By hand: a positive result has 0.2 x 0.8 + 0.8 x 0.3 = 0.4, and H(0.4) = 0.970951.
    assert mutual_information(0.2, 0.8, 0.7) == pytest.approx(
        0.970951 - 0.2 * 0.721928 - 0.8 * 0.881291, abs=1e-5
    )


def test_next_comes_by_bits_a_minute() -> None:
    rows = rank([], TODAY).next
    assert {row.id for row in rows} == {entry.id for entry in measurements()}
    rates = [row.gain / row.minutes for row in rows]
    assert rates == sorted(rates, reverse=True)
    assert all(row.gain > 0 and row.causes and row.how for row in rows)


def test_what_was_measured_is_not_asked_for_again() -> None:
    asked = {row.id for row in rank([finding(0.3, measure="mean_effort")], TODAY).next}
    assert "effort-per-run" not in asked
    assert "import-runs" in asked
    assert "import-runs" not in {row.id for row in rank([finding(0.3, measure="rest_days")], TODAY).next}


def test_measurements_name_measures_that_exist() -> None:
    written = {text for path in PACKAGE.rglob("*.py") for text in QUOTED.findall(path.read_text("utf-8"))}
    by_pattern = {f"screening-{pattern.id}-picture" for pattern in patterns()}
    by_test = {test.id for test in self_tests()}
    assert {name for entry in measurements() for name in entry.made_by} <= written | by_pattern | by_test


@pytest.fixture(scope="module")
def simulated() -> Ranking:
    error = plant(TrainingError.HILLS_DOWN, seed=11, last=TODAY)
    return assess(simulate_runs(virtual_runner(11, days=400, last=TODAY, error=error)), TODAY)


def test_runs_measure_the_overexertion_family_alone(simulated: Ranking) -> None:
    for one in simulated.causes:
        assert (one.state == "unmeasured") == (one.family != "overexertion")
    assert "import-runs" not in {row.id for row in simulated.next}


def test_json_has_the_shape_that_was_promised(simulated: Ranking) -> None:
    shown = json.loads(json.dumps(to_json(simulated), allow_nan=False))
    assert shown["today"] == "2026-06-30"
    assert len(shown["causes"]) == len(causes())
    for cause in shown["causes"]:
        assert {"id", "family", "support", "interval", "state", "findings", "missing"} <= set(cause)
        assert len(cause["interval"]) == 2
        for one in cause["findings"]:
            keys = {"measure", "value", "unit", "reference", "log_lr", "basis", "evidence", "sentence"}
            assert keys <= set(one)
            assert all(fact(fact_id) for fact_id in one["evidence"])
    assert shown["next"]
    assert all({"id", "minutes", "gain"} <= set(row) for row in shown["next"])


def test_no_runs_at_all_is_an_answer_too() -> None:
    ranking = assess(runs_frame([]), TODAY)
    assert all(one.state == "unmeasured" for one in ranking.causes)
    assert all(one.missing for one in ranking.causes if one.family == "overexertion")


def test_assess_looks_from_its_day() -> None:
    runs = simulate_runs(virtual_runner(5, days=400, last=TODAY))
    earlier = TODAY - timedelta(days=100)
    cut = runs.filter(runs["local_date"] <= earlier)
    assert assess(runs, earlier) == assess(cut, earlier)
