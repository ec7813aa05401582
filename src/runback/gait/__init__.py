"""Running form: what the watch measures of it, held against the runner's own past at like speed."""

from runback.gait.like_speed import LikeSpeed, at_like_speed
from runback.gait.watch_findings import gait_findings
from runback.gait.watch_form import WatchForm, to_json, watch_form
from runback.gait.within_runs import Drift, within_runs

__all__ = [
    "Drift",
    "LikeSpeed",
    "WatchForm",
    "at_like_speed",
    "gait_findings",
    "to_json",
    "watch_form",
    "within_runs",
]
