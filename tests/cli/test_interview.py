"""The interviews through a pseudo-terminal, as a person at the keyboard meets them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pexpect
from cli_runs import run

from runback.screening import questions

UNITS = {question.unit for question in questions() if question.type == "number"}

PROMPT = rf"(?:yes / no|a number|numbers with commas, or none|{'|'.join(sorted(UNITS))}): "
MOST_QUESTIONS = 25
ORDINARY = {"yes / no": "no", "numbers with commas": "none", "years": "44", "weeks": "3", "a number": "1"}


def spawn(home: Path, *words: str) -> pexpect.spawn:
    return pexpect.spawn(
        sys.executable,
        ["-m", "runback", *words],
        env=os.environ | {"RUNBACK_HOME": str(home), "COLUMNS": "110", "TERM": "dumb"},
        encoding="utf-8",
        timeout=60,
    )


def answered(child: pexpect.spawn, replies: dict[str, str]) -> list[str]:
    """Answer each by the first of ``replies`` that the prompt holds, else Enter; return all asked."""
    asked: list[str] = []
    while child.expect([PROMPT, pexpect.EOF]) == 0:
        asked.append(child.before)
        assert len(asked) <= 3 * MOST_QUESTIONS, "the interview does not end"
        child.sendline(next((said for words, said in replies.items() if words in child.after), ""))
    child.close()
    return asked


def test_an_interview_without_signs_asks_fewer_than_25_questions_and_is_kept(tmp_path: Path) -> None:
    child = spawn(tmp_path, "screen")
    asked = answered(child, ORDINARY)
    assert child.exitstatus == 0
    assert len(asked) < MOST_QUESTIONS
    kept = run("assess", "--json", home=tmp_path, at=tmp_path)
    assert "red_flags" in kept.json


def test_leaving_after_an_emergency_was_named_keeps_it(tmp_path: Path) -> None:
    child = spawn(tmp_path, "screen")
    child.expect(PROMPT)
    while "numb" not in child.before.lower():
        child.sendline("")
        child.expect(PROMPT)
    child.sendline("yes" if "1 " not in child.before else "1")
    child.expect("seek emergency care now")
    child.expect(PROMPT)
    child.sendline("quit")
    child.expect("are kept")
    child.expect(pexpect.EOF)
    child.close()
    told = run("assess", "--json", home=tmp_path, at=tmp_path).json
    assert told["action"] == "emergency"
    assert told["red_flags"]


def test_leaving_before_any_sign_keeps_nothing(tmp_path: Path) -> None:
    child = spawn(tmp_path, "screen")
    child.expect(PROMPT)
    child.sendline("quit")
    child.expect(pexpect.EOF)
    child.close()
    assert "red_flags" not in run("assess", "--json", home=tmp_path, at=tmp_path).json


def test_own_activities_are_named_once_and_offered_again(tmp_path: Path) -> None:
    for _ in range(2):
        child = spawn(tmp_path, "questionnaire", "own-activity-0-10")
        child.expect("Name the first activity")
        offered = child.expect([r"\[running 10 km\]: ", ": "]) == 0
        child.sendline("" if offered else "running 10 km")
        child.expect("first activity today.*: ")
        child.sendline("4")
        for _ in range(2):
            child.expect("Name the (second|third) activity: ")
            child.sendline("")
        child.expect("4 \\(scale 0 to 10")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
    assert offered
