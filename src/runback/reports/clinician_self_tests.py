"""The self-tests of the report: what was done, on which day, and what it stands against."""

from __future__ import annotations

from runback.body import readings, sentences, value_words
from runback.reports.clinician_input import ReportInput
from runback.units import day_words


def self_test_rows(report: ReportInput) -> list[dict[str, str]]:
    """Return the latest result of each self-test in the days shown, with how it was read; by test."""
    shown = [one for one in report.self_tests if report.covers(one.day)]
    return [
        {
            "name": reading.test.name,
            "day": day_words(reading.result.day),
            "values": value_words(reading.result, report.units),
            "read": " ".join(sentences(reading)),
        }
        for reading in readings(shown, report.runner, report.until, units=report.units)
    ]
