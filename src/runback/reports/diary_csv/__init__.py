"""The diary as CSV: written so that it reads back equal, read from any table with every repair told."""

from runback.reports.diary_csv.dates import AmbiguousDatesError, DateOrder
from runback.reports.diary_csv.day_table import DayTable, read_day_table
from runback.reports.diary_csv.reading import DiaryRead, Problem, read_diary_csv
from runback.reports.diary_csv.writing import diary_csv

__all__ = [
    "AmbiguousDatesError",
    "DateOrder",
    "DayTable",
    "DiaryRead",
    "Problem",
    "diary_csv",
    "read_day_table",
    "read_diary_csv",
]
