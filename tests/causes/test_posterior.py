"""The laws of the ranking's arithmetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import isclose, log
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runback.causes.posterior import RHO, Normal, expit, logit, prior_log_odds, total_weight
from runback.model import DateRange, Finding


def finding(log_lr: float, half_width: float = 0.3, group: str = "a") -> Finding:
    return Finding(
        cause="mileage-increase",
        measure=f"measure-{group}",
        group=group,
        value=1.0,
        unit="",
        reference="",
        log_lr=log_lr,
        log_lr_interval=(log_lr - half_width, log_lr + half_width),
        basis="judged",
        evidence=(),
        window=DateRange.ending(date(2026, 6, 30), 42),
        sentence="",
    )


findings = st.lists(
    st.builds(
        finding,
        st.floats(-1.5, 1.5),
        st.floats(0.01, 1.0),
        st.sampled_from("abcdef"),
    ),
    max_size=8,
)


@given(st.floats(0.001, 0.999))
def test_logit_and_expit_are_inverse(probability: float) -> None:
    assert isclose(expit(logit(probability)), probability, rel_tol=1e-9)


def test_the_prior_keeps_its_interval() -> None:
    low, high = prior_log_odds(0.1, 0.05, 0.19).interval()
    assert high - low == pytest.approx(logit(0.19) - logit(0.05))
    assert (low + high) / 2 == pytest.approx(logit(0.1))


def test_no_findings_weigh_nothing() -> None:
    assert total_weight([]) == Normal(0.0, 0.0)


def test_one_finding_keeps_its_weight_and_interval() -> None:
    total = total_weight([finding(0.6, 0.25)])
    assert total.mean == pytest.approx(0.6)
    assert total.interval() == pytest.approx((0.35, 0.85))


def test_two_measures_count_less_than_twice() -> None:
    total = total_weight([finding(0.6, group="a"), finding(0.6, group="b")])
    assert total.mean == pytest.approx(0.6 * (2 - RHO))


@given(findings, st.floats(0.001, 1.5), st.floats(0.01, 1.0), st.sampled_from("abcdefg"))
def test_a_finding_in_favour_never_lowers_the_total(
    some: list[Finding], log_lr: float, half_width: float, group: str
) -> None:
    more = [*some, finding(log_lr, half_width, group)]
    assert total_weight(more).mean >= total_weight(some).mean - 1e-12


@given(findings, st.floats(0.001, 1.5), st.floats(0.01, 1.0), st.sampled_from("abcdefg"))
def test_a_finding_against_never_raises_the_total(
    some: list[Finding], log_lr: float, half_width: float, group: str
) -> None:
    more = [*some, finding(-log_lr, half_width, group)]
    assert total_weight(more).mean <= total_weight(some).mean + 1e-12


@given(findings)
def test_the_same_finding_twice_counts_once(some: list[Finding]) -> None:
    assert total_weight(some * 2) == total_weight(some)


@given(findings, st.floats(0.0, 1.0))
def test_a_weaker_finding_of_the_same_measure_changes_nothing(some: list[Finding], part: float) -> None:
    weaker = [finding(one.log_lr * part * 0.99, 0.1, one.group) for one in some]
    assert total_weight(some + weaker).mean == pytest.approx(total_weight(some).mean)


@given(findings, st.integers())
def test_the_order_changes_nothing(some: list[Finding], seed: int) -> None:
    shuffled = some.copy()
    Random(seed).shuffle(shuffled)
    assert total_weight(shuffled) == total_weight(some)


@given(findings, st.floats(1.01, 3.0))
def test_less_certain_findings_widen_the_total(some: list[Finding], wider: float) -> None:
    blurred = [finding(one.log_lr, (one.log_lr_interval[1] - one.log_lr) * wider, one.group) for one in some]
    total, blur = total_weight(some), total_weight(blurred)
    assert blur.mean == pytest.approx(total.mean)
    assert blur.sd >= total.sd


@given(findings)
def test_many_like_measures_never_outgrow_the_strongest(some: list[Finding]) -> None:
    strongest = max((one.log_lr for one in some), default=0.0)
    assert total_weight(some).mean <= max(strongest, 0.0) / RHO + 1e-12


@given(findings)
def test_errors_lie_between_independent_and_identical(some: list[Finding]) -> None:
    groups = {one.group: one for one in some}
    alone = [replace(one, log_lr=0.5, log_lr_interval=(0.2, 0.8)) for one in groups.values()]
    total = total_weight(alone)
    sds = [0.3 / 1.6448536269514722 * (1 - RHO) ** place for place in range(len(alone))]
    assert sum(sd * sd for sd in sds) ** 0.5 - 1e-12 <= total.sd <= sum(sds) + 1e-12


def test_doubling_the_odds_is_what_log_2_does() -> None:
    posterior = prior_log_odds(0.2, 0.1, 0.3) + Normal(log(2), 0.1)
    assert expit(posterior.mean) == pytest.approx(0.5 / 1.5)
