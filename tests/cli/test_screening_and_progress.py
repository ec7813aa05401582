"""Screening, check-ins, questionnaires and progress as a user meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from cli_runs import Ran

RunCommand = Callable[..., Ran]
NUMB = {"age": 44, "sex": "male", "saddle-numbness": "yes"}


def answers_file(folder: Path, answers: dict[str, object]) -> str:
    path = folder / "answers.json"
    path.write_text(json.dumps(answers))
    return str(path)


def test_screen_has_the_promised_shape(runback: RunCommand, tmp_path: Path) -> None:
    found = runback("screen", "--answers", answers_file(tmp_path, dict(NUMB)), "--json").json
    assert found["action"] == "emergency"
    assert {"id", "action", "sentence", "evidence"} <= found["red_flags"][0].keys()
    for pattern in found["patterns"]:
        assert {"id", "resemblance", "interval", "items"} <= pattern.keys()
    assert found["missing"]


def test_every_question_can_be_listed(runback: RunCommand) -> None:
    listed = runback("screen", "--questions", "--json").json
    assert len(listed) > 20
    assert all({"id", "wording", "type", "asked"} <= question.keys() for question in listed)


def test_answers_from_a_file_are_kept_only_when_asked(runback: RunCommand, tmp_path: Path) -> None:
    path = answers_file(tmp_path, dict(NUMB))
    assert "--keep" in runback("screen", "--answers", path).out
    assert "red_flags" not in runback("assess", "--json").json
    assert "--keep" not in runback("screen", "--answers", path, "--keep").out
    assert runback("assess", "--json").json["red_flags"]


def test_a_raised_flag_stands_first_and_stays_in_sight_once_looked_at(
    runback: RunCommand, tmp_path: Path
) -> None:
    runback("screen", "--answers", answers_file(tmp_path, dict(NUMB)), "--keep")
    for command in ("assess", "progress"):
        out = runback(command).out
        assert out.startswith("!! Emergency")
        assert next(iter(runback(command, "--json").json)) == "action"
    assert runback("progress", "--json").json["return_to_running"] == []
    assert runback("assess", "--json").json["next"] == []
    wrong = runback("looked-at", "no-such-flag", "GP")
    assert wrong.status == 2 and "saddle-numbness" in wrong.err
    ahead = (date.today() + timedelta(days=2)).isoformat()  # noqa: DTZ011 - a user's day
    assert runback("looked-at", "saddle-numbness", "seen", "--on", ahead).status == 2
    told = runback("looked-at", "saddle-numbness", "Emergency department, MRI done")
    assert told.status == 0 and "looked at on" in told.out
    after = runback("assess", "--json").json
    assert [flag["id"] for flag in after["red_flags"]] == ["saddle-numbness"]
    assert after["next"]


def test_no_terminal_no_interview(runback: RunCommand) -> None:
    ran = runback("screen")
    assert ran.status == 2
    assert "--answers" in ran.err


def test_a_check_in_is_added_to_and_corrected(runback: RunCommand) -> None:
    runback("checkin", "--pain", "4", "--day", "2026-11-01")
    runback("checkin", "--stiffness", "20", "--day", "2026-11-01")
    kept = runback(
        "checkin", "--pain", "3", "--day", "2026-11-01", "--place", "lower-back-left", "--json"
    ).json
    assert kept["worst_pain"] == 3
    assert kept["stiffness_min"] == 20
    assert kept["places"] == ["lower-back-left"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("checkin", "--pain", "11"), "0 to 10"),
        (("checkin", "--sleep", "25"), "0 to 24"),
        (("checkin", "--pain", "3", "--place", "elbow"), "lower-back-left"),
        (("checkin",), "--pain 3"),
        (("checkin", "--pain", "3", "--day", "2999-01-01"), "future"),
        (("questionnaire", "rmdq"), "rmdq-24"),
        (("questionnaire", "odi", "--score", "400"), "odi"),
        (("questionnaire", "rmdq-24"), "--answers"),
    ],
)
def test_bad_input_stores_nothing(words: tuple[str, ...], named: str, runback: RunCommand) -> None:
    ran = runback(*words)
    assert ran.status == 2
    assert named in ran.err
    assert "Traceback" not in ran.err
    assert runback("progress", "--json").json["trend"] == []


WRITE_DIARY = """
import sys
from datetime import date, timedelta
from pathlib import Path
from runback.model import CheckIn
from runback.store import open_store
last = date.fromisoformat(sys.argv[2])
health = open_store(Path(sys.argv[1])).health
for back in range(60):
    health.diary.write(CheckIn(last - timedelta(days=back), worst_pain=6.0 if back > 20 else 1.0), last)
"""


def test_a_better_month_is_told_as_such(runback: RunCommand, tmp_path: Path) -> None:
    last = "2026-11-22"
    subprocess.run([sys.executable, "-c", WRITE_DIARY, str(tmp_path / "home"), last], check=True)
    found = runback("progress", "--today", last, "--json").json
    assert found["changes"][0]["verdict"] == "better"
    assert len(found["trend"]) == 60
    text = runback("progress", "--today", last).out
    assert "Pain now about" in text and "emergency department" in text


def test_scores_of_two_days_tell_a_change(runback: RunCommand, tmp_path: Path) -> None:
    items = [
        item["id"]
        for form in runback("questionnaire", "--json").json
        if form["id"] == "rmdq-24"
        for item in form["items"]
    ]
    assert len(items) == 24
    for day, agreed in (("2026-09-01", 18), ("2026-11-01", 3)):
        path = tmp_path / f"{day}.json"
        path.write_text(json.dumps({item: number < agreed for number, item in enumerate(items)}))
        scored = runback("questionnaire", "rmdq-24", "--answers", str(path), "--day", day, "--json").json
        assert scored["value"] == agreed
    changes = runback("progress", "--today", "2026-11-02", "--json").json["changes"]
    assert [change["verdict"] for change in changes if change["measure"] == "rmdq-24"] == ["better"]


def test_a_report_is_written_as_pdf_and_fhir(runback: RunCommand, tmp_path: Path) -> None:
    runback("checkin", "--pain", "4", "--day", "2026-11-01")
    words = ("report", "--pdf", "report.pdf", "--fhir", "report.json", "--today", "2026-11-02")
    assert runback(*words).status == 0
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert json.loads((tmp_path / "report.json").read_text())["resourceType"] == "Bundle"
    again = runback(*words)
    assert again.status == 2 and "--force" in again.err
    assert runback("report").status == 2
    assert runback("report", "--pdf", "x.pdf", "--from", "2999-01-01").status == 2
