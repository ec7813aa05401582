"""The ladder of an exercise: never two steps at once, never up in pain, the same from the same log."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runback import knowledge
from runback.errors import BadInputError
from runback.planning.plan import ExerciseDone, SessionDone
from runback.planning.strength.doses import EQUIPMENT, checked_equipment, doses, exercise
from runback.planning.strength.progression import (
    BREAK_DAYS,
    LONG_BREAK_DAYS,
    START_LOWER_PAIN,
    Ladder,
    State,
    advance,
    after_break,
    done_by_day,
    ladder_of,
    pain_limit,
    replay,
    start,
)

DAY = date(2026, 11, 24)
LIMIT = pain_limit()
IDS = [entry.id for entry in knowledge.exercises()]


def ladder(exercise_id: str, *equipment: str) -> Ladder:
    found = ladder_of(exercise(exercise_id), equipment)
    assert found is not None
    return found


def done(
    one: Ladder, state: State, day: date, *, at_target: bool = True, pain: float | None = 0.0
) -> ExerciseDone:
    return ExerciseDone(day, one.exercise.id, one.dose(state).rung, at_target, pain)


def session(*told: ExerciseDone) -> SessionDone:
    return SessionDone("any", told[0].day, "strength", done=True, exercises=told)


POSSIBLE = [
    found
    for name in IDS
    for things in ((), ("step",), ("loop-band", "weight"), tuple(EQUIPMENT))
    if (found := ladder_of(exercise(name), things)) is not None
]
ladders = st.sampled_from(POSSIBLE)
pains = st.one_of(st.none(), st.floats(0, 10).map(lambda pain: round(pain, 1)))
deeds = st.tuples(st.integers(1, 80), st.booleans(), pains, st.integers(0, 8))


@st.composite
def logs(draw: st.DrawFn) -> tuple[Ladder, list[ExerciseDone]]:
    """A ladder and what somebody did of it: any gaps, rungs, pains, hits and misses."""
    one = draw(ladders)
    told, day = [], DAY
    for gap, at_target, pain, rung in draw(st.lists(deeds, max_size=30)):
        day += timedelta(days=gap)
        told.append(ExerciseDone(day, one.exercise.id, rung, at_target, pain))
    return one, told


@given(logs())
def test_up_is_one_dose_and_down_is_at_most_one_rung_unless_the_break_was_long(
    told: tuple[Ladder, list[ExerciseDone]],
) -> None:
    one, log = told
    state = start(one)
    for entry in log:
        before = after_break(one, state, entry.day)
        place = one.at(before)
        after = advance(one, state, entry)
        assert one.at(after) <= place + 1
        rungs = sorted({dose.rung for dose in one.doses})
        assert rungs.index(one.dose(after).rung) >= rungs.index(one.dose(before).rung) - 1
        gap = 0 if state.last_day is None else (entry.day - state.last_day).days
        if gap < LONG_BREAK_DAYS:
            assert rungs.index(one.dose(before).rung) >= rungs.index(one.dose(state).rung) - 1
        assert one.at(before) <= one.at(state)
        state = after


@given(logs())
def test_nothing_gets_harder_with_pain_above_the_limit_a_miss_or_no_word_about_pain(
    told: tuple[Ladder, list[ExerciseDone]],
) -> None:
    one, log = told
    state = start(one)
    for entry in log:
        after = advance(one, state, entry)
        if entry.pain is None or entry.pain > LIMIT or not entry.at_target:
            assert one.at(after) <= one.at(state)
        if entry.pain is not None and entry.pain > LIMIT and one.at(state) > 0:
            assert one.at(after) < one.at(state)
        state = after


@given(logs(), st.randoms(use_true_random=False))
def test_a_replay_depends_on_the_days_alone_and_not_on_the_order_of_the_log(
    told: tuple[Ladder, list[ExerciseDone]], random: Random
) -> None:
    one, log = told
    today = DAY + timedelta(days=3000)
    sessions = [session(entry) for entry in log]
    mixed = list(sessions)
    random.shuffle(mixed)
    assert replay(one, sessions, today) == replay(one, mixed, today)
    state = start(one)
    for entry in log:
        state = advance(one, state, entry)
    assert replay(one, sessions, today).state == after_break(one, state, today)


@given(ladders, st.lists(st.tuples(st.booleans(), pains), min_size=2, max_size=5), st.randoms())
def test_of_several_entries_of_a_day_the_worst_counts_in_any_order(
    one: Ladder, told: list[tuple[bool, float | None]], random: Random
) -> None:
    entries = [ExerciseDone(DAY, one.exercise.id, 2, hit, pain) for hit, pain in told]
    random.shuffle(entries)
    merged = done_by_day(one.exercise.id, [session(entry) for entry in entries], DAY)
    assert len(merged) == 1
    assert merged[0].at_target is all(hit for hit, _ in told)
    assert merged[0].pain == max((pain for _, pain in told if pain is not None), default=None)


@given(ladders, st.integers(0, 20))
def test_both_ends_of_a_ladder_hold(one: Ladder, times: int) -> None:
    low, high = one.state(0, None), one.state(len(one.doses) - 1, None)
    for step in range(times):
        day = DAY + timedelta(days=step)
        low = advance(one, low, done(one, low, day, at_target=False, pain=9.0 if step % 2 else 0.0))
        high = advance(one, high, done(one, high, day))
    assert one.at(low) == 0
    assert one.at(high) == len(one.doses) - 1


@given(ladders)
def test_within_a_rung_the_dose_never_falls_and_something_grows(one: Ladder) -> None:
    for lower, higher in zip(one.doses, one.doses[1:], strict=False):
        assert (lower.rung, lower.level) < (higher.rung, higher.level)
        if lower.rung == higher.rung:
            amounts = [(d.sets * d.reps * max(d.hold_s, 1), d.hold_s) for d in (lower, higher)]
            assert amounts[0][0] < amounts[1][0]
            assert amounts[0][1] <= amounts[1][1]


@given(ladders, st.one_of(st.none(), st.floats(0, 10)))
def test_the_first_session_is_a_rung_lower_with_pain_and_never_above_the_start_step(
    one: Ladder, pain: float | None
) -> None:
    usual, first = start(one), start(one, start_pain=pain)
    assert one.dose(usual).rung <= one.exercise.start_step
    if pain is not None and pain >= START_LOWER_PAIN:
        rungs = sorted({dose.rung for dose in one.doses})
        place = rungs.index(one.dose(usual).rung)
        assert one.dose(first).rung == rungs[max(place - 1, 0)]
        assert one.dose(first).level == 0
    else:
        assert first == usual
    assert start(one, lower=True) == start(one, start_pain=10)


def test_up_after_two_sessions_at_target_not_after_one() -> None:
    one = ladder("front-plank")
    state = start(one)
    assert (one.dose(state).words, one.dose(state).text) == ("3 x 20 s", "full forearm plank")
    state = advance(one, state, done(one, state, DAY))
    assert one.dose(state).words == "3 x 20 s"
    state = advance(one, state, done(one, state, DAY + timedelta(days=3)))
    assert one.dose(state).words == "3 x 25 s"
    assert (state.hits, state.misses) == (0, 0)


def test_one_dose_down_after_two_misses_and_a_hit_between_starts_the_count_again() -> None:
    one = ladder("front-plank")
    at = next(i for i, dose in enumerate(one.doses) if dose.hold_s == 35)
    days = [DAY + timedelta(days=2 * i) for i in range(4)]
    state = one.state(at, None)
    for day, hit in zip(days, (False, True, False, False), strict=True):
        state = advance(one, state, done(one, state, day, at_target=hit))
        assert one.at(state) == (at - 1 if day == days[3] else at)


def test_the_limit_itself_still_counts_and_a_tenth_above_goes_a_rung_down() -> None:
    one = ladder("dead-bug")
    state = one.state(one.start + 1, None)
    at_limit = advance(one, state, done(one, state, DAY, pain=LIMIT))
    assert at_limit.hits == 1
    above = advance(one, state, done(one, state, DAY, pain=LIMIT + 0.1))
    assert (above.rung, above.level) == (state.rung - 1, 0)


def test_pain_not_told_holds_and_keeps_the_count() -> None:
    one = ladder("dead-bug")
    state = advance(one, start(one), done(one, start(one), DAY))
    held = advance(one, state, done(one, state, DAY + timedelta(days=2), pain=None))
    assert (one.at(held), held.hits) == (one.at(state), 1)


def test_an_easier_rung_than_asked_holds() -> None:
    one = ladder("dead-bug")
    state = start(one)
    for step in range(6):
        easier = ExerciseDone(DAY + timedelta(days=step), "dead-bug", state.rung - 1, at_target=True, pain=0)
        state = advance(one, state, easier)
    assert one.at(state) == one.start


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (BREAK_DAYS - 1, "single leg with backpack"),
        (BREAK_DAYS, "single leg on the floor"),
        (LONG_BREAK_DAYS - 1, "single leg on the floor"),
        (LONG_BREAK_DAYS, "two up, one down"),
        (1000, "two up, one down"),
    ],
)
def test_after_a_break_a_rung_lower_and_after_a_long_one_back_to_the_start(days: int, text: str) -> None:
    one = ladder("calf-raise")
    place = next(i for i, dose in enumerate(one.doses) if dose.text == "single leg with backpack")
    state = one.state(place + 1, DAY)
    assert one.dose(after_break(one, state, DAY + timedelta(days=days))).text == text


def test_a_long_break_never_makes_it_harder() -> None:
    one = ladder("calf-raise")
    state = one.state(0, DAY)
    assert one.at(after_break(one, state, DAY + timedelta(days=400))) == 0


def test_looking_often_during_a_break_takes_one_rung_only() -> None:
    one = ladder("calf-raise")
    log = [session(ExerciseDone(DAY, "calf-raise", 1, at_target=True, pain=0))]
    seen = {replay(one, log, DAY + timedelta(days=days)).state for days in range(BREAK_DAYS, LONG_BREAK_DAYS)}
    assert len(seen) == 1


def test_what_lies_ahead_of_today_is_not_replayed() -> None:
    one = ladder("front-plank")
    top = one.doses[-1].rung
    days = [DAY + timedelta(days=step) for step in range(10)]
    log = [session(ExerciseDone(day, "front-plank", top, at_target=True, pain=0)) for day in days]
    assert replay(one, log, DAY - timedelta(days=1)).state == start(one)
    assert one.at(replay(one, log, DAY + timedelta(days=9)).state) == one.start + 5


def test_rungs_that_ask_for_more_than_is_there_are_passed_over() -> None:
    without, with_band = ladder("glute-bridge"), ladder("glute-bridge", "loop-band")
    assert "band" not in " ".join(dose.text for dose in without.doses)
    assert any(dose.text.startswith("bridge with a band above the knees") for dose in with_band.doses)
    assert ladder_of(exercise("step-up"), ()) is None
    assert ladder_of(exercise("pallof-press"), ()) is None


def test_equipment_taken_away_leads_to_the_next_easier_dose() -> None:
    banded, bare = ladder("glute-bridge", "loop-band"), ladder("glute-bridge")
    place = next(i for i, dose in enumerate(banded.doses) if "band" in dose.text)
    state = banded.state(place, DAY)
    assert bare.dose(state).text == "full bridge with a short hold at the top"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (ExerciseDone(DAY, "front-plank", 0, at_target=True, pain=0), "ladder of dead-bug"),
        (ExerciseDone(DAY - timedelta(days=1), "dead-bug", 0, at_target=True, pain=0), "not after"),
        (ExerciseDone(DAY + timedelta(days=1), "dead-bug", 0, at_target=True, pain=11), "outside the scale"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_with_its_place(wrong: ExerciseDone, says: str) -> None:
    one = ladder("dead-bug")
    with pytest.raises(BadInputError, match=says):
        advance(one, one.state(one.start, DAY), wrong)


def test_unknown_equipment_and_exercises_are_named_with_what_is_known() -> None:
    with pytest.raises(BadInputError, match="trampoline"):
        checked_equipment(["step", "trampoline"])
    with pytest.raises(BadInputError, match="runback exercises"):
        exercise("planks")


@pytest.mark.parametrize("entry", knowledge.exercises(), ids=lambda entry: entry.id)
def test_every_exercise_of_the_evidence_base_has_a_sound_ladder(entry: knowledge.Exercise) -> None:
    assert set().union(*(group for rung in entry.rungs for group in rung.needs)) <= EQUIPMENT
    assert 0 <= entry.start_step < len(entry.rungs)
    ids = {other.id for other in knowledge.exercises()}
    for rung in entry.rungs:
        assert bool(rung.doses) is not bool(rung.leads_to)
        assert not rung.leads_to or rung.leads_to in ids
    one = ladder_of(entry, EQUIPMENT)
    assert one is not None
    assert one.dose(start(one)).rung == entry.start_step
    # The rests on the forearms of the press-up are not the ten press-ups of its starting dose.
    if entry.id != "press-up-extension":
        begun = one.dose(start(one))
        assert (begun.sets, begun.reps) == (entry.start_dose["sets"], entry.start_dose["reps"])
        assert begun.hold_s == entry.start_dose.get("hold_s", begun.hold_s)


STRETCHES = [entry for entry in knowledge.exercises() if entry.type == "stretch"]


@pytest.mark.parametrize("entry", STRETCHES, ids=lambda entry: entry.id)
def test_held_stretches_keep_to_the_published_holds_and_minutes(entry: knowledge.Exercise) -> None:
    article = knowledge.fact("source-article-dose").numbers
    most = 60 * knowledge.fact("stretch-dose-meta").numbers["minutes_per_session_max"]
    for dose in doses(entry, EQUIPMENT):
        if dose.hold_s:
            assert article["hold_low_s"] <= dose.hold_s <= article["hold_high_s"]
        assert dose.work_s <= most
