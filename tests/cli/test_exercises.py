"""``runback exercises`` as a runner uses it: the list, one ladder, the own rung from the log, the figure."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_runs import Ran
from click.testing import Result
from typer.testing import CliRunner

from runback import knowledge
from runback.cli.app import application
from runback.cli.exercise_text import AGAINST
from runback.errors import RunbackError
from runback.figures.movement import movement_svg
from runback.planning.leading import exercises_for

NAMED_BY_THE_MISSION = (
    *("front-plank", "side-plank", "dead-bug", "glute-bridge", "hip-thrust"),
    *("lumbar-rotation-stretch", "side-flexion-stretch", "hamstring-stretch", "hip-flexor-stretch"),
)
TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Desk:
    """A store of its own and commands run on it within this process."""

    home: Path

    def ran(self, *words: str) -> Result:
        return CliRunner().invoke(
            application(), list(words), env={"COLUMNS": "110", "RUNBACK_HOME": str(self.home)}
        )

    def said(self, *words: str) -> str:
        ran = self.ran(*words)
        assert ran.exit_code == 0, ran.output
        return ran.stdout

    def told(self, *words: str) -> Any:
        return json.loads(self.said(*words, "--json"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A store that no test writes to."""
    return Desk(tmp_path_factory.mktemp("exercises") / "home")


@pytest.fixture
def own(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "home")


def test_the_list_names_every_exercise_once_and_all_of_the_mission(runback: Callable[..., Ran]) -> None:
    lines = [line.split() for line in runback("exercises").out.splitlines()]
    ids = [line[0] for line in lines if line and line[0] in {entry.id for entry in knowledge.exercises()}]
    assert len(ids) == len(set(ids)) == len(knowledge.exercises())
    printed = runback("exercises", "--json").json["exercises"]
    assert {row["id"] for row in printed} == set(ids) >= set(NAMED_BY_THE_MISSION)


def test_the_list_for_a_cause_holds_those_that_answer_it_the_best_ahead(empty: Desk) -> None:
    printed = empty.told("exercises", "--for", "weak-back-muscles")["exercises"]
    assert [row["id"] for row in printed] == [entry.id for entry in exercises_for("weak-back-muscles")]
    assert printed[0]["id"] == "bird-dog"
    assert all("weak-back-muscles" in row["causes"] for row in printed)
    text = empty.said("exercises", "--for", "weak-back-muscles")
    assert "For weak back muscles" in text
    assert "calf-raise" not in text


@pytest.mark.parametrize("entry", knowledge.exercises(), ids=lambda entry: entry.id)
def test_one_exercise_is_shown_in_full(entry: knowledge.Exercise, empty: Desk) -> None:
    text = " ".join(empty.said("exercises", entry.id, "--today", "2026-11-24").split())
    for part in (*entry.cues, *entry.errors, *entry.avoid_if, *entry.muscles):
        assert part in text
    for number, rung in enumerate(entry.rungs, start=1):
        assert f"rung {number} {rung.text}" in text
    for fact_id in entry.evidence:
        fact = knowledge.fact(fact_id)
        assert f"{fact_id}: {fact.how_sure}" in text
        assert (f"{fact_id}: {fact.how_sure}: not established" in text) is not fact.established
    assert "tendon programme" in text
    assert "None" not in text


def test_the_doses_of_a_ladder_stand_beside_its_rungs(empty: Desk) -> None:
    text = " ".join(empty.said("exercises", "front-plank").split())
    assert "full forearm plank, building longer holds: 3 x 25 s to 3 x 45 s" in text
    assert "begin with rung 3: full forearm plank, 3 x 20 s" in text
    banded = " ".join(empty.said("exercises", "lateral-band-walk").split())
    assert "band at the ankles: 2 x 10 to 2 x 15, each side [loop-band]" in banded
    assert "goes on as romanian-deadlift" in empty.said("exercises", "hip-hinge-drill")


