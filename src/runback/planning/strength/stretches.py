"""The stretches after running or strength work: which, how long, and what stretching is not shown to do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from runback.knowledge import fact
from runback.planning.leading import Leading, suits
from runback.planning.plan import Step
from runback.planning.strength.doses import Dose, exercise

USUAL = ("lumbar-rotation-stretch", "side-flexion-stretch", "hamstring-stretch", "hip-flexor-stretch")
"""The stretches of the source article (``source-article-dose``), in the order in which they are done."""

MORE = ("calf-stretch", "glute-stretch", "knees-to-chest")
"""Taken in for a leading cause, or for one of the usual that does not suit."""

STRETCHES = 4

TIGHTNESS = frozenset({"tight-hamstrings", "tight-calves", "tight-hip-flexors", "long-sitting"})
"""The causes that a stretch can answer; weakness is left to strength work."""

EVIDENCE = (
    "source-article-dose",
    "stretch-hold-30s",
    "stretch-same-total-time",
    "stretch-dose-meta",
    "lauersen-2014-modes",
    "owen-2020-network",
)


@dataclass(frozen=True, slots=True)
class Stretches:
    """The block: its doses in order, the leading causes that it answers."""

    doses: tuple[Dose, ...]
    causes: tuple[str, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The stretches as steps of a session."""
        return tuple(dose.step() for dose in self.doses)


def chosen_stretches(causes: Leading, known: Collection[str]) -> tuple[str, ...]:
    """Return the ids of the stretches: the usual four, changed for leading causes and for what does not suit.

    A stretch that answers a leading cause takes the place of the last usual one that answers none.
    """
    causes = tightness(causes)
    usual = [one for one in USUAL if suits(exercise(one), known)]
    more = [one for one in MORE if suits(exercise(one), known)]
    wanted = sorted(
        (one for one in (*usual, *more) if causes.weight(exercise(one))),
        key=lambda one: -causes.weight(exercise(one)),
    )
    # Stable: without a leading cause the usual ones come in their own order, then the others.
    kept = [*wanted, *(one for one in (*usual, *more) if one not in wanted)][:STRETCHES]
    return tuple(one for one in (*USUAL, *MORE) if one in kept)


def tightness(causes: Leading) -> Leading:
    """Return only those leading causes that a stretch can answer."""
    return Leading(
        {cause: causes.support[cause] for cause in causes.support if cause in TIGHTNESS}, causes.names
    )


def why_stretch(causes: Sequence[str], names: Mapping[str, str]) -> str:
    """Return what the stretches are for, and what they are not shown to do."""
    numbers = fact("lauersen-2014-modes").numbers
    lead = f"Chosen for {', '.join(names[cause].lower() for cause in causes)}. " if causes else ""
    return (
        f"{lead}For comfort and range of movement. Stretching was not shown to prevent injury (relative risk "
        f"{numbers['rr_stretch']:.2f}, {numbers['rr_stretch_low']:.2f} to {numbers['rr_stretch_high']:.2f}) "
        "nor to ease back pain more than doing nothing: leave it out first when time is short."
    )
