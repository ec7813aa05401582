"""The sentences about triggers: what came before which days, by how much, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from runback.knowledge import Exposure
from runback.triggers.lags import Kernel
from runback.units import FOOT_M, METRES, Units


@dataclass(frozen=True, slots=True)
class Step:
    """What an effect is told for: ``size`` in the unit of the exposure, and in the runner's words."""

    size: float
    words: str
    """Such as ``5 km`` or ``3 mi``; empty where the exposure is on or off."""

    @classmethod
    def of(cls, exposure: Exposure, units: Units) -> Step:
        """Return the exposure's own step, or the like of it in whole miles or feet."""
        if exposure.on_off:
            return cls(exposure.step, "")
        told = _IN_MILES.get(exposure.unit) if units == "mi" else None
        if told is None:
            return cls(exposure.step, f"{exposure.step:g} {exposure.unit}".strip())
        unit, size = told
        count = float(f"{exposure.step / size:.1g}")
        return cls(count * size, f"{count:g} {unit}")


_IN_MILES = {"km": ("mi", METRES["mi"] / METRES["km"]), "m": ("ft", FOOT_M)}
"""The units of exposures that a runner who counts in miles does not use: theirs, and its size."""


def amount(exposure: Exposure, step: Step) -> str:
    """Return what the effect of an exposure is told for, such as ``5 km more distance run``."""
    if exposure.on_off:
        return f"a day with {exposure.name}"
    return f"{step.words} more {exposure.name}"


def trigger_sentence(
    group: Sequence[Exposure],
    kernel: Kernel,
    effect: float,
    interval: tuple[float, float],
    days_used: int,
    *,
    step: Step,
    named: bool,
    borne_out: bool,
) -> str:
    """Return the sentence of one named group, or of one that is worth watching.

    What was named is not taken back; where the days since do not bear it out (``borne_out``), it says so.
    """
    way = "worse" if effect > 0 else "better"
    more = "more" if effect > 0 else "less"
    told_for = amount(group[0], step)
    size = (
        f"{abs(effect):.1f} points {more} pain (90 % interval {interval[0]:+.1f} to {interval[1]:+.1f}), "
        f"{kernel.words}, over {days_used} days with pain told"
    )
    if not named:
        return (
            f"Worth watching, though it may be chance: {_names(group)} went with {way} days, about {size} "
            f"for {told_for}."
        )
    if not borne_out:
        return (
            f"{_names(group, capital=True)} stood out earlier, but your days since do not bear it out: for "
            f"{told_for} it now comes to about {size}."
        )
    apart = (
        "; your days cannot yet tell which of them it is, for they come together" if len(group) > 1 else ""
    )
    return (
        f"{_names(group, capital=True)} tended to come before {way} days{apart}: for {told_for} "
        f"about {size}. It came before, which does not show that it is the reason."
    )


TOO_LONG_DAYS = 3650
"""Nobody is told to keep a diary for longer."""


def result_sentence(exposure: Exposure, step: Step, days_needed: int | None, *, days: int, told: bool) -> str:
    """Return the sentence of an exposure that is neither named nor worth watching after ``days`` of diary."""
    name = _capital(exposure.name)
    if not told:
        return f"{name}: not enough days to tell; it has hardly varied so far."
    if days_needed is None:
        return f"{name}: not enough days to tell."
    effect = f"An effect of one point for {amount(exposure, step)} would"
    if days_needed > TOO_LONG_DAYS:
        return (
            f"{name}: not enough days to tell. {effect} need more than ten years of diary: it varies "
            "too little."
        )
    if days_needed > days:
        return (
            f"{name}: not enough days to tell. {effect} show after about {days_needed} days in four of five "
            "such diaries."
        )
    return (
        f"{name}: nothing stands out. {effect} have shown by now in four of five such diaries; for a smaller "
        "one there are not enough days to tell."
    )


def overall_sentence(*, enough: bool, named: int, watched: int, days: int, next_look: int) -> str:
    """Return the sentence over all exposures."""
    if not enough:
        return f"Not enough days to tell: {days} diary days so far; the first look is on day {next_look}."
    if named:
        return (
            f"{_count(named)} so far; the next look is on day {next_look}. Of runners without any trigger at "
            "most one in twenty would ever be told of one."
        )
    watching = f" {_count(watched)} worth watching, outside that promise." if watched else ""
    return (
        f"Not enough days to tell: nothing stands out in {days} days.{watching} Next look on day {next_look}."
    )


def _count(number: int) -> str:
    return "One pattern" if number == 1 else f"{number} patterns"


def _names(group: Sequence[Exposure], *, capital: bool = False) -> str:
    names = " or ".join(exposure.name for exposure in group)
    return _capital(names) if capital else names


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
