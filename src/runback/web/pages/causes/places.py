"""Where on the pages each measurement of the evidence base is taken."""

from __future__ import annotations

from runback.web.menu import MENU, Room

_ROOMS = {
    "import-runs": "Data",
    "effort-per-run": "Runs",
    "max-heart-rate": "Settings",
    "diary": "Today",
    "interview": "Screening",
    "side-film": "Form",
    "rear-film": "Form",
    "late-run-film": "Form",
    "watch-running-dynamics": "Form",
    "shoe-log": "Data",
    "surface-log": "Settings",
    "sitting-log": "Today",
    "sleep-log": "Today",
    "lifting-log": "Today",
    "stress-check": "Today",
    "warm-up-log": "Today",
    "soreness-log": "Today",
}
"""Room by measurement; every one that is not here is a self-test."""


def place_of(measurement: str) -> Room:
    """Return the room where ``measurement`` (an id of the evidence base) is taken."""
    name = _ROOMS.get(measurement, "Self-tests")
    return next(room for _, rooms in MENU for room in rooms if room.name == name)
