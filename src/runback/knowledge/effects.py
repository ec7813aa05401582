"""The size of a treatment's effect, read from the fact that the effect names."""

from __future__ import annotations

from dataclasses import dataclass

from runback.knowledge.entries import Effect
from runback.knowledge.loading import fact


@dataclass(frozen=True, slots=True)
class Size:
    """The figures of one effect on its scale, None where none was seen, and how far they were checked."""

    value: float | None
    low: float | None
    high: float | None
    established: bool
    how_sure: str

    @property
    def in_words(self) -> str:
        """The figures with their interval, or that no interval was seen; empty without any figure."""
        between = None if self.low is None or self.high is None else f"{self.low:g} to {self.high:g}"
        if self.value is None:
            return f"somewhere in {between}, no middle value seen" if between else ""
        return f"{self.value:g} ({between or 'no interval seen'})"


def size(effect: Effect) -> Size:
    """Return the figures of ``effect``. Raises ``KeyError`` for a number that may not be shown."""
    told = fact(effect.fact)
    value, low, high = (
        told.printable_numbers[key] if key else None for key in (effect.number, effect.low, effect.high)
    )
    return Size(value, low, high, told.established, told.how_sure)
