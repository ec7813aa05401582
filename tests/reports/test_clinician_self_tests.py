"""The self-tests on the clinician's report: the latest of each in the days shown, as it was read."""

from __future__ import annotations

from datetime import date

from runback.body import SelfTestResult
from runback.model import Runner
from runback.reports import ReportInput
from runback.reports.clinician_report import clinician_document
from runback.reports.clinician_self_tests import self_test_rows

PLANKS = (
    SelfTestResult("side-plank-hold", date(2026, 9, 1), left=30, right=60, form="straight"),
    SelfTestResult("side-plank-hold", date(2026, 11, 1), left=41, right=55, form="straight", pain=2),
)


def report(**more: date) -> ReportInput:
    runner = Runner(sex="female", birth_year=2000)
    return ReportInput(today=date(2026, 11, 24), runner=runner, self_tests=PLANKS, **more)


def test_the_latest_result_is_shown_with_norm_sides_and_past() -> None:
    (row,) = self_test_rows(report())
    assert row["day"] == "1 Nov 2026"
    assert row["values"] == "left 41 s, right 55 s, pain 2 of 10"
    for part in ("28 women of 18 to 30 years", "they count as equal", "30 s on 1 Sep 2026"):
        assert part in row["read"]


def test_days_that_are_not_shown_are_not_read() -> None:
    (row,) = self_test_rows(report(last=date(2026, 10, 1)))
    assert row["day"] == "1 Sep 2026" and "differ" not in row["values"]
    assert "1 Sep 2026" not in self_test_rows(report(first=date(2026, 10, 1)))[0]["read"]
    assert self_test_rows(report(first=date(2026, 11, 2))) == []


def test_without_self_tests_the_report_says_so() -> None:
    document = clinician_document(ReportInput(today=date(2026, 11, 24)))
    assert document["appendix"]["self_tests"] == []
    assert document["appendix"]["muscle"] == ["Not measured yet."]
