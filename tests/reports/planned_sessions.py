"""Sessions of a made-up week, one of each kind, as a plan would hold them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from runback.planning.plan import Session, Step

MONDAY = date(2026, 10, 19)

EASY = Session(
    id="26w43-run-1",
    day=MONDAY,
    kind="run",
    title="Easy run",
    steps=(Step("Run easily.", 48, 8000.0, effort=3),),
    minutes=48,
    why="Easy running is most of your week.",
    evidence=("training-errors-inconclusive",),
    causes=(),
    sort="easy",
    distance_m=8000.0,
)
HILLS = Session(
    id="26w43-run-2",
    day=date(2026, 10, 21),
    kind="run",
    title="Hill run",
    steps=(
        Step("Warm up with easy running.", 20, 3000.0, effort=3),
        Step("6 times up.", 18, 3000.0, effort=7, sets=6, hold_s=60, rest_s=120),
        Step("Run down easily.", 10, 1500.0, effort=2),
    ),
    minutes=48,
    why="One hard run.",
    evidence=("downhill-impact-force",),
    causes=(),
    sort="hills",
    distance_m=7500.0,
)
STRENGTH = Session(
    id="26w43-strength-1",
    day=MONDAY,
    kind="strength",
    title="Strength A",
    steps=(
        Step("Dead bug.", 4, exercise="dead-bug", rung=1, sets=2, reps=8, rest_s=60, each_side=True),
        Step(
            "Side plank.",
            4,
            exercise="side-plank",
            rung=0,
            sets=3,
            reps=1,
            hold_s=20,
            rest_s=45,
            each_side=True,
        ),
    ),
    minutes=20,
    why="Strength twice a week.",
    evidence=("acsm-progression",),
    causes=("weak-core",),
)
STRETCH = Session(
    id="26w43-strength-1-stretch",
    day=MONDAY,
    kind="stretch",
    title="Stretches",
    steps=(Step("Hamstring stretch.", 3, exercise="hamstring-stretch", rung=0, sets=2, reps=1, hold_s=30),),
    minutes=6,
    why="For comfort.",
    evidence=("stretch-hold-30s",),
    causes=(),
)
REST = Session(
    "26w43-rest-tue", date(2026, 10, 20), "rest", "Rest", (), 0, "Rest.", ("acsm-progression",), ()
)

WEEK = (EASY, STRENGTH, STRETCH, REST, HILLS)


def moved(session: Session, day: date) -> Session:
    return replace(session, day=day)
