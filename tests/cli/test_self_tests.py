"""Self-tests as a user meets them: listed, noted, read, taken back, guided with a timer."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pexpect
import pytest
from cli_runs import Ran, run
from rich.console import Console
from typer.testing import CliRunner

from runback.body import SelfTestResult
from runback.cli.app import application
from runback.cli.self_test_text import show_text
from runback.cli.stopwatch import TICK_S, count_down, stop_watch
from runback.errors import RunbackError
from runback.knowledge import self_test, self_tests
from runback.operations.self_testing import SelfTestView
from runback.store import open_store

RunCommand = Callable[..., Ran]
MUSCLE = {"weak-core", "weak-glutes", "weak-back-muscles", "tight-hamstrings", "tight-calves"}
MUSCLE |= {"tight-hip-flexors", "left-right-imbalance", "muscle-fatigue"}


def in_process(home: Path, *words: str) -> Ran:
    """Run a command on a store in this process, which costs less than a process of its own."""
    environment = {"RUNBACK_HOME": str(home), "COLUMNS": "200"}
    done = CliRunner().invoke(application(), list(words), env=environment)
    if isinstance(done.exception, RunbackError):
        return Ran(2, done.stdout, str(done.exception))
    assert done.exit_code == 0, (words, done.output, done.exception)
    return Ran(0, done.stdout, "")


@pytest.fixture
def own(tmp_path: Path) -> RunCommand:
    """Run a command on an empty store."""
    return partial(in_process, tmp_path / "home")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> RunCommand:
    """Run a command on one store for all tests of this module."""
    return partial(in_process, tmp_path_factory.mktemp("self-tests"))


def plausible(test_id: str) -> list[str]:
    test = self_test(test_id)
    low, high = test.allowed
    middle = f"{round(low + (high - low) / 4):g}"
    return ["--left", middle, "--right", middle] if test.sides else ["--value", middle]


@pytest.mark.parametrize("test_id", [test.id for test in self_tests()])
def test_every_self_test_is_noted(shared: RunCommand, test_id: str) -> None:
    kept = shared("tests", "record", test_id, *plausible(test_id), "--pain", "1", "--json").json
    assert kept["test"] == test_id and kept["pain"] == 1 and kept["sentences"]


def test_every_self_test_is_shown_with_its_stop_rule_and_safety(tmp_path: Path) -> None:
    store, today = open_store(tmp_path / "home"), date.today()  # noqa: DTZ011 - a user's day
    for test in self_tests():
        sides = {"left": 2.0, "right": 3.0} if test.sides else {"value": 2.0}
        store.self_tests.write(SelfTestResult(test.id, today, **sides), today)
    view = SelfTestView.of(store, today)
    for test in self_tests():
        out = Console(record=True, width=400, file=io.StringIO())
        out.print(show_text(view, test))
        shown = out.export_text()
        for part in (*test.procedure, test.stop_rule, test.safety, *test.evidence, "Your results"):
            assert part in shown, (test.id, part)
        for norm in test.norms:
            assert norm.checked != "unverified" or norm.source not in shown


def test_the_list_says_what_each_is_for_what_it_came_to_and_when_it_is_due(
    own: RunCommand, tmp_path: Path
) -> None:
    today = date.today()  # noqa: DTZ011 - a user's day
    own("tests", "record", "knee-to-wall", "--left", "11", "--right", "11")
    own("tests", "record", "prone-plank", "--value", "50", "--day", (today - timedelta(days=100)).isoformat())
    listed = own("tests", "--json").json
    rows = {row["id"]: row for row in listed["tests"]}
    assert set(rows) == {test.id for test in self_tests()}
    assert rows["knee-to-wall"]["due"] == (today + timedelta(days=42)).isoformat()
    assert rows["prone-plank"]["too_old"] and rows["prone-plank"]["due"] < today.isoformat()
    assert rows["sorensen"]["last"] is None and rows["sorensen"]["due"] == today.isoformat()
    assert "knee-to-wall" not in listed["worth_doing"] and 0 < len(listed["worth_doing"]) <= 4
    assert not rows["double-leg-lowering"]["last"] and "double-leg-lowering" not in listed["worth_doing"]
    text = own("tests").out
    assert "left 11 cm, right 11 cm" in text and "not proposed" in text
    assert not (tmp_path / "plank.svg").exists()
    full = own("tests", "show", "side-plank-hold", "--json", "--figure", str(tmp_path / "plank.svg")).json
    assert (tmp_path / "plank.svg").read_text().startswith("<svg")
    assert full["procedure"] and full["norms_for_you"] and full["results"] == []
    assert full["norms"] and not [norm for norm in full["norms"] if norm["checked"] == "unverified"]


def test_an_assessment_has_the_muscle_family_measured(own: RunCommand) -> None:
    days = [(date.today() - timedelta(days=ago)).isoformat() for ago in (50, 2)]  # noqa: DTZ011
    untold = own("assess", "--json").json["causes"]
    assert {cause["state"] for cause in untold if cause["family"] == "muscle"} == {"unmeasured"}
    own("settings", "sex", "female")
    own("settings", "birth-year", "2000")
    for day in days:
        own("tests", "record", "side-plank-hold", "--left", "12", "--right", "60", "--day", day)
    for noted in (
        ("sorensen", "--value", "30"),
        ("active-knee-extension", "--left", "12", "--right", "13"),
        ("knee-to-wall", "--left", "4in", "--right", "4.5in"),
        ("modified-thomas", "--left", "-12", "--right", "-15"),
    ):
        assert own("tests", "record", *noted).status == 0
    found = own("assess", "--json").json
    muscle = {cause["id"]: cause for cause in found["causes"] if cause["family"] == "muscle"}
    assert set(muscle) == MUSCLE
    assert {cause["state"] for cause in muscle.values()} <= {"possible", "unlikely", "supported"}
    assert muscle["weak-back-muscles"]["support"] > 0.12 > muscle["tight-hip-flexors"]["support"]
    sides = [f for f in muscle["left-right-imbalance"]["findings"] if f["measure"] == "side-plank-hold-sides"]
    assert sides[0]["log_lr"] > 0 and "time before" in sides[0]["sentence"]
    asked = {row["id"] for row in found["next"]}
    assert "hip-strength-tests" in asked, "what was not measured is still proposed"
    assert not asked & {"core-endurance-tests", "back-endurance-tests", "ankle-bend-tests"}
    text = own("assess").out
    assert "did not predict later back pain" in " ".join(text.split())


def test_a_result_is_added_to_corrected_and_taken_back(own: RunCommand) -> None:
    own("tests", "record", "single-leg-bridge-hold", "--left", "60", "--day", "2026-11-01")
    both = own("tests", "record", "single-leg-bridge-hold", "--right", "20", "--day", "2026-11-01", "--json")
    assert (both.json["left"], both.json["right"], both.json["sides"]["verdict"]) == (60, 20, "differs")
    right = own("tests", "record", "single-leg-bridge-hold", "--right", "55", "--day", "2026-11-01", "--json")
    assert (right.json["left"], right.json["sides"]["verdict"]) == (60, "equal")
    gone = own("tests", "forget", "single-leg-bridge-hold", "--day", "2026-11-01")
    assert gone.status == 0 and "taken back" in gone.out
    assert own("tests", "show", "single-leg-bridge-hold", "--json").json["results"] == []
    again = own("tests", "forget", "single-leg-bridge-hold", "--day", "2026-11-01")
    assert again.status == 2 and "no result of 1 Nov 2026" in again.err
    fresh = own("tests", "record", "single-leg-bridge-hold", "--right", "50", "--day", "2026-11-01", "--json")
    assert fresh.json["left"] is None, "what was taken back does not come back with the next note"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("prone-plank", "--value", "4:00:00"), "0 to 600 s"),
        (("prone-plank", "--value", "nan"), "0 to 600 s"),
        (("knee-to-wall", "--left", "-3"), "0 to 30 cm"),
        (("prone-plank", "--left", "40"), "has no sides"),
        (("side-plank-hold", "--value", "40"), "each side"),
        (("side-plank-hold", "--left", "long"), "not a number"),
        (("side-plank-hold", "--left", "40", "--pain", "12"), "0 to 10"),
        (("side-plank-hold", "--left", "40", "--stopped", "bored"), "gave-out"),
        (("side-plank-hold", "--left", "40", "--first", "up"), "left or right"),
        (("side-plank-hold", "--left", "40", "--form", "feet"), "straight, knees"),
        (("side-plank-hold", "--left", "40", "--day", "2999-01-01"), "in the future"),
        (("plank", "--value", "40"), "prone-plank"),
        (("prone-plank",), "no result yet"),
    ],
)
def test_what_may_not_be_noted_is_refused_with_what_may(
    shared: RunCommand, words: tuple[str, ...], told: str
) -> None:
    before = shared("tests", "--json").out
    refused = shared("tests", "record", *words)
    assert refused.status == 2 and told in refused.err
    assert shared("tests", "--json").out == before, "nothing is kept"


def test_inches_are_taken_and_shown_beside_centimetres(own: RunCommand) -> None:
    own("settings", "units", "mi")
    out = own("tests", "record", "knee-to-wall", "--left", "4.5in", "--right", "12").out
    assert "left 11.4 cm (4.5 in)" in out and "right 12 cm (4.7 in)" in out


def test_a_raised_sign_stands_first_and_hard_tests_are_not_offered(own: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"age": 44, "sex": "female", "osteoporosis": "yes", "minor-fall": "yes"}))
    own("screen", "--answers", str(path), "--keep")
    screened = own("tests", "--json").json
    assert next(iter(screened)) == "action" and screened["red_flags"]
    for row in screened["tests"]:
        assert bool(row["not_now"]) == row["loads"], row["id"]
    assert screened["worth_doing"]
    assert not {row["id"] for row in screened["tests"] if row["loads"]} & set(screened["worth_doing"])
    shown = own("tests", "show", "prone-plank").out
    assert shown.startswith("!!") and "Not now: it loads the body" in shown
    assert own("tests", "record", "prone-plank", "--value", "30").out.startswith("!!")
    path.write_text(json.dumps({"age": 44, "sex": "female", "saddle-numbness": "yes"}))
    own("screen", "--answers", str(path), "--keep")
    emergency = own("tests", "--json").json
    assert all(row["not_now"] for row in emergency["tests"]) and emergency["worth_doing"] == []


def test_the_guided_tests_need_a_terminal(runback: RunCommand) -> None:
    ran = runback("tests", "run", "prone-plank")
    assert ran.status == 2 and "tests record" in ran.err


def spawn(home: Path, *words: str) -> pexpect.spawn:
    return pexpect.spawn(
        sys.executable,
        ["-m", "runback", "tests", "run", *words],
        env=os.environ | {"RUNBACK_HOME": str(home), "TERM": "xterm"},
        encoding="utf-8",
        timeout=60,
        dimensions=(50, 110),
    )


GATE = ("numbness", "surgery", "at rest", "begin", "glaucoma", "hard run")


def through_the_gate(child: pexpect.spawn, **said: str) -> None:
    """Answer the questions before the first test: no, and pain 1, unless ``said`` names another answer."""
    for question in GATE:
        child.expect(question)
        child.expect(r"(?:\[y/n\]|0 to 10\?): ")
        usual = "1" if question == "at rest" else "no"
        child.sendline(said.get(question.replace(" ", "_"), usual))


def test_a_guided_hold_is_timed_kept_side_by_side_and_can_be_left(tmp_path: Path) -> None:
    child = spawn(tmp_path, "side-plank-hold")
    through_the_gate(child)
    child.expect("Stop when the hip drops")
    child.expect("in place")
    child.sendline("")
    child.expect("LEFT side")
    child.expect("to skip: ")
    child.sendline("")
    child.expect("Ready")
    child.send(" ")
    child.expect("0:02")
    child.send(" ")
    child.expect(r"(\d+) s\. Enter keeps it.*: ")
    assert 2 <= int(child.match[1]) <= 15
    child.sendline("900")
    child.expect(r"0 to 600\s+s")
    child.sendline("41")
    child.expect("Worst pain")
    child.sendline("2")
    child.expect("or Enter: ")
    child.sendline("1")
    child.expect("Rest before the other side: 5 min")
    child.expect("Rest 4:")
    child.send("\r")
    child.expect("RIGHT side")
    child.sendline("q")
    child.expect("Stopped.")
    child.expect("left 41 s, pain 2 of 10")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    kept = run("tests", "show", "side-plank-hold", "--json", home=tmp_path, at=tmp_path).json["results"]
    assert [(one["left"], one["right"], one["stopped"], one["first_side"]) for one in kept] == [
        (41, None, "gave-out", "left")
    ]


def test_an_interrupt_in_the_timer_keeps_what_was_done_and_restores_the_terminal(tmp_path: Path) -> None:
    noted = ("tests", "record", "single-leg-bridge-hold", "--left", "30", "--right", "31", "--first", "left")
    run(*noted, "--day", "2026-10-01", home=tmp_path, at=tmp_path)
    child = spawn(tmp_path, "knee-to-wall", "single-leg-bridge-hold")
    through_the_gate(child)
    child.expect("in place")
    child.sendline("")
    for value in ("10,5", "11"):
        child.expect("Result in cm")
        child.sendline(value)
        child.expect("Worst pain")
        child.sendline("0")
    child.expect("Single-leg glute bridge hold")
    child.expect("in place")
    child.sendline("")
    child.expect("RIGHT side")  # the left side came first the last time
    child.expect("to skip: ")
    child.sendline("")
    child.expect("Ready")
    child.sendintr()
    child.expect("Stopped.")
    child.expect("left 10.5 cm, right 11 cm")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_the_gate_keeps_hard_tests_back_and_says_why(tmp_path: Path) -> None:
    child = spawn(tmp_path, "prone-plank", "knee-to-wall")
    through_the_gate(child, at_rest="6")
    child.expect("prone-plank: not now; pain at rest of 6 of 10 is above 4")
    child.expect("1 to do")
    child.expect("Knee-to-wall lunge")
    child.sendline("q")
    child.expect("Nothing was recorded")
    child.expect(pexpect.EOF)
    child.close()

    child = spawn(tmp_path, "knee-to-wall")
    child.expect(r"\[y/n\]: ")
    child.sendline("?")  # unsure counts as yes
    child.expect("a sign that needs a clinician was named")
    child.expect("Nothing was recorded")
    child.expect(pexpect.EOF)


def test_too_much_pain_ends_the_sitting(tmp_path: Path) -> None:
    child = spawn(tmp_path, "heel-raise", "prone-plank")
    through_the_gate(child)
    child.expect("in place")
    child.sendline("")
    child.expect("Result in repetitions")
    child.sendline("12")
    child.expect("Worst pain")
    child.sendline("7")
    child.expect("or Enter: ")
    child.sendline("3")
    child.expect("no further test today")
    child.expect("measures the pain and not the muscle")
    child.expect(pexpect.EOF)


class Hands:
    """A clock that each wait for a key moves on, and the keys that come at certain times."""

    def __init__(self, keys: dict[float, str]) -> None:
        self.now, self.keys = 0.0, keys

    def clock(self) -> float:
        return self.now

    def read_key(self, seconds: float) -> str:
        self.now += seconds
        due = [at for at in self.keys if at <= self.now]
        return self.keys.pop(min(due)) if due else ""


@pytest.mark.parametrize(
    ("keys", "seconds", "ended_by"),
    [
        ({41.0: " "}, 41.0, "key"),
        ({41.0: "\r"}, 41.0, "key"),
        ({3.0: "x", 9.0: "q"}, 9.0, "quit"),
        ({}, 180.0, "limit"),
    ],
)
def test_the_stopwatch_counts_until_a_key_or_the_limit(
    keys: dict[float, str], seconds: float, ended_by: str
) -> None:
    hands = Hands(dict(keys))
    with Path(os.devnull).open("w") as nowhere:
        out = Console(file=nowhere, force_terminal=True)
        timed = stop_watch(out, 180.0, hands.read_key, clock=hands.clock)
    assert timed.ended_by == ended_by
    assert timed.seconds == pytest.approx(seconds, abs=2 * TICK_S)


def test_the_countdown_shows_every_second_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    hands = Hands({})
    shown = tmp_path / "shown.txt"
    with shown.open("w") as file:
        count_down(
            Console(file=file, force_terminal=True, highlight=False),
            3,
            hands.read_key,
            label="Rest",
            clock=hands.clock,
        )
    found = re.findall(r"Rest 0:0(\d)", shown.read_text())
    assert list(dict.fromkeys(found)) == ["3", "2", "1"] and len(found) <= 5
