"""What to try: one cue at a time, and quicker steps with a reminder that fades."""

from __future__ import annotations

from dataclasses import dataclass

from runback.knowledge import fact, metrics

RAISE_PCT = 5.0
"""Judged: the least that changed load in fact ``cadence-5-10-joint``."""

FEEDBACK_SHARES = (1.0, 1.0, 1.0, 1.0, 0.75, 0.5, 0.25, 0.1)
"""Judged: the share of each run with the beat; fact ``retraining-faded-schedule`` fades it from the fifth."""


@dataclass(frozen=True, slots=True)
class CadenceRun:
    """One run of the trial: how long, and in how many of its minutes the beat is heard."""

    minutes: float
    beat_minutes: float


@dataclass(frozen=True, slots=True)
class CadenceTrial:
    """A trial of quicker steps at the same pace: the beat to run to, and the runs."""

    usual_spm: float
    target_spm: float
    runs: tuple[CadenceRun, ...]

    @property
    def sentence(self) -> str:
        """The trial in words."""
        first, last = self.runs[0], self.runs[-1]
        full = sum(one.beat_minutes == one.minutes for one in self.runs)
        return (
            f"quicker, shorter steps at the same pace: a metronome at {self.target_spm:.0f} steps a minute "
            f"({RAISE_PCT:.0f} % above your {self.usual_spm:.0f}) for {len(self.runs)} runs of "
            f"{first.minutes:.0f} to {last.minutes:.0f} minutes, on throughout the first {full}, then less "
            f"in each, {last.beat_minutes:.0f} minutes in the last"
        )


def cadence_trial(usual_spm: float) -> CadenceTrial:
    """Return a trial of steps 5 % quicker than ``usual_spm``, with the sessions of the tested schedule.

    Schedule: fact ``retraining-faded-schedule``; no trial had back pain as its outcome.
    """
    schedule = fact("retraining-faded-schedule").numbers
    count = round(schedule["sessions"])
    start, end = schedule["minutes_start"], schedule["minutes_end"]
    minutes = [start + (end - start) * at / (count - 1) for at in range(count)]
    runs = tuple(
        CadenceRun(round(length), round(length) if share == 1.0 else round(length * share, 1))
        for length, share in zip(minutes, FEEDBACK_SHARES, strict=True)
    )
    return CadenceTrial(usual_spm, usual_spm * (1.0 + RAISE_PCT / 100.0), runs)


def cue(metric_id: str) -> str:
    """Return the metric's cue, a sentence or two to run with."""
    return next(one.cue for one in metrics() if one.id == metric_id)
