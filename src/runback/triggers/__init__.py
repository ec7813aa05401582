"""The runner's own diary: what tends to come before the worse days, told only when the days support it."""

from runback.triggers.answer import ExposureResult, Trigger, Triggers
from runback.triggers.find import find_triggers
from runback.triggers.findings import trigger_findings

__all__ = ["ExposureResult", "Trigger", "Triggers", "find_triggers", "trigger_findings"]
