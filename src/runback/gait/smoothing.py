"""Gaps filled, and movement told from the shake of the landmarks."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from scipy.signal import butter, filtfilt

from runback.gait.landmarks import Floats, Landmarks

CUT_OFF_HZ = 8.0
"""Judged: form at the hip, knee and ankle lies below; the shake of a pose model largely above."""

DRIFT_HZ = 1.0

WORKING_HZ = 60.0
"""From twice it up frames are averaged in pairs, threes ...: seven times the cut-off holds its whole band."""

LONGEST_GAP_S = 0.15
SPIKE_LEGS = 0.15
"""Judged: beyond what smoothing takes off a running foot's own path."""

_ORDER = 2
_EVEN_SHARE = 0.02


def low_pass(values: Floats, rate_hz: float, cut_off_hz: float = CUT_OFF_HZ) -> Floats:
    """Return ``values`` (shape ``(n, ...)``, evenly spaced) without what lies above the cut-off, undelayed.

    Butterworth of second order run forth and back; unchanged where the rate is too low to hold the cut-off.
    """
    if cut_off_hz >= 0.45 * rate_hz:
        return values
    across = np.ascontiguousarray(values.reshape(values.shape[0], -1).T)
    filtered: Floats = filtfilt(*_butterworth(cut_off_hz / (0.5 * rate_hz)), across, axis=1)
    return np.ascontiguousarray(filtered.T).reshape(values.shape)


def slow_drift(values: Floats, rate_hz: float) -> Floats:
    """Return the slow way of ``values``, shape ``(n,)``, below a stride's own movement; 0 if never seen."""
    known = np.isfinite(values)
    if not known.any():
        return np.zeros(values.size)
    at = np.arange(values.size)
    return low_pass(np.interp(at, at[known], values[known]), rate_hz, DRIFT_HZ)


@lru_cache
def _butterworth(share: float) -> tuple[Floats, Floats]:
    numerator, denominator = butter(_ORDER, share)
    return numerator, denominator


def evened(landmarks: Landmarks) -> Landmarks:
    """Return the landmarks at even times, short gaps filled along a line; longer ones stay NaN.

    Phones record at a rate that varies: each frame keeps its own time, and the even ones lie between. From
    twice ``WORKING_HZ`` up neighbouring frames are averaged, which takes nothing below the cut-off.
    """
    t_s, count = landmarks.t_s, landmarks.t_s.size
    filled = _gaps_filled(t_s, landmarks.xy.reshape(count, -1))
    even = np.linspace(t_s[0], t_s[-1], round(landmarks.seconds * landmarks.frames_per_s) + 1)
    if even.size != count or np.abs(even - t_s).max() > _EVEN_SHARE * (even[1] - even[0]):
        before = np.clip(np.searchsorted(t_s, even, side="right") - 1, 0, count - 2)
        share = ((even - t_s[before]) / (t_s[before + 1] - t_s[before]))[:, None]
        filled = filled[before] * (1.0 - share) + filled[before + 1] * share
    joined = max(1, int(landmarks.frames_per_s / WORKING_HZ + _EVEN_SHARE))
    if joined > 1:
        whole = even.size // joined * joined
        even = even[:whole].reshape(-1, joined).mean(axis=1)
        filled = filled[:whole].reshape(even.size, joined, -1).mean(axis=1)
    sure = landmarks.confidence[np.minimum(np.searchsorted(t_s, even), count - 1)]
    return replace(landmarks, t_s=even, xy=filled.reshape(even.size, -1, 2), confidence=sure)


def _gaps_filled(t_s: Floats, values: Floats) -> Floats:
    """Return columns with gaps of up to ``LONGEST_GAP_S`` filled along a line, at the ends by the nearest."""
    seen = np.isfinite(values)
    columns = np.flatnonzero(seen.any(axis=0) & ~seen.all(axis=0))
    if not columns.size:
        return values
    count, known = t_s.size, seen[:, columns]
    at = np.arange(count)[:, None]
    before = np.maximum.accumulate(np.where(known, at, -1), axis=0)
    after = np.minimum.accumulate(np.where(known, at, count)[::-1], axis=0)[::-1]
    row, place = np.nonzero(~known)
    first, last = before[row, place], after[row, place]
    first, last = np.where(first < 0, last, first), np.where(last >= count, first, last)
    gap = t_s[last] - t_s[first]
    share = (t_s[row] - t_s[first]) / np.where(gap > 0, gap, 1.0)
    column = columns[place]
    between = values[first, column] * (1.0 - share) + values[last, column] * share
    beyond = np.maximum(t_s[first] - t_s[row], t_s[row] - t_s[last])
    filled = values.copy()
    filled[row, column] = np.where(np.maximum(gap, beyond) <= LONGEST_GAP_S, between, np.nan)
    return filled


def smoothed(landmarks: Landmarks) -> Landmarks:
    """Return evenly timed landmarks low-passed; each run of frames without a gap on its own."""
    xy = landmarks.xy.copy()
    seen = np.isfinite(xy).all(axis=2)
    whole = seen.all(axis=0)
    xy[:, whole] = low_pass(xy[:, whole], landmarks.frames_per_s)
    for point in np.flatnonzero(~whole & seen.any(axis=0)):
        for first, last in _stretches(seen[:, point]):
            if last - first > 3 * (_ORDER + 1) * 2:
                xy[first:last, point] = low_pass(xy[first:last, point], landmarks.frames_per_s)
    return landmarks.with_xy(xy)


def _stretches(known: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], known.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def smoothed_path(raw: Landmarks, leg: float) -> Landmarks:
    """Return evenly timed landmarks low-passed, without the frames in which a point jumps off its path.

    A point is off where it lies further than ``SPIKE_LEGS`` leg lengths (``leg`` long) from its own smoothed
    path; the gaps are filled. Done at most twice, for a spike draws the path towards itself.
    """
    path = smoothed(raw)
    for _ in range(2):
        off = ((raw.xy - path.xy) ** 2).sum(axis=2) > (SPIKE_LEGS * leg) ** 2
        if not off.any():
            break
        xy = raw.xy.copy()
        xy[off] = np.nan
        path = smoothed(evened(raw.with_xy(xy)))
    return path


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
