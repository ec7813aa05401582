"""A self-experiment in the words that the command line and the pages share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from runback.units import day_words

if TYPE_CHECKING:
    from runback.knowledge import Exposure
    from runback.store.experiments import KeptExperiment
    from runback.triggers.experiments import Experiment

ON_HOLD = "Experiments are on hold until a clinician has looked; stop this one: runback experiment stop."


def arm_in_words(made: Experiment, exposure: Exposure, arm: bool) -> str:
    """Return what a period with (``arm``) or without asks of its days."""
    if made.on_days is not None:
        often = f"on {made.on_days} of {made.period_days} days, as usual for you, spread out"
        return f"{exposure.name}: {often if arm else 'on no day'}"
    bound = f"at least {made.at_least:.3g}" if arm else f"at most {made.at_most:.3g}"
    return f"{exposure.name}: {bound} {exposure.unit} a day, as on a third of your days"


def state_in_words(kept: KeptExperiment, as_of: date) -> str:
    """Return how far an experiment is as seen from ``as_of``."""
    if kept.stopped is not None:
        return f"stopped on {day_words(kept.stopped)}"
    if as_of < kept.experiment.first:
        return f"begins on {day_words(kept.experiment.first)}"
    return f"until {day_words(kept.experiment.days.last)}" if kept.runs_on(as_of) else "finished"
