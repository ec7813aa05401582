"""Initial contact and toe-off from the speed of the foot relative to the belt or the ground.

While a foot stands it moves with the belt (or stays with the ground): in the frame of the hips it goes
straight back at one speed. Initial contact is where heel or toe, whichever is first, has come within a share
of that speed of it, looked for once a stride after the foot is furthest ahead; toe-off is where the knee is
straightest late in stance (fact ``fellin-events``). No constant is taken off either: smoothing without delay
turns the foot's stop into a ramp whose middle stays where the stop was, so that the share is near half.

``benchmarks/results/gait_truth.md`` holds both against a force plate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import find_peaks

from runback.gait.landmarks import Floats, Landmarks
from runback.gait.smoothing import slow_drift
from runback.model import Side

REST_SHARE = 0.475
"""How near the foot's speed must be to the belt's, as a share of it. Half would be the middle of
a sudden stop's ramp; heels slow down a little before they land. Judged on two runners with force plates."""

STRIDE_S = (0.5, 1.15)
"""Strides that running can have: 104 to 240 steps a minute."""

STANCE_SHARE = (0.1, 0.3)
SEARCH_SHARE = 0.3
TOE_OFF_SHARES = (0.15, 0.5)
OFF_BEAT_SHARE = 0.3
"""Judged: a contact further off the beat of its neighbours, as a share of a step, is no contact."""

_NEIGHBOURS = 3
_Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Contact:
    """One step: its side, the time of initial contact, and of toe-off where it could be told."""

    side: Side
    t_s: float
    toe_off_s: float | None


@dataclass(frozen=True, slots=True)
class Gait:
    """The steps in order, the stride's period, and the direction of running (1: to the right)."""

    contacts: tuple[Contact, ...]
    stride_s: float
    direction: int

    def of(self, side: Side) -> tuple[Contact, ...]:
        """Return the steps of one side."""
        return tuple(contact for contact in self.contacts if contact.side is side)

    @property
    def stances_s(self) -> Floats:
        """How long each foot stood, in seconds, of the steps whose toe-off could be told."""
        return np.array([one.toe_off_s - one.t_s for one in self.contacts if one.toe_off_s is not None])


def running_direction(landmarks: Landmarks) -> int:
    """Return 1 where toes point to the right of the picture, -1 where to the left."""
    ahead = np.concatenate(
        [(landmarks.of(f"{side}_big_toe") - landmarks.of(f"{side}_heel"))[:, 0] for side in Side]
    )
    return 1 if np.nanmedian(ahead) >= 0 else -1


def find_contacts(smooth: Landmarks) -> Gait | None:
    """Return the steps in evenly timed, smoothed landmarks seen from the side; None where nothing strides.

    Steps that do not alternate or lie off the beat are left out: there the legs were taken for each other.
    """
    direction = running_direction(smooth)
    feet = [_Foot(smooth, side, direction) for side in Side]
    period = stride_s([foot.ahead for foot in feet], smooth.frames_per_s)
    if period is None:
        return None
    found = sorted((one for foot in feet for one in foot.contacts(period)), key=lambda one: one.t_s)
    kept = on_beat(
        np.array([one.t_s for one in found]), np.array([one.side is Side.LEFT for one in found]), 0.5 * period
    )
    return Gait(tuple(one for one, sure in zip(found, kept, strict=True) if sure), period, direction)


def on_beat(times_s: Floats, left: NDArray[np.bool_], step_s: float) -> NDArray[np.bool_]:
    """Return which steps keep the beat of most of their neighbours, and alternate with them."""
    if times_s.size < 3:
        return np.ones(times_s.size, dtype=np.bool_)
    beat, agrees = [], []
    for away in range(1, _NEIGHBOURS + 1):
        steps = (times_s[away:] - times_s[:-away]) / step_s
        whole = np.maximum(1.0, np.round(steps))
        off = np.abs(steps - whole)
        alternates = (left[away:] == left[:-away]) == (whole % 2 == 0)
        gone = np.full(min(away, times_s.size), np.nan)
        for pair in ((off, gone), (gone, off)):
            beat.append(np.concatenate(pair)[: times_s.size])
        for pair in ((alternates.astype(np.float64), gone), (gone, alternates.astype(np.float64))):
            agrees.append(np.concatenate(pair)[: times_s.size])
    kept: NDArray[np.bool_] = (np.nanmedian(beat, axis=0) <= OFF_BEAT_SHARE) & (
        np.nanmean(agrees, axis=0) >= 0.5
    )
    return kept


def cadence_spm(times_s: Floats, step_s: float) -> float | None:
    """Return steps a minute of both feet, counted over intervals; a missed step counts by its gap."""
    if times_s.size < 3:
        return None
    steps = np.maximum(1, np.round(np.diff(times_s) / step_s))
    return float(60.0 * steps.sum() / (times_s[-1] - times_s[0]))


