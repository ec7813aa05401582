"""What a runner can do and measure with the body: self-tests, exercises and running-form metrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from runback.knowledge.grades import Checked, Reviewed, Table


@dataclass(frozen=True, slots=True)
class Norm:
    """One row of a self-test's norms, in the test's unit; each row carries its own ``checked``."""

    sex: str
    age_low: int
    age_high: int
    source: str
    checked: Checked
    mean: float | None = None
    sd: float | None = None
    n: int | None = None
    p25: float | None = None
    p50: float | None = None
    p75: float | None = None
    side: str = ""
    group: str = ""
    form: str = ""
    average_low: float | None = None
    average_high: float | None = None
    poor_below: float | None = None


@dataclass(frozen=True, slots=True)
class SelfTest:
    """A test of strength, endurance or mobility that a runner can do at home.

    ``allowed`` is the range of values taken, in ``unit``, and ``stop_at`` where the stop rule ends the test.
    ``way`` says how it is taken: timed, counted, or read off. ``loads``: it asks for a hard effort or a heavy
    load of the back; ``offered``: it may be proposed unasked. ``forms`` are its versions, the usual one
    first; results of different forms are never compared. ``informs`` maps a cause id to the judged share
    (0 to 1) of a result's weight.
    """

    kind: ClassVar[str] = "self_test"

    id: str
    name: str
    measures: str
    unit: str
    sides: bool
    better: Literal["higher", "lower"]
    way: Literal["hold", "count", "reading"]
    allowed: tuple[float, float]
    rest_s: int
    minutes: float
    loads: bool
    equipment: tuple[str, ...]
    procedure: tuple[str, ...]
    stop_rule: str
    safety: str
    norms: tuple[Norm, ...]
    mdc: Table
    reliability: str
    low_cutoff: Table
    asymmetry_cutoff: Table
    addresses: tuple[str, ...]
    informs: Mapping[str, float]
    evidence: tuple[str, ...]
    stop_at: float | None = None
    forms: tuple[str, ...] = ()
    offered: bool = True


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of an exercise's ladder, in words, with its rising doses.

    ``doses`` are (sets, reps, seconds held each; 0: not held), for each side where ``each_side``. ``needs``
    is what must be at hand beside a mat, wall, chair and towel: something of every group. With ``leads_to``
    the ladder ends here and the exercise of that id takes over.
    """

    text: str
    doses: tuple[tuple[int, int, int], ...] = ()
    each_side: bool = False
    needs: tuple[tuple[str, ...], ...] = ()
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise with its ladder from easiest to hardest and its starting dose.

    ``start_step`` is the rung for a runner with mild or no pain. ``pattern`` is the part of a strength
    session that it fills, and ``avoid_when`` what of ``avoid_if`` Runback can know.
    """

    kind: ClassVar[str] = "exercise"

    id: str
    name: str
    # The evidence's own word (strength, stretch, mobility): `kind` is taken by the kind of entry.
    type: str
    targets: tuple[str, ...]
    muscles: tuple[str, ...]
    start_dose: Mapping[str, int]
    rungs: tuple[Rung, ...]
    start_step: int
    per_week_low: int
    per_week_high: int
    equipment: tuple[str, ...]
    cues: tuple[str, ...]
    errors: tuple[str, ...]
    avoid_if: tuple[str, ...]
    evidence: tuple[str, ...]
    from_source_article: bool
    pattern: str = ""
    avoid_when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """A running-form metric: definition with its sign, typical range and precision; nan means unknown."""

    kind: ClassVar[str] = "metric"

    id: str
    name: str
    view: str
    definition: str
    landmarks: tuple[str, ...]
    unit: str
    typical_low: float
    typical_high: float
    range_basis: str
    speed_dependence: str
    sem_deg_or_unit: float
    mdc: float
    precision_basis: str
    confidence: Literal["high", "medium", "low", "none"]
    flag_when: str
    cue: str
    evidence: tuple[str, ...]
    reviewed: Reviewed
    review_note: str = ""
