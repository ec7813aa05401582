"""The FHIR bundle: valid R4B, all of it patient-reported, nothing that judges or places the runner."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given
from hypothesis import strategies as st

from runback.activities.runs import runs_frame
from runback.body import SelfTestResult
from runback.knowledge import self_tests
from runback.model import CheckIn, Runner, Score
from runback.reports import ReportInput, fhir_bundle
from runback.screening import screen
from runback.units import Units

TODAY = date(2026, 11, 22)
ANSWERS: dict[str, object] = {"age": 44, "sex": "male", "saddle-numbness": "yes"}


def full_report(**changes: Any) -> ReportInput:
    runs = runs_frame(
        [
            {
                "run_id": f"{number:016x}-0",
                "title": "Home to Elm Street 4",
                "start_utc": datetime(2026, 11, 1, 7, tzinfo=UTC) + timedelta(days=number),
                "local_date": date(2026, 11, 1) + timedelta(days=number),
                "distance_m": 8000.0,
            }
            for number in range(20)
        ]
    )
    values: dict[str, Any] = {
        "today": TODAY,
        "runner": Runner(sex="female", birth_year=1985),
        "runs": runs,
        "screening": screen(ANSWERS, TODAY),
        "answers": ANSWERS,
        "checkins": tuple(
            CheckIn(TODAY - timedelta(days=back), worst_pain=4.0, note="at Elm Street") for back in range(10)
        ),
        "scores": (
            Score("rmdq-24", TODAY, 9.0),
            Score("own-activity-0-10", TODAY, 4.0, {"activity-1-name": "running 10 km", "activity-1": 4.0}),
        ),
        "self_tests": (
            SelfTestResult("prone-plank", TODAY, value=83.0, pain=2.0, stopped="gave-out"),
            SelfTestResult("side-plank-hold", TODAY - timedelta(days=9), left=41.0, right=52.0),
        ),
    }
    return ReportInput(**values | changes)


def resources(report: ReportInput) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in json.loads(fhir_bundle(report))["entry"]]


def test_the_bundle_is_valid_and_holds_everything_told() -> None:
    Bundle.model_validate_json(fhir_bundle(full_report()))
    kinds = [one["resourceType"] for one in resources(full_report())]
    assert kinds.count("Patient") == 1
    # The screen, and the questionnaire that was answered item by item.
    assert kinds.count("QuestionnaireResponse") == 2
    # 1 flag, 10 days of pain, 2 scores, 2 self-tests, the 4 weeks from Monday 26 October on that hold runs.
    assert kinds.count("Observation") == 1 + 10 + 2 + 2 + 4


def test_self_tests_go_along_with_their_sides_and_how_they_went() -> None:
    plank, side = [one for one in resources(full_report()) if "Self-test" in str(one.get("code"))]
    assert plank["valueQuantity"] | {"system": ""} == {"value": 83.0, "system": "", "code": "s", "unit": "s"}
    assert "2 of 10" in plank["note"][0]["text"] and "gave out" in plank["note"][0]["text"]
    assert [(one["code"]["text"], one["valueQuantity"]["value"]) for one in side["component"]] == [
        ("left", 41.0),
        ("right", 52.0),
    ]
    assert "valueQuantity" not in side and side["effectiveDateTime"] == "2026-11-13"


def test_a_self_test_of_every_kind_is_valid() -> None:
    results = tuple(
        SelfTestResult(test.id, TODAY, left=test.allowed[0], right=test.allowed[1])
        if test.sides
        else SelfTestResult(test.id, TODAY, value=test.allowed[1])
        for test in self_tests()
    )
    Bundle.model_validate_json(fhir_bundle(full_report(self_tests=results)))


def test_raised_flags_come_first_and_rest_on_the_answers() -> None:
    first, second, answers, *_ = resources(full_report())
    assert second["resourceType"] == "Patient"
    assert first["valueString"].startswith("EMERGENCY. ")
    assert first["derivedFrom"] == [{"reference": f"urn:uuid:{answers['id']}"}]
    assert answers["resourceType"] == "QuestionnaireResponse"


def test_flags_never_asked_are_said_to_be_so() -> None:
    first = resources(full_report(screening=None, answers={}))[0]
    assert first["dataAbsentReason"]["coding"][0]["code"] == "not-asked"
    assert "valueString" not in first


def test_answers_of_a_questionnaire_go_along_with_the_names_that_the_runner_gave() -> None:
    forms = [one for one in resources(full_report()) if one["resourceType"] == "QuestionnaireResponse"]
    assert [item["answer"] for item in forms[1]["item"]] == [
        [{"valueString": "running 10 km"}],
        [{"valueDecimal": 4.0}],
    ]


def test_the_patient_reports_all_of_it() -> None:
    everything = resources(full_report())
    patient = next(one for one in everything if one["resourceType"] == "Patient")
    told = [one for one in everything if one is not patient]
    reference = {"reference": f"urn:uuid:{patient['id']}"}
    for one in told:
        assert one["resourceType"] in {"Observation", "QuestionnaireResponse"}
        assert one["subject"] == reference
        assert one["meta"]["security"][0]["code"] == "PATRPT"
        said_by = [one["author"], one["source"]] if "author" in one else one["performer"]
        assert all(who == reference for who in said_by)


def test_no_title_note_or_name_leaves_unasked() -> None:
    text = fhir_bundle(full_report(include_titles=False)).decode()
    assert "Elm Street" not in text
    assert "latitude" not in text and "longitude" not in text
    assert "name" not in resources(full_report())[1]
    assert resources(full_report(name="A. Runner"))[1]["name"] == [{"text": "A. Runner"}]


def test_the_same_report_gives_the_same_bytes_and_another_day_keeps_the_ids() -> None:
    assert fhir_bundle(full_report()) == fhir_bundle(full_report())
    shorter = full_report(checkins=full_report().checkins[:3])
    assert {one["id"] for one in resources(shorter)} < {one["id"] for one in resources(full_report())}


def test_from_and_to_leave_out_what_lies_beyond() -> None:
    days = [
        one["effectiveDateTime"]
        for one in resources(full_report(first=TODAY - timedelta(days=2)))
        if "effectiveDateTime" in one
    ]
    assert min(days) == (TODAY - timedelta(days=2)).isoformat()


@pytest.mark.parametrize(("units", "code", "weekly"), [("km", "km", 56.0), ("mi", "[mi_i]", 34.8)])
def test_distances_in_the_runners_unit(units: Units, code: str, weekly: float) -> None:
    weeks = [one for one in resources(full_report(units=units)) if "effectivePeriod" in one]
    assert {one["valueQuantity"]["code"] for one in weeks} == {code}
    assert weeks[1]["valueQuantity"]["value"] == pytest.approx(weekly, abs=0.05)


@given(st.sampled_from(["yes", "no", "don't know", True, False, None]))
def test_every_kind_of_answer_stays_valid(numb: object) -> None:
    answers = {"age": 30, "saddle-numbness": numb}
    Bundle.model_validate_json(fhir_bundle(full_report(answers=answers, screening=screen(answers, TODAY))))


def test_an_empty_report_is_a_patient_who_was_not_asked() -> None:
    assert [one["resourceType"] for one in resources(ReportInput(today=TODAY))] == ["Observation", "Patient"]
