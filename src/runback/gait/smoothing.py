"""Gaps filled, and movement told from the shake of the landmarks."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.signal import butter, filtfilt

from runback.gait.landmarks import Floats, Landmarks

CUT_OFF_HZ = 8.0
"""Judged: form at the hip, knee and ankle lies below; the shake of a pose model largely above."""

LONGEST_GAP_S = 0.15
SPIKE_LEGS = 0.15
"""Judged: beyond what smoothing takes off a running foot's own path."""

_ORDER = 2


def even_times(t_s: Floats) -> Floats:
    """Return evenly spaced times over the same span, at the usual frame rate."""
    count = round((t_s[-1] - t_s[0]) / float(np.median(np.diff(t_s)))) + 1
    even: Floats = np.linspace(t_s[0], t_s[-1], count)
    return even


def low_pass(values: Floats, rate_hz: float, cut_off_hz: float = CUT_OFF_HZ) -> Floats:
    """Return ``values`` (shape ``(n, ...)``, evenly spaced) without what lies above the cut-off, undelayed.

    Butterworth of second order run forth and back; unchanged where the rate is too low to hold the cut-off.
    """
    if cut_off_hz >= 0.45 * rate_hz:
        return values
    smoothed: Floats = filtfilt(*_butterworth(cut_off_hz / (0.5 * rate_hz)), values, axis=0)
    return smoothed


@lru_cache
def _butterworth(share: float) -> tuple[Floats, Floats]:
    numerator, denominator = butter(_ORDER, share)
    return numerator, denominator


def evened(landmarks: Landmarks) -> Landmarks:
    """Return the landmarks at even times, short gaps filled along a line; longer ones stay NaN.

    Phones record at a rate that varies: each frame keeps its own time, and the even ones lie between.
    """
    even = even_times(landmarks.t_s)
    points = landmarks.xy.reshape(landmarks.t_s.size, -1)
    filled = np.column_stack([_between(landmarks.t_s, column, even) for column in points.T])
    confidence = np.column_stack([_between(landmarks.t_s, column, even) for column in landmarks.confidence.T])
    return Landmarks(even, filled.reshape(even.size, -1, 2), confidence, landmarks.source)


def _between(t_s: Floats, values: Floats, at: Floats) -> Floats:
    known = np.isfinite(values)
    if not known.any():
        return np.full(at.size, np.nan)
    seen = t_s[known]
    result = np.interp(at, seen, values[known])
    after = np.clip(np.searchsorted(seen, at), 0, seen.size - 1)
    before = np.clip(np.searchsorted(seen, at, side="right") - 1, 0, seen.size - 1)
    gap = seen[after] - seen[before]
    beyond = (at < seen[0] - LONGEST_GAP_S) | (at > seen[-1] + LONGEST_GAP_S)
    result[(gap > LONGEST_GAP_S) | beyond] = np.nan
    return result


def smoothed(landmarks: Landmarks) -> Landmarks:
    """Return evenly timed landmarks low-passed; each run of frames without a gap on its own."""
    xy = landmarks.xy.copy()
    whole = np.isfinite(xy).all(axis=(0, 2))
    xy[:, whole] = low_pass(xy[:, whole], landmarks.frames_per_s)
    for point in np.flatnonzero(~whole):
        for first, last in _stretches(np.isfinite(xy[:, point]).all(axis=1)):
            if last - first > 3 * (_ORDER + 1) * 2:
                xy[first:last, point] = low_pass(xy[first:last, point], landmarks.frames_per_s)
    return landmarks.with_xy(xy)


def _stretches(known: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], known.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def despiked(raw: Landmarks, leg: float) -> Landmarks:
    """Return evenly timed landmarks without frames in which a point jumps off its path; the gaps are filled.

    A point is off where it lies further than ``SPIKE_LEGS`` leg lengths (``leg`` long) from its own smoothed
    path; done twice, for a spike draws the path towards itself.
    """
    clean = raw
    for _ in range(2):
        off = np.hypot(*np.moveaxis(raw.xy - smoothed(clean).xy, 2, 0))
        xy = raw.xy.copy()
        xy[off > SPIKE_LEGS * leg] = np.nan
        clean = evened(raw.with_xy(xy))
    return clean


def shake(raw: Landmarks, smooth: Landmarks) -> Floats:
    """Return the scatter of each point about its smoothed path, in the unit of the landmarks.

    Robust (from the median), over both directions, and corrected for the share of white noise that stays
    below the cut-off. Shape ``(len(POINTS),)``; NaN where a point was not seen.
    """
    left = min(1.0, CUT_OFF_HZ / (0.5 * raw.frames_per_s))
    removed = np.sqrt(max(1.0 - left, 0.1))
    off = np.abs(raw.xy - smooth.xy)
    with np.errstate(all="ignore"):
        typical = np.array(
            [np.nanmedian(one) if np.isfinite(one).any() else np.nan for one in np.moveaxis(off, 1, 0)]
        )
    spread: Floats = 1.4826 * typical / removed
    return spread