def stride_s(ways: list[Floats], rate_hz: float) -> float | None:
    """Return the period of the feet's ways to and fro, by autocorrelation, refined between frames."""
    first, last = (round(period * rate_hz) for period in STRIDE_S)
    total = np.zeros(last - first + 1)
    for way in ways:
        known = way[np.isfinite(way)]
        if known.size < 2 * last:
            continue
        centred = known - known.mean()
        size = 1 << (2 * known.size - 1).bit_length()
        whole = np.fft.irfft(np.abs(np.fft.rfft(centred, size)) ** 2, size)
        lags = np.arange(first, last + 1)
        total += whole[lags] / (known.size - lags)
    best = int(np.argmax(total))
    if total[best] <= 0:
        return None
    shift = _top_between(total, best) if 0 < best < total.size - 1 else 0.0
    return float((first + best + shift) / rate_hz)


def _top_between(values: Floats, at: int) -> float:
    """Return how far from place ``at`` the parabola through it and its neighbours has its top."""
    before, top, after = values[at - 1 : at + 2]
    bend = before - 2 * top + after
    return float(0.5 * (before - after) / bend) if bend < 0 else 0.0


class _Foot:
    """One foot in the frame of the hips: forward and up, with its speed."""

    def __init__(self, smooth: Landmarks, side: Side, direction: int) -> None:
        self.side, self.t_s, self.rate = side, smooth.t_s, smooth.frames_per_s
        # The hips' own slow way through the picture is drift; their swing within a stride is not.
        steady = slow_drift(smooth.middle("hip")[:, 0], self.rate)
        self._heel, self._toe = (
            np.stack([direction * (point[:, 0] - steady), point[:, 1]])
            for point in (smooth.of(f"{side}_heel"), smooth.of(f"{side}_big_toe"))
        )
        self.ahead: Floats = 0.5 * (self._heel[0] + self._toe[0])
        self._knee = three_point_angle(*(smooth.of(f"{side}_{point}") for point in ("hip", "knee", "ankle")))

    def contacts(self, period_s: float) -> list[Contact]:
        """Return the steps of this foot, looked for once in each stride."""
        stride = period_s * self.rate
        if not np.isfinite(self.ahead).any():
            return []
        known = np.where(np.isfinite(self.ahead), self.ahead, np.nanmin(self.ahead))
        height = 0.3 * float(np.subtract(*np.nanpercentile(self.ahead, [95, 5])))
        tops, _ = find_peaks(known, distance=max(1, int(0.7 * stride)), prominence=max(height, 1e-12))
        heel, toe = (np.gradient(point, 1.0 / self.rate, axis=1) for point in (self._heel, self._toe))
        belt = _belt_speed(toe[0], tops, stride)
        if belt is None:
            return []
        near = np.minimum(*(np.hypot(way[0] - belt, way[1]) / abs(belt) for way in (heel, toe)))
        places = _first_falls(near, REST_SHARE, tops, int(SEARCH_SHARE * stride))
        times = self.t_s[0] + places / self.rate
        offs = self._toe_offs(places, stride)
        return [
            Contact(self.side, time, None if np.isnan(off) else off)
            for time, off in zip(times.tolist(), offs.tolist(), strict=True)
        ]

    def _toe_offs(self, places: Floats, stride: float) -> Floats:
        """Return the time of toe-off after each contact, by the top of the knee's angle; NaN where untold."""
        first, last = (round(share * stride) for share in TOE_OFF_SHARES)
        if last - first < 3:
            return np.full(places.size, np.nan)
        windows = places.astype(np.intp)[:, None] + np.arange(first, last)
        inside = windows[:, -1] + 1 < self._knee.size
        angles = self._knee[np.minimum(windows, self._knee.size - 1)]
        told = inside & np.isfinite(angles).all(axis=1)
        best = np.argmax(np.where(told[:, None], angles, 0.0), axis=1)
        told &= (best > 0) & (best < last - first - 1)
        tops = windows[np.arange(places.size), best]
        between = [
            top + _top_between(self._knee, top) if sure else np.nan
            for top, sure in zip(tops.tolist(), told.tolist(), strict=True)
        ]
        times: Floats = self.t_s[0] + np.array(between) / self.rate
        return times


def _belt_speed(forward: Floats, tops: _Indices, stride: float) -> float | None:
    """Return the foot's usual forward speed (negative) in early stance, over all strides."""
    early, late = (int(share * stride) for share in STANCE_SHARE)
    tops = tops[tops + late <= forward.size]
    if not tops.size or late <= early:
        return None
    parts = forward[tops[:, None] + np.arange(early, late)]
    parts = parts[np.isfinite(parts).all(axis=1)]
    speed = float(np.median(np.median(parts, axis=1))) if parts.size else 0.0
    return speed if speed < 0 else None


def _first_falls(values: Floats, level: float, starts: _Indices, within: int) -> Floats:
    """Return the places (between frames) where ``values`` first falls below ``level`` after each start."""
    falls = np.flatnonzero((values[:-1] >= level) & (values[1:] < level))
    if not falls.size or not starts.size:
        return np.empty(0)
    after = np.searchsorted(falls, starts)
    there = after < falls.size
    places = falls[after[there]]
    places = places[places < starts[there] + within]
    between: Floats = places + (values[places] - level) / (values[places] - values[places + 1])
    return between


def three_point_angle(upper: Floats, middle: Floats, lower: Floats) -> Floats:
    """Return the angle at ``middle`` in degrees, 180 straight; shape ``(n,)``."""
    one, other = upper - middle, lower - middle
    cosine = (one * other).sum(axis=1) / (np.hypot(*one.T) * np.hypot(*other.T))
    angle: Floats = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    return angle
