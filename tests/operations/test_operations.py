"""What a runner does with their store, as the command line and the web both ask for it."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from runback.body import GateAnswers, SelfTestResult
from runback.errors import BadInputError
from runback.knowledge import self_test
from runback.model import CheckIn, Side
from runback.operations.assessing import assess_store
from runback.operations.demonstrating import DEMO_MARK, make_demo, remove_demo
from runback.operations.diary import import_days, questions_of_day
from runback.operations.erasing import erase_all
from runback.operations.experimenting import experiment_choices, plan_own_experiment
from runback.operations.outside_influences import influences_of
from runback.operations.plan_files import calendar_look, plan_calendar, plan_workouts
from runback.operations.planning import current_plan, replan, session_outcomes, tell_session, write_plan
from runback.operations.progressing import own_progress
from runback.operations.questionnaires import answer_questionnaire, last_answers, type_in_total
from runback.operations.reporting import report_input
from runback.operations.screening import (
    emergency_so_far,
    finish_interview,
    known_answers,
    leave_interview,
    question_after,
    state_looked_at,
)
from runback.operations.self_testing import SelfTestView, record_result, sides_in_turn, sitting
from runback.operations.wishing import equipment_named, last_wishes, race, weekly_distance
from runback.planning import Wishes
from runback.progress import questionnaire

if TYPE_CHECKING:
    from runback.store import Store

TODAY = date(2026, 11, 23)
WISHES = Wishes(minutes={0: 60.0, 2: 60.0, 4: 60.0, 6: 90.0}, weeks=2)
SIGN = {"leg-weakness-progressing": True}


def test_an_empty_store_has_an_answer_to_everything(store: Store) -> None:
    found = assess_store(store, TODAY)
    assert found.runs.is_empty() and found.screening is None and found.ranking.next
    assert current_plan(store, TODAY) is None
    assert own_progress(store, TODAY).adherence is None
    assert report_input(store, TODAY).ranking == found.ranking
    assert len(influences_of(store, TODAY).entries) > 5
    assert SelfTestView.of(store, TODAY).worth_doing
    with pytest.raises(BadInputError, match="no plan yet"):
        replan(store, TODAY)
    with pytest.raises(BadInputError, match="no plan yet"):
        tell_session(store, TODAY, "today")


def test_a_plan_is_made_told_made_anew_and_counted(store: Store) -> None:
    made = write_plan(store, TODAY, WISHES)
    assert current_plan(store, TODAY) == made and last_wishes(store) == WISHES
    first = next(one for one in made.plan.sessions if one.kind in {"run", "strength"})
    assert tell_session(store, first.day, first.id, effort=4.0, pain=1.0) == first
    assert session_outcomes(store, first.day, made.plan.sessions)[first.id] == "done"
    later = made.plan.last - timedelta(days=5)
    anew = replan(store, later)
    assert anew.after.last == made.plan.last
    assert {one.id for one in anew.after.sessions} >= {first.id}
    assert set(anew.changed) <= {one.id for one in (*anew.before.sessions, *anew.after.sessions)}
    counted = own_progress(store, later).adherence
    assert counted is not None
    told = report_input(store, later).progress
    assert told is not None and told.adherence == counted, "the report counts as progress does"
    with pytest.raises(BadInputError, match="plan ended"):
        replan(store, made.plan.last + timedelta(days=1))


def test_a_sign_raised_since_binds_the_plan_at_once(store: Store) -> None:
    made = write_plan(store, TODAY, WISHES)
    assert any(one.kind == "run" for one in made.plan.sessions)
    finish_interview(store, TODAY, SIGN)
    bound = current_plan(store, TODAY)
    assert bound is not None and bound.forbids and bound.plan.last == made.plan.last
    assert not any(one.kind in {"run", "strength"} and one.day >= TODAY for one in bound.plan.sessions)
    assert assess_store(store, TODAY).ranking.next == (), "nothing to measure until a clinician has looked"
    assert current_plan(store, TODAY) == bound, "looking at a plan again makes no other"


def test_files_of_a_plan(store: Store) -> None:
    sessions = write_plan(store, TODAY, WISHES).plan.sessions
    with pytest.raises(BadInputError, match="zone"):
        calendar_look(store, time(18))
    made = plan_calendar(store, TODAY, sessions, calendar_look(store))
    entries = Calendar.from_ical(made.content).walk("VEVENT")
    active = {one.id for one in sessions if one.kind in {"run", "strength"}}
    assert made.entries == len(entries) == len(active)
    workouts = plan_workouts(TODAY, sessions)
    assert set(workouts) == {f"{name}.fit" for name in active}
    assert all(content[8:12] == b".FIT" for content in workouts.values())
    assert plan_workouts(date(2030, 1, 1), sessions) == {}


def test_wishes_in_a_runners_words() -> None:
    assert race(TODAY, "Half  Marathon", date(2027, 4, 18)).distance_m == 21097.5
    assert race(TODAY, "12,5 km", TODAY).distance_m == 12_500
    assert weekly_distance(10, "mi").distance_m == pytest.approx(16_093.44)
    assert equipment_named(["band", " mat", "none"]) == {"loop-band", "long-band"}
    for name, day in (("moon", TODAY), ("10k", TODAY - timedelta(days=1))):
        with pytest.raises(BadInputError):
            race(TODAY, name, day)


def test_an_interview_asks_on_from_what_is_known_and_hides_no_sign(store: Store) -> None:
    store.update_runner(birth_year=1990, sex="female")
    known = known_answers(store, TODAY)
    assert known == {"age": 36, "sex": "female"}
    following = question_after(store, known)
    assert following is not None and following.id not in known
    assert not leave_interview(store, TODAY, known) and store.health.screening(TODAY) is None
    assert emergency_so_far(TODAY, known) is None
    urgent = emergency_so_far(TODAY, known | {"cannot-pass-urine": True})
    assert urgent is not None and urgent.red_flags
    with pytest.raises(BadInputError):
        finish_interview(store, TODAY, {"no-such-question": True})
    assert store.health.screening(TODAY) is None

    assert leave_interview(store, TODAY, known | SIGN)
    raised = store.health.screening(TODAY)
    assert raised is not None and raised.forbids
    flag = raised.red_flags[0].id
    for wrong in (
        {"flag": "no-such-flag", "statement": "GP"},
        {"flag": flag, "statement": "  "},
        {"flag": flag, "statement": "GP", "on": TODAY + timedelta(days=1)},
    ):
        with pytest.raises(BadInputError):
            state_looked_at(store, TODAY, **wrong)  # type: ignore[arg-type] - values of several types
    seen = state_looked_at(store, TODAY, flag, "GP examined it")
    assert next(one for one in seen.red_flags if one.id == flag).looked_at is not None


def test_a_day_is_asked_what_was_told_of_late(store: Store) -> None:
    assert [one.name for one in questions_of_day(store, TODAY)] == ["pain", "place", "stiffness"]
    before = CheckIn(TODAY - timedelta(days=2), worst_pain=3.0, sleep_h=7.0, places=("upper-back",), note="x")
    store.health.diary.write(before, TODAY)
    asked = {one.name: one.shown for one in questions_of_day(store, TODAY)}
    assert asked == {"pain": None, "place": ("upper-back",), "stiffness": None, "sleep": None}
    assert {one.name: one.shown for one in questions_of_day(store, before.day)}["sleep"] == 7.0
    assert len(questions_of_day(store, TODAY, everything=True)) == 16


def test_days_from_a_table(store: Store) -> None:
    table = b"date,pain\n2026-11-20,3\n2026-11-21,4\n"
    tried = import_days(store, TODAY, table, where="days.csv", dry_run=True)
    assert len(tried.written.new) == 2 and store.health.check_ins() == ()
    assert import_days(store, TODAY, table, where="days.csv").written == tried.written
    assert [one.worst_pain for one in store.health.check_ins()] == [3.0, 4.0]
    with pytest.raises(BadInputError, match="no row"):
        import_days(store, TODAY, b"date,pain\n2026-11-20,44\n", where="days.csv")


def test_a_questionnaire_is_scored_and_offers_the_last_names(store: Store) -> None:
    form = questionnaire("own-activity-0-10")
    answers: dict[str, float | str] = {}
    for item in form.items:
        answers |= {item.name_id: "running downhill"} if item.names else {}
        answers[item.id] = 4.0
    score = answer_questionnaire(store, TODAY, form.id, answers, day=TODAY)
    assert score.value == 4.0 and "running downhill" in last_answers(store, form.id).values()
    assert type_in_total(store, TODAY, "odi", 12.0, day=TODAY).value == 12.0
    with pytest.raises(BadInputError):
        type_in_total(store, TODAY, "odi", 12.0, day=TODAY + timedelta(days=1))


def test_self_tests_are_offered_barred_and_taken_in_turn(store: Store) -> None:
    hold, reach = self_test("side-plank-hold"), self_test("knee-to-wall")
    view = SelfTestView.of(store, TODAY)
    assert [one.id for one in sitting(view, [hold, reach]).tests] == [reach.id, hold.id]
    tired = sitting(view, [hold, reach], GateAnswers(hard_day=True))
    assert set(tired.barred) == {hold.id} and tired.tests == (reach,)
    assert sitting(view).tests == tuple(self_test(name) for name in view.worth_doing)

    assert sides_in_turn(store, TODAY, hold) == (Side.LEFT, Side.RIGHT)
    told = SelfTestResult(hold.id, TODAY, left=41.0, right=55.0, first_side=Side.LEFT)
    assert record_result(store, TODAY, told).result.left == 41.0
    assert sides_in_turn(store, TODAY, hold) == (Side.RIGHT, Side.LEFT)
    assert sides_in_turn(store, TODAY, self_test("prone-plank")) == (None,)

    finish_interview(store, TODAY, SIGN)
    assert hold.id in sitting(SelfTestView.of(store, TODAY), [hold, reach]).barred


def test_experiments_wait_for_days_and_for_a_clinician(store: Store) -> None:
    with pytest.raises(BadInputError):
        experiment_choices(store, TODAY)
    with pytest.raises(BadInputError, match="nothing to vary"):
        plan_own_experiment(store, TODAY, "moonlight")
    finish_interview(store, TODAY, SIGN)
    with pytest.raises(BadInputError, match="clinician"):
        experiment_choices(store, TODAY)
    assert store.experiments.all() == ()


@pytest.mark.parametrize("typed", ["", "yes", "erase", "erase  everything!"])
def test_nothing_is_erased_without_the_words(store: Store, typed: str) -> None:
    store.health.diary.write(CheckIn(TODAY, worst_pain=1.0), TODAY)
    with pytest.raises(BadInputError, match="nothing was erased"):
        erase_all(store, typed)
    assert len(store.health.check_ins()) == 1
    assert erase_all(store, " Erase  everything ").diary_days == 1
    assert store.health.check_ins() == ()


def test_a_demo_is_removed_and_nothing_else(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear")
    for wrong in (mine, mine / "letter.txt"):
        with pytest.raises(BadInputError, match="other than a demo"):
            remove_demo(wrong)
        with pytest.raises(BadInputError, match="other than a demo"):
            make_demo(wrong, TODAY)
    assert (mine / "letter.txt").read_text() == "dear"
    made = tmp_path / "demo"
    (made / "files").mkdir(parents=True)
    (made / DEMO_MARK).write_text("")
    remove_demo(made)
    remove_demo(made)
    assert not made.exists()