def test_a_plan_its_log_and_the_diary_move_the_own_rung(own: Desk) -> None:
    wishes = ("--weeks", "3", "--days", "mon,tue,wed,thu,fri,sat,sun")
    plan = own.told("plan", *wishes, "--today", "2026-11-24")
    with_it = [
        one["id"]
        for one in plan["sessions"]
        if any(step["exercise"] == "front-plank" for step in one["steps"])
    ]
    assert len(with_it) >= 2
    before = own.told("exercises", "front-plank")["standing"]
    assert (before["dose"]["words"], before["sessions"]) == ("3 x 20 s", 0)
    for number, session in enumerate(with_it[:2]):
        day = str(TODAY - timedelta(days=6 - 3 * number))
        own.said("done", session, "--pain", "1", "--effort", "5", "--day", day, "--today", "2026-11-24")
    after = own.told("exercises", "front-plank", "--today", "2026-11-24")["standing"]
    assert (after["dose"]["words"], after["sessions"]) == ("3 x 25 s", 2)
    assert after["last_day"] == "2026-11-21"
    text = " ".join(own.said("exercises", "front-plank", "--today", "2026-11-24").split())
    assert "rung 4: full forearm plank, building longer holds, 3 x 25 s (2 sessions logged" in text
    own.said("checkin", "--pain", "4.5", "--day", "2026-11-24")
    sore = own.told("exercises", "front-plank", "--today", "2026-11-24")["standing"]
    assert sore["dose"]["words"] == "3 x 20 s"
    dead_bug = " ".join(own.said("exercises", "dead-bug", "--today", "2026-11-24").split())
    assert "A plan leaves it out for now: pain above the limit was told" in dead_bug


def test_the_figure_is_written_whole_and_is_the_one_drawn(
    runback: Callable[..., Ran], tmp_path: Path
) -> None:
    ran = runback("exercises", "dead-bug", "--figure", "bug.svg")
    assert ran.status == 0, ran.err
    written = (tmp_path / "bug.svg").read_text(encoding="utf-8")
    assert written == movement_svg("dead-bug")
    assert ET.fromstring(written).tag.endswith("svg")
    assert not list(tmp_path.glob("*.part"))
    assert "bug.svg" in ran.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("planks",), "side-plank"),
        (("--for", "weak-glute"), "weak-glutes"),
        (("--for", "shoes"), "Exercises answer"),
        (("dead-bug", "--for", "weak-core"), "--for goes with the list"),
        (("--figure", "x.svg"), "a figure is of one exercise"),
        (("dead-bug", "--figure", "no/such/folder/x.svg"), "cannot be written"),
        (("dead-bug", "--today", "soon"), "2026-11-23"),
    ],
    ids=" ".join,
)
def test_bad_input_is_refused_with_the_remedy(words: tuple[str, ...], says: str, empty: Desk) -> None:
    error = empty.ran("exercises", *words).exception
    assert isinstance(error, RunbackError)
    assert says in str(error)


def test_an_error_ends_the_command_with_status_2_and_no_file(
    runback: Callable[..., Ran], tmp_path: Path
) -> None:
    ran = runback("exercises", "planks", "--figure", "x.svg")
    assert ran.status == 2
    assert "side-plank" in ran.err
    assert "Traceback" not in ran.err
    assert not list(tmp_path.glob("*.svg*"))


def test_raised_red_flags_stand_first(own: Desk, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text('{"saddle-numbness": true}')
    own.said("screen", "--answers", str(answers), "--keep")
    text = own.said("exercises", "dead-bug")
    assert text.index("saddle-numbness") < text.index("Dead bug")
    listed = own.said("exercises")
    assert listed.index("saddle-numbness") < listed.index("front-plank")
    for printed in (own.told("exercises", "dead-bug"), own.told("exercises")):
        assert [flag["id"] for flag in printed["red_flags"]] == ["saddle-numbness"]


def test_everything_that_may_speak_against_an_exercise_has_its_words() -> None:
    assert {word for entry in knowledge.exercises() for word in entry.avoid_when} == set(AGAINST)


def test_it_explains_itself(runback: Callable[..., Ran]) -> None:
    assert "exercises " in runback("--help").out
    out = runback("exercises", "--help").out
    assert "--for" in out
    assert "--json" in out
    assert "--figure" in out
