"""The sentences about triggers: what came before which days, by how much, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

from runback.knowledge import Exposure
from runback.triggers.lags import Kernel


def amount(exposure: Exposure) -> str:
    """Return what the effect of an exposure is told for, such as ``5 km more distance run``."""
    if exposure.on_off:
        return f"a day with {exposure.name}"
    return f"{exposure.step:g} {exposure.unit} more {exposure.name}"


def trigger_sentence(
    group: Sequence[Exposure],
    kernel: Kernel,
    effect: float,
    interval: tuple[float, float],
    days_used: int,
    *,
    named: bool,
) -> str:
    """Return the sentence of one named group, or of one that is worth watching."""
    way = "worse" if effect > 0 else "better"
    more = "more" if effect > 0 else "less"
    size = (
        f"{abs(effect):.1f} points {more} pain (90 % interval {interval[0]:+.1f} to {interval[1]:+.1f}), "
        f"{kernel.words}, over {days_used} days with pain told"
    )
    if not named:
        return (
            f"Worth watching, though it may be chance: {_names(group)} went with {way} days, about {size} "
            f"for {amount(group[0])}."
        )
    apart = (
        "; your days cannot yet tell which of them it is, for they come together" if len(group) > 1 else ""
    )
    return (
        f"{_names(group, capital=True)} tended to come before {way} days{apart}: for {amount(group[0])} "
        f"about {size}. It came before, which does not show that it is the reason."
    )


def result_sentence(exposure: Exposure, days_needed: int | None, *, told: bool) -> str:
    """Return the sentence of an exposure that is neither named nor worth watching."""
    if not told:
        return f"{_capital(exposure.name)}: not enough days to tell; it has hardly varied so far."
    if days_needed is None:
        return f"{_capital(exposure.name)}: not enough days to tell."
    return (
        f"{_capital(exposure.name)}: not enough days to tell. An effect of one point for {amount(exposure)} "
        f"would show after about {days_needed} days in four of five such diaries."
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
