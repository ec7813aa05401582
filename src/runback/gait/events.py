"""Initial contact and toe-off from the speed of the foot relative to the belt or the ground.

While a foot stands it moves with the belt (or stays with the ground): in the frame of the hips it goes
straight back at one speed. Initial contact is where heel or toe, whichever is first, has come within half of
that speed of it, looked for once a stride after the foot is furthest ahead; toe-off is where the knee is
straightest late in stance (fact ``fellin-events``).

The method of contact is Runback's own; ``benchmarks/results/gait_truth.md`` holds it against a force plate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import find_peaks

from runback.gait.landmarks import Floats, Landmarks
from runback.gait.smoothing import low_pass
from runback.model import Side

REST_SHARE = 0.5
"""Judged: how near the foot's speed must be to that of the belt, as a share of the belt's."""

STRIDE_S = (0.5, 1.15)
"""Strides that running can have: 104 to 240 steps a minute."""

DRIFT_HZ = 1.0
STANCE_SHARE = (0.1, 0.3)
SEARCH_SHARE = 0.3
TOE_OFF_SHARES = (0.15, 0.5)


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


def running_direction(landmarks: Landmarks) -> int:
    """Return 1 where toes point to the right of the picture, -1 where to the left."""
    ahead = np.concatenate(
        [(landmarks.of(f"{side}_big_toe") - landmarks.of(f"{side}_heel"))[:, 0] for side in Side]
    )
    return 1 if np.nanmedian(ahead) >= 0 else -1


def find_contacts(smooth: Landmarks) -> Gait | None:
    """Return the steps in evenly timed, smoothed landmarks seen from the side; None where nothing strides."""
    direction = running_direction(smooth)
    feet = {side: _Foot(smooth, side, direction) for side in Side}
    period = _stride(feet[Side.LEFT].ahead, feet[Side.RIGHT].ahead, smooth.frames_per_s)
    if period is None:
        return None
    contacts = [contact for foot in feet.values() for contact in foot.contacts(period)]
    return Gait(tuple(sorted(contacts, key=lambda one: one.t_s)), period, direction)


def cadence_spm(gait: Gait) -> float | None:
    """Return steps a minute of both feet, counted over intervals; a missed step counts by its gap."""
    times = np.array([contact.t_s for contact in gait.contacts])
    if times.size < 3:
        return None
    half = 0.5 * gait.stride_s
    steps = np.maximum(1, np.round(np.diff(times) / half))
    return float(60.0 * steps.sum() / (times[-1] - times[0]))


def _stride(left: Floats, right: Floats, rate_hz: float) -> float | None:
    """Return the period of the foot's way to and fro, by autocorrelation, refined between frames."""
    lags = np.arange(round(STRIDE_S[0] * rate_hz), round(STRIDE_S[1] * rate_hz) + 1)
    total = np.zeros(lags.size)
    for way in (left, right):
        known = way[np.isfinite(way)]
        if known.size < 2 * lags[-1]:
            continue
        centred = known - known.mean()
        total += [float(centred[lag:] @ centred[:-lag]) / (known.size - lag) for lag in lags]
    best = int(np.argmax(total))
    if total[best] <= 0:
        return None
    shift = 0.0
    if 0 < best < lags.size - 1:
        before, top, after = total[best - 1 : best + 2]
        shift = 0.5 * (before - after) / (before - 2 * top + after)
    return float((lags[best] + shift) / rate_hz)


class _Foot:
    """One foot in the frame of the hips: forward and up, with its speed."""

    def __init__(self, smooth: Landmarks, side: Side, direction: int) -> None:
        self.side, self.t_s, self.rate = side, smooth.t_s, smooth.frames_per_s
        hips = smooth.middle("hip")[:, 0]
        known = np.isfinite(hips)
        steady = np.interp(self.t_s, self.t_s[known], hips[known]) if known.any() else np.zeros(hips.size)
        # The hips' own slow way through the picture is drift; their swing within a stride is not.
        steady = low_pass(steady, self.rate, DRIFT_HZ)
        self._heel, self._toe = (
            self._framed(smooth.of(f"{side}_{point}"), steady, direction) for point in ("heel", "big_toe")
        )
        self.ahead = 0.5 * (self._heel[:, 0] + self._toe[:, 0])
        self._knee = _three_point_angle(*(smooth.of(f"{side}_{point}") for point in ("hip", "knee", "ankle")))

    @staticmethod
    def _framed(point: Floats, steady: Floats, direction: int) -> Floats:
        return np.column_stack([direction * (point[:, 0] - steady), point[:, 1]])

    def contacts(self, stride_s: float) -> list[Contact]:
        """Return the steps of this foot, looked for once in each stride."""
        stride = stride_s * self.rate
        known = np.where(np.isfinite(self.ahead), self.ahead, np.nanmin(self.ahead))
        height = 0.3 * float(np.subtract(*np.nanpercentile(self.ahead, [95, 5])))
        tops, _ = find_peaks(known, distance=max(1, int(0.7 * stride)), prominence=max(height, 1e-12))
        heel, toe = (np.gradient(point, self.t_s, axis=0) for point in (self._heel, self._toe))
        belt = _belt_speed(toe[:, 0], tops, stride)
        if belt is None:
            return []
        near = np.minimum(*(np.hypot(way[:, 0] - belt, way[:, 1]) / abs(belt) for way in (heel, toe)))
        found = []
        for top in tops.tolist():
            at = _falls_below(near, REST_SHARE, top, top + int(SEARCH_SHARE * stride))
            if at is not None:
                contact = float(np.interp(at, np.arange(self.t_s.size), self.t_s))
                found.append(Contact(self.side, contact, self._toe_off(at, stride)))
        return found

    def _toe_off(self, contact: float, stride: float) -> float | None:
        first, last = (int(contact + share * stride) for share in TOE_OFF_SHARES)
        window = self._knee[first:last]
        if last >= self._knee.size or not np.isfinite(window).all() or window.size < 3:
            return None
        straightest = first + int(np.argmax(window))
        return None if straightest in (first, last - 1) else float(self.t_s[straightest])


def _belt_speed(
    forward: Floats, tops: np.ndarray[tuple[int], np.dtype[np.intp]], stride: float
) -> float | None:
    """Return the foot's usual forward speed (negative) in early stance, over all strides."""
    early, late = (int(share * stride) for share in STANCE_SHARE)
    speeds = [
        float(np.median(part))
        for top in tops
        if (part := forward[top + early : top + late]).size and np.isfinite(part).all()
    ]
    if not speeds or np.median(speeds) >= 0:
        return None
    return float(np.median(speeds))


def _falls_below(values: Floats, level: float, first: int, last: int) -> float | None:
    """Return the place (between frames) where ``values`` first falls below ``level``."""
    for at in range(first, min(last, values.size - 1)):
        if values[at] >= level > values[at + 1]:
            return at + float((values[at] - level) / (values[at] - values[at + 1]))
    return None


def _three_point_angle(upper: Floats, middle: Floats, lower: Floats) -> Floats:
    """Return the angle at ``middle`` in degrees, 180 straight; shape ``(n,)``."""
    one, other = upper - middle, lower - middle
    cosine = (one * other).sum(axis=1) / (np.hypot(*one.T) * np.hypot(*other.T))
    angle: Floats = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    return angle
