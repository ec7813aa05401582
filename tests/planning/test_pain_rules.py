"""Go on, do less, stop: what the last days of pain mean for running and for strength work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runback.knowledge import fact
from runback.model import CheckIn
from runback.planning.pain_rules import (
    DAYS_OFF,
    REDUCED_SHARE,
    SEEN_DAYS,
    SPELL_DAYS,
    PainVerdict,
    first_day_back,
    loading_verdict,
    running_verdict,
)
from runback.planning.plan import SessionDone, SessionKind

TODAY = date(2026, 11, 24)
GREEN = fact("pain-zone-cutoffs").numbers["common_safe_max"]
AMBER = fact("pain-zone-cutoffs").numbers["common_acceptable_max"]
RISE = fact("mic-consensus-ostelo").numbers["nrs_0_10"]
BOTH = pytest.mark.parametrize("verdict", [running_verdict, loading_verdict])

Rule = Callable[..., PainVerdict]


def day(back: int) -> date:
    return TODAY - timedelta(days=back)


def diary(*pains: tuple[int, float]) -> list[CheckIn]:
    return [CheckIn(day(back), worst_pain=pain) for back, pain in pains]


@BOTH
@pytest.mark.parametrize(
    ("pain", "action"),
    [
        (0, "go-on"),
        (GREEN - 0.1, "go-on"),
        (GREEN, "reduce"),
        (AMBER, "reduce"),
        (AMBER + 0.1, "stop"),
        (10, "stop"),
    ],
)
def test_the_traffic_light_turns_at_the_limits_of_its_fact(verdict: Rule, pain: float, action: str) -> None:
    found = verdict(diary((0, pain)), (), TODAY)
    assert found.action == action
    assert found.pain == pain
    assert found.seen
    assert "pain-zone-cutoffs" in found.evidence


@BOTH
def test_what_each_verdict_asks_for(verdict: Rule) -> None:
    on, less, stop = (verdict(diary((0, pain)), (), TODAY) for pain in (1, 4, 7))
    assert (on.factor, on.days_off, on.no_hard) == (1.0, 0, False)
    assert (less.factor, less.days_off, less.no_hard) == (REDUCED_SHARE, 0, True)
    assert (stop.factor, stop.days_off, stop.no_hard) == (REDUCED_SHARE, DAYS_OFF, True)
    assert first_day_back(stop, TODAY) == TODAY + timedelta(days=DAYS_OFF)
    assert "tendon" in on.sentence + less.sentence
    assert "tendon" in stop.sentence


@BOTH
@pytest.mark.parametrize("entries", [(), diary((SEEN_DAYS, 9)), [CheckIn(TODAY, sleep_h=7)]])
def test_without_a_recent_word_about_pain_the_rule_says_that_it_cannot_see(
    verdict: Rule, entries: list[CheckIn]
) -> None:
    found = verdict(entries, (), TODAY)
    assert (found.action, found.seen, found.pain) == ("go-on", False, None)
    assert "cannot see" in found.sentence


@BOTH
def test_one_good_day_after_a_bad_one_does_not_set_the_load_back_to_full(verdict: Rule) -> None:
    assert verdict(diary((SPELL_DAYS - 1, 6), (0, 0)), (), TODAY).action == "stop"
    assert verdict(diary((SPELL_DAYS, 6), (0, 0)), (), TODAY).action == "go-on"


@BOTH
def test_the_last_told_day_counts_while_it_is_a_week_old_at_most(verdict: Rule) -> None:
    assert verdict(diary((SEEN_DAYS - 1, 6)), (), TODAY).action == "stop"


@pytest.mark.parametrize("kind", ["run", "strength"])
def test_pain_told_with_a_session_counts_for_its_own_kind(kind: SessionKind) -> None:
    log = [SessionDone("x", TODAY, kind, done=True, pain=4)]
    own, other = running_verdict((), log, TODAY), loading_verdict((), log, TODAY)
    if kind == "strength":
        own, other = other, own
    assert (own.action, own.pain) == ("reduce", 4)
    assert (other.action, other.seen) == ("go-on", False)


def test_a_missed_session_says_nothing_of_pain() -> None:
    log = [SessionDone("x", TODAY, "run", done=False, pain=8)]
    assert not running_verdict((), log, TODAY).seen


def test_pain_during_a_run_counts_for_running_alone() -> None:
    told = [CheckIn(TODAY, worst_pain=1, pain_during_run=6)]
    assert running_verdict(told, (), TODAY).action == "stop"
    assert loading_verdict(told, (), TODAY).action == "go-on"


@BOTH
@pytest.mark.parametrize(("morning", "action"), [(RISE - 0.5, "go-on"), (RISE, "reduce")])
def test_a_morning_after_that_is_raised_by_what_matters_asks_for_less(
    verdict: Rule, morning: float, action: str
) -> None:
    told = [*diary((5, 0), (4, 0), (3, 0)), CheckIn(day(1), worst_pain=1, pain_next_morning=morning)]
    found = verdict(told, (), TODAY)
    assert found.action == action
    assert ("pain-24-hour-rule" in found.evidence) and (("morning" in found.sentence) is (action == "reduce"))


@BOTH
def test_a_morning_after_needs_a_known_usual(verdict: Rule) -> None:
    assert verdict([CheckIn(day(1), worst_pain=1, pain_next_morning=2)], (), TODAY).action == "go-on"


@BOTH
def test_three_told_days_of_rising_pain_ask_for_less_before_the_light_does(verdict: Rule) -> None:
    rising = verdict(diary((2, 0), (1, 1), (0, 2.5)), (), TODAY)
    assert rising.action == "reduce"
    assert "rose from 0 to 2.5" in rising.sentence
    assert verdict(diary((2, 0), (1, 2), (0, 2)), (), TODAY).action == "go-on"
    assert verdict(diary((2, 1.5), (1, 2), (0, 2.5)), (), TODAY).action == "go-on"


@BOTH
def test_a_flare_up_asks_for_less_even_below_the_limits(verdict: Rule) -> None:
    calm = [(back, 0.0) for back in range(20, 5, -2)]
    found = verdict(diary(*calm, (3, 2.5), (2, 2.5), (1, 2.2)), (), TODAY)
    assert found.action == "reduce"
    assert "flare-up" in found.sentence


@BOTH
def test_new_pain_below_the_knee_passes_the_light_by_and_asks_for_the_red_flags(
    verdict: Rule,
) -> None:
    told = [CheckIn(TODAY, worst_pain=1, places=("leg-below-knee-left",))]
    found = verdict(told, (), TODAY)
    assert found.action == "stop"
    assert "runback screen" in found.sentence
    lasting = [CheckIn(day(10), worst_pain=1, places=("leg-below-knee-left",)), *told]
    assert verdict(lasting, (), TODAY).action == "reduce"
    assert verdict(diary((0, 1)), (), TODAY, leg_symptoms=True).action == "reduce"


@pytest.mark.parametrize(
    ("verdict", "forbidden", "other"),
    [(running_verdict, "running", "loading"), (loading_verdict, "loading", "running")],
)
def test_a_red_flag_overrides_everything(verdict: Rule, forbidden: str, other: str) -> None:
    found = verdict(diary((0, 0)), (), TODAY, frozenset({forbidden}))
    assert (found.action, found.days_off, found.factor) == ("stop", None, 0.0)
    assert "red flag" in found.sentence
    assert first_day_back(found, TODAY) is None
    assert verdict(diary((0, 0)), (), TODAY, frozenset({other})).action == "go-on"


entries = st.builds(
    CheckIn,
    st.integers(0, 40).map(day),
    worst_pain=st.one_of(st.none(), st.integers(0, 10).map(float)),
    pain_during_run=st.one_of(st.none(), st.integers(0, 10).map(float)),
    pain_next_morning=st.one_of(st.none(), st.integers(0, 10).map(float)),
)


@given(st.lists(entries, max_size=20), st.sampled_from([running_verdict, loading_verdict]))
def test_the_verdict_is_never_milder_than_the_worst_recent_pain(told: list[CheckIn], verdict: Rule) -> None:
    found = verdict(told, (), TODAY)
    worst = max(
        (e.worst_pain for e in told if e.worst_pain is not None and (TODAY - e.day).days < SPELL_DAYS),
        default=0.0,
    )
    if worst > AMBER:
        assert found.action == "stop"
    if worst >= GREEN:
        assert found.action != "go-on"
    assert found == verdict(list(reversed(told)), (), TODAY)
    ahead = [CheckIn(TODAY + timedelta(days=1), worst_pain=10)]
    assert found == verdict([*told, *ahead], (), TODAY)
