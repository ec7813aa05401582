"""Reading watch files and whole exports into runs and streams, and the measures of one run."""

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
