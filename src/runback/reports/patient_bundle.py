"""The report as a FHIR R4B bundle: what the runner answered and noted.

Raised red flags come first, as Observations in words that rest on the answers, or one that says they were
never asked. Then a Patient, a QuestionnaireResponse of the screening answers and of each answered
questionnaire, and Observations: worst pain of a day, outcome scores, self-tests, running distance of a week.
Each says that the patient reported it. Resemblance and support stay out: they are no observations, and no
Condition or DiagnosticReport is ever made. Titles of runs, notes and coordinates stay out too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

import polars as pl

from runback.model import CheckIn, Score
from runback.reports.clinician_flags import URGENCY
from runback.reports.clinician_input import ReportInput
from runback.screening import questions
from runback.units import METRES, Units

if TYPE_CHECKING:
    from runback.body import SelfTestResult

LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
PAIN_CODE = {
    "system": LOINC,
    "code": "72514-3",
    "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
}
_TEST_UNIT = {"s": "s", "reps": "{repetitions}", "deg": "deg", "cm": "cm"}
_DISTANCE_UNIT: dict[Units, str] = {"km": "km", "mi": "[mi_i]"}
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_REPORTED = {
    "security": [
        {
            "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
            "code": "PATRPT",
            "display": "patient reported",
        }
    ],
    "tag": [{"display": "patient-reported"}],
}

Resource = dict[str, Any]


def fhir_bundle(report: ReportInput) -> bytes:
    """Return the bundle (type ``collection``) as JSON, validated; the same report gives the same bytes.

    Source: HL7 FHIR R4B, its security label PATRPT; pain by LOINC 72514-3, all else by text, since no other
    code was checked.
    """
    from fhir.resources.R4B.bundle import Bundle

    patient = _identified(_patient(report))
    subject = {"reference": f"urn:uuid:{patient['id']}"}
    told = [_identified(one) for one in _told(report, subject)]
    flags = [_identified(one) for one in _flags(report, told, subject)]
    resources = [*flags, patient, *told]
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": f"{report.today.isoformat()}T00:00:00Z",
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources],
    }
    Bundle.model_validate(bundle)
    return json.dumps(bundle, indent=2, ensure_ascii=False).encode()


def _told(report: ReportInput, subject: Resource) -> Iterator[Resource]:
    if report.screening is not None and report.answers:
        yield _answers(report.answers, report.screening.today, subject)
    yield from (_form(one, subject) for one in report.scores if one.answers and report.covers(one.day))
    for entry in report.checkins:
        if entry.worst_pain is not None and report.covers(entry.day):
            yield _pain(entry, subject)
    yield from (_score(one, subject) for one in report.scores if report.covers(one.day))
    yield from (_self_test(one, subject) for one in report.self_tests if report.covers(one.day))
    if report.runs is not None:
        yield from _weeks(report, report.runs, subject)


def _flags(report: ReportInput, told: list[Resource], subject: Resource) -> Iterator[Resource]:
    """Make an Observation of each raised flag, the most urgent first; one without value if none was asked."""
    if report.screening is None:
        code = {"text": "Red flags: signs that may ask for a clinician soon"}
        reason = {"coding": [{"system": ABSENT, "code": "not-asked", "display": "Not Asked"}]}
        yield {**_observation(code, "survey", subject), "dataAbsentReason": reason}
        return
    answers = [f"urn:uuid:{one['id']}" for one in told if one["resourceType"] == "QuestionnaireResponse"][:1]
    for flag in report.screening.red_flags:
        code = {"text": f"Red flag raised by the answers: {flag.id.replace('-', ' ')} ({flag.suspects})"}
        yield {
            **_observation(code, "survey", subject),
            "effectiveDateTime": report.screening.today.isoformat(),
            "valueString": f"{URGENCY[flag.action]}. {flag.sentence}",
            "note": [{"text": "Raised by fixed rules from the patient's answers, not by an examination."}],
            **({"derivedFrom": [{"reference": answers[0]}]} if report.answers else {}),
        }


def _identified(resource: Resource) -> Resource:
    """Return the resource with an id that its content decides, so that a second export updates the first."""
    name = json.dumps(resource, sort_keys=True, default=str)
    return {**resource, "id": str(uuid5(NAMESPACE_URL, name))}


def _patient(report: ReportInput) -> Resource:
    patient: Resource = {"resourceType": "Patient"}
    if report.name.strip():
        patient["name"] = [{"text": report.name.strip()}]
    if report.runner.sex is not None:
        patient["gender"] = report.runner.sex
    if report.runner.birth_year is not None:
        patient["birthDate"] = str(report.runner.birth_year)
    return patient


def _answers(answers: Mapping[str, object], day: date, subject: Resource) -> Resource:
    wordings = {question.id: question.wording for question in questions()}
    wordings |= {option.id: option.wording for question in questions() for option in question.options}
    items = ((name, wordings[name], value) for name, value in sorted(answers.items()))
    return _response(items, day, subject)


def _form(score: Score, subject: Resource) -> Resource:
    from runback.progress import questionnaire

    wordings: dict[str, str] = {}
    for item in questionnaire(score.measure).items:
        wordings |= {item.name_id: item.names, item.id: item.wording}
    items = ((name, text, score.answers[name]) for name, text in wordings.items() if name in score.answers)
    return _response(items, score.day, subject)


def _response(items: Iterable[tuple[str, str, object]], day: date, subject: Resource) -> Resource:
    return {
        "resourceType": "QuestionnaireResponse",
        "meta": _REPORTED,
        "status": "completed",
        "subject": subject,
        "author": subject,
        "source": subject,
        "authored": day.isoformat(),
        "item": [{"linkId": name, "text": text, "answer": _answer(value)} for name, text, value in items],
    }


def _answer(value: object) -> list[Resource]:
    if isinstance(value, bool):
        return [{"valueBoolean": value}]
    if isinstance(value, int | float):
        return [{"valueDecimal": value}]
    if isinstance(value, Mapping):
        return [{"valueString": f"{name}: {said}"} for name, said in value.items()] or [
            {"valueString": "none"}
        ]
    if isinstance(value, list | tuple):
        return [{"valueString": str(one)} for one in value] or [{"valueString": "none"}]
    return [{"valueString": str(value).strip() or "don't know" if value is not None else "don't know"}]


def _observation(code: Resource, category: str, subject: Resource) -> Resource:
    return {
        "resourceType": "Observation",
        "meta": _REPORTED,
        "status": "final",
        "category": [{"coding": [{"system": CATEGORIES, "code": category}]}],
        "code": code,
        "subject": subject,
        "performer": [subject],
    }


def _pain(entry: CheckIn, subject: Resource) -> Resource:
    code = {"coding": [PAIN_CODE], "text": "Worst pain of the day, 0 to 10"}
    return {
        **_observation(code, "survey", subject),
        "effectiveDateTime": entry.day.isoformat(),
        "valueQuantity": {"value": entry.worst_pain, "system": UCUM, "code": "{score}", "unit": "score"},
    }


def _score(score: Score, subject: Resource) -> Resource:
    from runback.progress import questionnaire

    form = questionnaire(score.measure)
    low, high = form.range
    return {
        **_observation({"text": f"{form.name}; {form.direction}"}, "survey", subject),
        "effectiveDateTime": score.day.isoformat(),
        "valueQuantity": {"value": score.value, "system": UCUM, "code": "{score}", "unit": "score"},
        "referenceRange": [{"text": f"The scale runs from {low:g} to {high:g}; it is no normal range."}],
    }


def _self_test(result: SelfTestResult, subject: Resource) -> Resource:
    """Make an Observation of a self-test: its value, or one of each side, and how it went."""
    from runback.body.results import STOPPED_WORDS
    from runback.knowledge import self_test

    test = self_test(result.test)

    def quantity(value: float) -> Resource:
        return {"value": value, "system": UCUM, "code": _TEST_UNIT[test.unit], "unit": test.unit}

    by_side = [
        {"code": {"text": side}, "valueQuantity": quantity(value)}
        for side, value in result.measured.items()
        if side is not None
    ]
    notes = [
        "Done by the patient alone, by written instructions.",
        f"Form: {result.form}." if result.form else "",
        f"Worst pain in the test: {result.pain:g} of 10." if result.pain is not None else "",
        f"What ended it: {STOPPED_WORDS[result.stopped]}." if result.stopped is not None else "",
    ]
    return {
        **_observation({"text": f"Self-test: {test.name} ({test.measures})"}, "activity", subject),
        "effectiveDateTime": result.day.isoformat(),
        **({"component": by_side} if by_side else {"valueQuantity": quantity(result.measured[None])}),
        "note": [{"text": " ".join(note for note in notes if note)}],
    }


def _weeks(report: ReportInput, runs: pl.DataFrame, subject: Resource) -> Iterator[Resource]:
    shown = [day for day in runs["local_date"] if report.covers(day)]
    weeks = (
        runs.filter(pl.col("local_date").is_in(shown), pl.col("distance_m").is_not_null())
        .group_by(week=pl.col("local_date").dt.truncate("1w"))
        .agg(pl.col("distance_m").sum())
        .sort("week")
    )
    unit = _DISTANCE_UNIT[report.units]
    for monday, metres in weeks.iter_rows():
        yield {
            **_observation({"text": "Running distance of a week"}, "activity", subject),
            "effectivePeriod": {"start": monday.isoformat(), "end": (monday + timedelta(days=6)).isoformat()},
            "valueQuantity": {
                "value": round(metres / METRES[report.units], 1),
                "system": UCUM,
                "code": unit,
                "unit": report.units,
            },
            "note": [{"text": "Summed by software (Runback) from the runner's own watch files."}],
        }
