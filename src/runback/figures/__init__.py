"""Every chart and figure, once, for page, PDF and notebook, drawn without network or browser.

The public names load on first use: the drawing engine starts without frames.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runback.figures.drawing import DrawingProcess
    from runback.figures.longest_runs import longest_runs_chart
    from runback.figures.movement import drawn_rungs, movement_frames, movement_ids, movement_svg
    from runback.figures.pain import pain_chart
    from runback.figures.rendering import Chart, pdf, png, svg
    from runback.figures.run_course import run_course_chart
    from runback.figures.support import support_chart
    from runback.figures.track import track_svg
    from runback.figures.weekly import weekly_distance, weekly_distance_chart

__all__ = [
    "Chart",
    "DrawingProcess",
    "drawn_rungs",
    "longest_runs_chart",
    "movement_frames",
    "movement_ids",
    "movement_svg",
    "pain_chart",
    "pdf",
    "png",
    "run_course_chart",
    "support_chart",
    "svg",
    "track_svg",
    "weekly_distance",
    "weekly_distance_chart",
]

_HOMES = {
    "Chart": "runback.figures.rendering",
    "DrawingProcess": "runback.figures.drawing",
    "drawn_rungs": "runback.figures.movement",
    "longest_runs_chart": "runback.figures.longest_runs",
    "movement_frames": "runback.figures.movement",
    "movement_ids": "runback.figures.movement",
    "movement_svg": "runback.figures.movement",
    "pain_chart": "runback.figures.pain",
    "pdf": "runback.figures.rendering",
    "png": "runback.figures.rendering",
    "run_course_chart": "runback.figures.run_course",
    "support_chart": "runback.figures.support",
    "svg": "runback.figures.rendering",
    "track_svg": "runback.figures.track",
    "weekly_distance": "runback.figures.weekly",
    "weekly_distance_chart": "runback.figures.weekly",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'runback.figures' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
