"""What coaches do and no study settles: the judged numbers of the run schedule, each with its reason.

Published numbers stand in the evidence base and are read from there; everything here is ``judged``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of a week or of a race distance, all judged.

    ``long_run`` is the share of the week in its longest run by runs a week; ``most_long_run`` bounds it
    where a race asks for more, ``race_long_run`` is what it is then planned at. ``held_rise`` is the rise of
    a week while building up is held. ``cut_back`` is the size of the lighter week after three others,
    ``taper`` the weeks before a race counted backwards from race week, ``taper_long`` the long run in them
    against the longest, ``after_race`` the week after it. ``peak_of_race`` is the share of a longer race
    that the longest training run reaches at most.
    """

    long_run: Mapping[int, float]
    most_long_run: float
    cut_back: float
    cut_back_long: float
    taper_long: float
    race_long_run: float
    held_rise: float
    taper_long_race: tuple[float, ...]
    taper_short_race: tuple[float, ...]
    after_race: float
    peak_of_race: float


SHARES = Shares(
    long_run={1: 1.0, 2: 0.58, 3: 0.42, 4: 0.35, 5: 0.32, 6: 0.29, 7: 0.27},
    most_long_run=0.5,
    cut_back=0.8,
    cut_back_long=0.8,
    taper_long=0.6,
    race_long_run=0.45,
    held_rise=1.03,
    taper_long_race=(0.45, 0.7),
    taper_short_race=(0.6,),
    after_race=0.5,
    peak_of_race=0.72,
)

CUT_BACK_EVERY = 4
"""Every fourth week is lighter: a habit of coaches that leaves room for a missed day; not tested for
backs."""

MOST_WEEKLY_RISE = 1.15
"""Most rise of a building week. No rule: in its trial 10 % a week found no fewer injuries than more, and up
to 30 % a week was no different in novices; half of that leaves room for a week that falls out."""

USUAL_RUNS_PER_WEEK = 3
FEW_RUNS = 3
"""With fewer runs a week the longest may be more than half of it."""

MOST_M_A_RUN = 11_000.0
"""Where the mean run would grow beyond this, or beyond the runner's own, one more run a week spreads the
distance."""

LONG_RACE_M = 15_000.0
"""Races from here on get two lighter weeks, shorter ones one."""

LONGEST_TRAINING_RUN_MIN = 180.0
"""Longer training runs cost more recovery than they are thought to give; coaches' habit."""

SHORTEST_RUN_MIN = 20.0
SHORTEST_RUN_M = 2_000.0
"""Shorter runs are hardly worth changing for; less only where the runner's own weeks hold less."""

DEFAULT_EASY_SPEED_M_S = 2.2
"""Easy speed of a runner without any recorded run (7:35 a kilometre); slow, so that the time set aside
suffices."""

HARD_RUN_LEAST_WEEKLY_M = 20_000.0
HARD_RUN_LEAST_RUNS = 3
HARD_RUN_LEAST_WEEKS = 8
SECOND_HARD_LEAST_WEEKLY_M = 80_000.0
SECOND_HARD_LEAST_RUNS = 6
"""From which weekly distance and runs a week on a week holds one hard run, and two."""

HARD_RUN_RANGE_M = (5_000.0, 12_000.0)

MEDIUM_LONG_LEAST_WEEKLY_M = 50_000.0
MEDIUM_LONG_LEAST_RUNS = 5
MEDIUM_LONG_SHARE = 0.6
"""From here on a week has a second longer run in its middle, of this share of the longest: whoever runs that
much gets used to distance on two days, and the other easy runs stay short."""

EASY_MOST_SHARE = 0.75
EASY_ALIKE_M = 8_000.0
"""An easy run beyond 8 km stays below this share of the week's long run: what the other days have no time for
is not put on one of them."""

DAY_BEFORE_RACE_MIN = 25.0
"""A run on the day before a race only keeps the legs loose."""

DAYS_OFF_AFTER_RACE = ((30_000.0, 3), (LONG_RACE_M, 2), (0.0, 1))
"""Days without a run and without strength work after a race of so many metres."""

TRAIL_CLIMB_M_KM = 15.0
"""Climb a kilometre from which a runner's usual terrain counts as hilly."""

LEAST_WEEK_FLOOR_M = 9_000.0
"""Weeks up to here are not held against the weeks before: three short runs of somebody who begins."""
