"""When each frame of a movement is shown: there, a stay, and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from runback.figures.movement.motion import Motion
from runback.figures.movement.poses import Movement

_STAY_S, _STAGE_S, _HOLD_S = 0.5, 1.2, 6.0
_BREATHS = 2


@dataclass(frozen=True)
class Beat:
    """A moment of the animation, as a share of its length, and the frame that it shows."""

    at: float
    frame: int
    breath: bool = False
    held: bool = False


def beats(motion: Motion) -> tuple[list[Beat], float]:
    """Return the beats of one round and its length in seconds; each ends where the next begins."""
    plan, last = motion.movement, len(motion.rows) - 1
    stages = max(1, len(motion.key_frames) - 1)
    travel = _STAGE_S * stages
    moments: list[Beat] = [Beat(0.0, 0)]
    clock = _STAY_S
    moments += _travel(clock, travel, range(last + 1))
    clock += travel
    if plan.course == "round":
        return _as_shares(moments)
    if plan.course == "again":
        return _as_shares([*moments, Beat(clock + _STAY_S, last)])
    if plan.hold:
        quarter = _HOLD_S / (2 * _BREATHS)
        moments += [
            Beat(clock + step * quarter, last, breath=step % 2 == 1, held=True)
            for step in range(2 * _BREATHS + 1)
        ]
        clock += _HOLD_S
    else:
        clock += _STAY_S
    if last:
        moments += _travel(clock, travel, range(last, -1, -1))
    return _as_shares(moments)


def _travel(start: float, length: float, frames: range) -> list[Beat]:
    """Frames one after the other, slow at both ends."""
    count = max(1, len(frames) - 1)
    return [
        Beat(start + length * float(np.arccos(1 - 2 * step / count)) / np.pi, frame)
        for step, frame in enumerate(frames)
    ]


def _as_shares(moments: list[Beat]) -> tuple[list[Beat], float]:
    length = moments[-1].at or 1.0
    kept = [Beat(beat.at / length, beat.frame, beat.breath, beat.held) for beat in moments]
    return kept, round(length, 2)


def seconds_to_hold(movement: Movement) -> int:
    """Return the seconds of the first dose of the rung, 0 where it names none or for a self-test."""
    rung = movement.ladder_rung()
    return rung.doses[0][2] if rung and rung.doses else 0
