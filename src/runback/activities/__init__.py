"""Reading watch files and whole exports into runs and streams, and the measures of one run.

The public names load on first use: looking at stored runs needs none of the readers.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runback.activities.archives import Problem
    from runback.activities.limits import Limits
    from runback.activities.measuring import measure_run
    from runback.activities.reading import ActivitiesRead, is_run, read_activities, read_file
    from runback.activities.recording import Damage, DeviceTotals, FileReading, Recording
    from runback.activities.runs import RUN_COLUMNS, runs_frame

__all__ = [
    "RUN_COLUMNS",
    "ActivitiesRead",
    "Damage",
    "DeviceTotals",
    "FileReading",
    "Limits",
    "Problem",
    "Recording",
    "is_run",
    "measure_run",
    "read_activities",
    "read_file",
    "runs_frame",
]

_HOMES = {
    "RUN_COLUMNS": "runs",
    "ActivitiesRead": "reading",
    "Damage": "recording",
    "DeviceTotals": "recording",
    "FileReading": "recording",
    "Limits": "limits",
    "Problem": "archives",
    "Recording": "recording",
    "is_run": "reading",
    "measure_run": "measuring",
    "read_activities": "reading",
    "read_file": "reading",
    "runs_frame": "runs",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
