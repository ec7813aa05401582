"""The menu: every room of the web app, by its group."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the menu."""

    name: str
    address: str
    icon: str


MENU: tuple[tuple[str, tuple[Room, ...]], ...] = (
    ("Now", (Room("Today", "/", "sun"), Room("Plan", "/plan/", "calendar"))),
    (
        "Why",
        (
            Room("Causes", "/causes/", "list"),
            Room("Load", "/load/", "bars"),
            Room("Runs", "/runs/", "path"),
            Room("Form", "/form/", "figure"),
            Room("Self-tests", "/self-tests/", "timer"),
            Room("Screening", "/screening/", "shield"),
            Room("Triggers", "/triggers/", "spark"),
        ),
    ),
    ("So far", (Room("Progress", "/progress/", "line"), Room("Report", "/report/", "page"))),
    (
        "Yours",
        (
            Room("Data", "/data/", "box"),
            Room("Evidence", "/evidence/", "book"),
            Room("Settings", "/settings/", "dial"),
        ),
    ),
)

TABS = ("Today", "Plan", "Causes", "Progress")
"""The rooms that a phone shows at its foot; the others are behind More."""
