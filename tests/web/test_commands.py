"""Sentences that name a command of the terminal lead to the room where it is done."""

from __future__ import annotations

import re
from pathlib import Path

from runback.web.commands import rooms_for

PACKAGE = Path(__file__).parents[2] / "src" / "runback"


def test_a_command_leads_to_its_room() -> None:
    assert [room.address for room in rooms_for("Ask for fewer weeks: runback plan --weeks 4.")] == ["/plan/"]
    assert rooms_for("Wait until it has ended.") == []
    assert [room.name for room in rooms_for("runback tests, then runback screen, then runback tests")] == [
        "Self-tests",
        "Screening",
    ]


def test_every_command_that_shared_sentences_name_has_a_room() -> None:
    shared = [
        path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] not in ("cli", "web")
    ]
    named = {
        match[1]
        for path in shared
        for match in re.finditer(
            r'"[^"\n]*\brunback ([a-z][a-z-]+)[^"\n]*"', path.read_text(encoding="utf-8")
        )
    }
    assert len(named) > 8
    without = {name for name in named if not rooms_for(f"runback {name}")}
    # Of the evidence base's own files, and the note in the demo's folder.
    assert without <= {"demo", "exercises"}
