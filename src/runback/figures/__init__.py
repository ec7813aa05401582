"""Every chart, once, for page, PDF and notebook: Altair specifications, drawn without network or browser."""

from runback.figures.longest_runs import longest_runs_chart
from runback.figures.pain import pain_chart
from runback.figures.rendering import pdf, png, svg
from runback.figures.support import support_chart
from runback.figures.weekly_distance import weekly_distance, weekly_distance_chart

__all__ = [
    "longest_runs_chart",
    "pain_chart",
    "pdf",
    "png",
    "support_chart",
    "svg",
    "weekly_distance",
    "weekly_distance_chart",
]
