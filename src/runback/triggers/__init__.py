"""The runner's own diary: what tends to come before the worse days, told only when the days support it."""

from runback.triggers.answer import ExposureResult, Trigger, Triggers
from runback.triggers.experiment_result import ExperimentResult, experiment_result
from runback.triggers.experiments import Experiment, experiment_length, plan_experiment, safe_exposures
from runback.triggers.find import find_triggers
from runback.triggers.findings import trigger_findings

__all__ = [
    "Experiment",
    "ExperimentResult",
    "ExposureResult",
    "Trigger",
    "Triggers",
    "experiment_length",
    "experiment_result",
    "find_triggers",
    "plan_experiment",
    "safe_exposures",
    "trigger_findings",
]
