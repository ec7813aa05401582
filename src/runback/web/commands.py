"""Where on the pages a command of the terminal is done: sentences that all faces share may name one."""

from __future__ import annotations

import re

from runback.web.menu import MENU, Room

_NAMED = re.compile(r"\brunback ([a-z][a-z-]+)")
_ROOMS = {
    "checkin": "Today",
    "done": "Today",
    "plan": "Plan",
    "replan": "Plan",
    "assess": "Causes",
    "runs": "Runs",
    "show": "Runs",
    "rate": "Runs",
    "gait": "Form",
    "tests": "Self-tests",
    "screen": "Screening",
    "looked-at": "Screening",
    "triggers": "Triggers",
    "influences": "Triggers",
    "shoes": "Triggers",
    "experiment": "Triggers",
    "questionnaire": "Progress",
    "progress": "Progress",
    "report": "Report",
    "import": "Data",
    "imports": "Data",
    "undo-import": "Data",
    "recompute": "Data",
    "diary": "Data",
    "export": "Data",
    "evidence": "Evidence",
    "care": "Evidence",
    "settings": "Settings",
}


def rooms_for(text: str) -> list[Room]:
    """Return the rooms where the commands that ``text`` names are done, each once, in their order."""
    names = dict.fromkeys(_ROOMS[name] for name in _NAMED.findall(text) if name in _ROOMS)
    every = {room.name: room for _, rooms in MENU for room in rooms}
    return [every[name] for name in names]
