"""A measure step by step: read at moments, or summed up over the spans between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from runback.gait.landmarks import Floats

Kind = Literal["lean", "joint", "along", "height", "time"]
"""What a measure is to a camera: an angle from vertical, an angle between parts of the body, a distance along
the plane of the picture, one up and down, or a time."""

Summary = Literal["highest", "mean", "range"]


@dataclass(frozen=True)
class Steps:
    """The values of one measure, one a step, with how fast it changes at the moment it is read.

    ``per_s`` is the change in units a second at the moment read, 0 for means and extremes. ``lever`` is the
    length, in the unit of the landmarks, over which their shake turns into the measure's unit. ``depth`` is
    how far apart the points lie in the camera's depth, in the measure's unit, where a turned camera shows it.
    ``timing_s`` is how far off the moments of all steps may be. ``lines`` is how many lines of the body make
    the angle, each of which may lean across. ``extreme``: the highest or the range of a span, into which the
    shake of the landmarks goes with one sign. ``own_share`` is the share of the values that stand for
    themselves: a half where each step enters two of them.
    """

    values: Floats
    per_s: Floats
    lever: float
    kind: Kind
    depth: float = 0.0
    timing_s: float = 0.0
    lines: int = 1
    extreme: bool = False
    own_share: float = 1.0

    @property
    def in_degrees(self) -> bool:
        """Whether the measure is an angle."""
        return self.kind in ("lean", "joint")

    def scaled(self, factor: float) -> Steps:
        """Return the same in a unit ``factor`` times smaller."""
        return replace(
            self,
            values=self.values * factor,
            per_s=self.per_s * factor,
            lever=self.lever / factor,
            depth=self.depth * factor,
        )


def still(
    values: Floats, lever: float, kind: Kind, *, depth: float = 0.0, lines: int = 1, extreme: bool = False
) -> Steps:
    """Return a measure of spans rather than of moments, whose timing plays no part."""
    return Steps(values, np.zeros(values.size), lever, kind, depth, 0.0, lines, extreme)


class Clock:
    """Evenly spaced times of the frames, at which series are read."""

    def __init__(self, t_s: Floats) -> None:
        self.t_s = t_s
        self.rate_hz = (t_s.size - 1) / (t_s[-1] - t_s[0])

    def read(self, series: Floats, times: Floats) -> tuple[Floats, Floats]:
        """Return the series at ``times`` and its change a second there."""
        place = np.clip((times - self.t_s[0]) * self.rate_hz, 0.0, self.t_s.size - 1.0)
        ends = [np.interp(place + way, np.arange(self.t_s.size), series) for way in (0.0, -0.5, 0.5)]
        return ends[0], (ends[2] - ends[1]) * self.rate_hz

    def over(self, series: Floats, begins: Floats, ends: Floats, summary: Summary) -> Floats:
        """Return a summary of the series over each span of frames; NaN where it was not seen throughout."""
        first, last = (
            np.clip(np.ceil((times - self.t_s[0]) * self.rate_hz), 0, self.t_s.size).astype(np.intp)
            for times in (begins, ends)
        )
        result = np.full(first.size, np.nan)
        whole = last > first
        if not whole.any():
            return result
        edges = np.column_stack([first[whole], last[whole]]).ravel()
        padded = np.append(series, 0.0)
        if summary == "mean":
            result[whole] = np.add.reduceat(padded, edges)[::2] / (last - first)[whole]
        else:
            result[whole] = np.maximum.reduceat(padded, edges)[::2]
        if summary == "range":
            result[whole] -= np.minimum.reduceat(padded, edges)[::2]
        return result
