"""How much the schedule prefers one thing to another. All judged: they order wishes, they measure nothing.

Two points are about what one minute less than aimed at is worth.
"""

from __future__ import annotations

STRENGTH_MISSING = 6000.0
"""Strength twice a week comes before everything but the rules: it is the best supported part."""

STRENGTH_WISH_MISSING = 2000.0
RUN_MISSING = 1500.0
LONG_RUN_MISSING = 1000.0
LONG_RUN_OFF_WISHED_WEEKDAY = 900.0
SESSION_MOVED = 400.0
"""A session of the plan in the calendar that is no longer where it was: more than any habit below."""

STRENGTH_NOT_MADE_UP = 700.0
"""A missed strength session not made up for in its week: worth moving one session, not two."""

MOVED_BY_MAKING_UP = 1000.0
"""A session of next week moved by one that is made up."""

UNLIKE_LAST_WEEK = 45.0
"""A session that is not where it was the week before: weeks that are alike are easier to live by."""

HARD_RUN_MISSING = 150.0
RUN_WALK_NEXT_DAY = 1600.0
"""More than a run missing: who comes back has a day between."""

RUNS_NEXT_DAY_OF_FEW = 60.0
"""Two days of running in a row for who runs four times a week or less."""

STRENGTH_BEFORE_RACE = (400.0, 200.0)
"""Strength work two and three days before a race; the day before is forbidden."""

LONG_RUN_WITH_STRENGTH = 80.0
STRENGTH_AFTER_LONG_RUN = 25.0
ACTIVE_DAY_BEYOND_FIVE = 35.0
ACTIVE_DAY_BEYOND_FIVE_TIRED = 400.0
"""The same while lack of rest is a leading cause."""

LONG_RUN_OFF_USUAL_WEEKDAY = 100.0
LONG_RUN_ON_WORKDAY = 40.0
WEEKDAY_WITHOUT_HABIT = 25.0
"""A run on a weekday on which the runner never runs; in proportion to the habit."""

MINUTE_SHORT = 2.0
"""A minute by which a day is too short for what it is to hold at full length."""

MINUTE_CUT = 400.0
"""A minute by which strength work cuts into a run of the plan in the calendar."""

TIE_BREAKS = (
    (0.03, 0.19, 0.07, 0.23, 0.31, 0.11, 0.29),
    (0.37, 0.41, 0.43, 0.47, 0.53, 0.17, 0.13),
    (0.61, 0.05, 0.35, 0.09, 0.51, 0.55, 0.57),
    (0.15, 0.59, 0.21, 0.45, 0.25, 0.63, 0.65),
)
"""Tiny differences between the weekdays (Monday first) for easy, long and hard runs and strength, so that of
equally good plans one is best on every machine."""
