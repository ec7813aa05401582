"""The runner's own films: a change below the error is none, and what they say of the causes stays small."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulated_stride import simulated_film

from runback.gait import (
    FormValue,
    KeptFilm,
    cadence_trial,
    changes,
    film_findings,
    film_form,
    foot_strike,
    kept_film,
)
from runback.gait.own_films import values_from_json, values_to_json
from runback.knowledge import fact, metrics
from runback.model import Finding, Missing, Side

TODAY = date(2026, 11, 24)
METRICS = {metric.id: metric for metric in metrics()}


def value(metric: str, at: float, error: float = 1.0, side: Side | None = Side.RIGHT) -> FormValue:
    unit = METRICS[metric].unit
    return FormValue(metric, side, at, unit, 1.0, 20, error, (at - 1.6 * error, at + 1.6 * error))


def film(days_ago: int = 1, number: int = 1, view: str = "side", **said: object) -> KeptFilm:
    values = said.pop("values", ())
    made = KeptFilm(
        TODAY - timedelta(days=days_ago),
        "rear" if view == "rear" else "side",
        "film.mp4",
        Side.RIGHT,
        120.0,
        12.0,
        30,
        tuple(values),  # type: ignore[arg-type]  # the tests hand on form values
        number=number,
    )
    return replace(made, **said)  # type: ignore[arg-type]


def of(found: list[Finding | Missing], measure: str) -> Finding | Missing:
    return next(one for one in found if one.measure == measure)


@given(st.floats(-60, 60), st.floats(0.1, 10), st.floats(0.1, 10))
def test_a_difference_below_the_error_is_none(moved: float, now_error: float, past_error: float) -> None:
    before = film(20, 1, values=[value("trunk-forward-lean", 5.0, past_error)])
    now = film(1, 2, values=[value("trunk-forward-lean", 5.0 + moved, now_error)])
    (change,) = changes(now, [before, now])
    assert (change.verdict == "none") == (abs(change.now - change.before) < change.detectable)
    assert change.detectable >= 1.64 * max(now_error, past_error)
    assert change.films == 1


def test_the_smallest_change_is_at_least_that_of_the_evidence_base() -> None:
    pair = [film(20, 1, values=[value("shank-angle-contact", 5.0, 0.1)])]
    pair.append(film(1, 2, values=[value("shank-angle-contact", 9.0, 0.1)]))
    (change,) = changes(pair[1], pair)
    assert change.detectable == METRICS["shank-angle-contact"].mdc
    assert change.verdict == "none"


@pytest.mark.parametrize(
    "unlike",
    [
        {"view": "rear"},
        {"near": Side.LEFT},
        {"treadmill": True},
        {"moment": "tired"},
        {"method": "1"},
        {"days_ago": 0, "number": 3},
        {"speed_m_s": 3.5},
    ],
)
def test_unlike_films_are_not_compared(unlike: dict[str, object]) -> None:
    lean = [value("trunk-forward-lean", 5.0)]
    now = film(1, 2, values=lean, speed_m_s=2.5)
    assert changes(now, [film(20, 1, values=lean), now])
    assert not changes(now, [film(**{"days_ago": 20, "values": lean, **unlike}), now])  # type: ignore[arg-type]


def test_values_come_back_from_the_store_as_they_were() -> None:
    form = film_form(simulated_film()[0], near=Side.RIGHT, height_cm=178)
    assert values_from_json(values_to_json(form.values)) == form.values


def test_without_films_every_measure_is_missing_with_what_to_do() -> None:
    found = film_findings([], TODAY)
    assert all(isinstance(one, Missing) for one in found)
    assert {one.cause for one in found} == {
        *("overstriding", "leaning-or-hunching", "posture-not-neutral", "arm-movement"),
        *("foot-strike", "pelvic-drop", "form-decay"),
    }
    old = film(200, values=[value("trunk-forward-lean", 30.0)])
    assert all(isinstance(one, Missing) for one in film_findings([old], TODAY))


EVERY = [
    ("film_shank_angle", "shank-angle-contact", "side", 45.0),
    ("film_foot_to_hip", "overstride-foot-hip", "side", 0.9),
    ("film_trunk_lean", "trunk-forward-lean", "side", 40.0),
    ("film_trunk_lean", "trunk-forward-lean", "side", -20.0),
    ("film_thigh_extension", "hip-extension-toeoff", "side", -5.0),
    ("film_arm_crossing", "arm-cross-midline", "rear", 0.9),
    ("film_pelvic_drop", "pelvic-drop", "rear", 25.0),
]


@pytest.mark.parametrize(("measure", "metric", "view", "far"), EVERY)
def test_each_measure_speaks_weakly_and_in_full_only_twice(
    measure: str, metric: str, view: str, far: float
) -> None:
    entry = METRICS[metric]
    middle = 0.5 * (entry.typical_low + entry.typical_high)
    error = entry.sem_deg_or_unit

    def weight(*at: float) -> float:
        films = [
            film(20 - days, days + 1, view, values=[value(metric, one, error)]) for days, one in enumerate(at)
        ]
        found = of(film_findings(films, TODAY), measure)
        assert isinstance(found, Finding)
        assert found.basis == "judged" and found.log_lr <= 0.35
        for known in found.evidence:
            fact(known)
        assert ("Worth a try" in found.sentence) == (found.log_lr > 0)
        return found.log_lr

    assert weight(middle) < 0
    assert 0 < weight(far) < weight(far, far)
    assert weight(far, middle) < 0
    assert weight(entry.typical_high) <= 0 or far < middle


@given(st.floats(-60, 60), st.floats(0.1, 20))
def test_a_surer_or_further_value_never_weighs_less(lean: float, error: float) -> None:
    def weight(at: float) -> float:
        films = [film(values=[value("trunk-forward-lean", at, error)])]
        found = of(film_findings(films, TODAY), "film_trunk_lean")
        assert isinstance(found, Finding)
        return found.log_lr

    high = METRICS["trunk-forward-lean"].typical_high
    if lean > high:
        assert weight(lean + 1.0) >= weight(lean) - 1e-9


@pytest.mark.parametrize(
    ("angle", "rate", "strike"),
    [(20.0, 120.0, "rearfoot"), (3.0, 120.0, "midfoot"), (-8.0, 120.0, "forefoot"), (20.0, 60.0, "unsure")],
)
def test_foot_strike_is_told_without_alarm(angle: float, rate: float, strike: str) -> None:
    seen = film(values=[value("foot-inclination-contact", angle)], frames_per_s=rate)
    assert foot_strike(seen) == strike
    found = of(film_findings([seen], TODAY), "film_foot_strike")
    assert isinstance(found, Finding)
    assert found.log_lr <= 0 and "keep your own" in found.sentence


def test_form_that_decays_needs_both_films_of_one_day_and_a_drift_beyond_the_error() -> None:
    def pair(late: float) -> list[KeptFilm]:
        fresh = film(3, 1, moment="fresh", values=[value("trunk-forward-lean", 5.0, side=None)])
        return [fresh, film(3, 2, moment="tired", values=[value("trunk-forward-lean", late, side=None)])]

    still, moved = (of(film_findings(pair(late), TODAY), "film_lean_drift") for late in (6.0, 25.0))
    assert isinstance(still, Finding) and still.log_lr <= 0.05
    assert isinstance(moved, Finding) and 0 < moved.log_lr <= 0.3
    assert isinstance(of(film_findings(pair(25.0)[1:], TODAY), "film_lean_drift"), Missing)


@given(st.floats(130, 230))
def test_quicker_steps_are_tried_with_a_beat_that_fades(usual: float) -> None:
    trial = cadence_trial(usual)
    shares = [one.beat_minutes / one.minutes for one in trial.runs]
    assert trial.target_spm == pytest.approx(1.05 * usual)
    assert len(trial.runs) == fact("retraining-faded-schedule").numbers["sessions"]
    assert shares[:4] == [1, 1, 1, 1] and shares == sorted(shares, reverse=True) and shares[-1] < 0.2
    assert "180" not in trial.sentence or round(trial.target_spm) == 180 or round(usual) == 180


def test_only_what_was_measured_is_kept() -> None:
    form = film_form(simulated_film()[0], near=Side.RIGHT)
    kept = kept_film(form, TODAY, "run.mp4", moment="fresh", treadmill=True, speed_m_s=2.7)
    assert (kept.view, kept.near, kept.steps) == ("side", Side.RIGHT, form.steps)
    assert kept.value("trunk-forward-lean") == form.value("trunk-forward-lean")


@given(st.floats(-3.0, 6.0))
def test_a_value_speaks_for_a_cause_only_beyond_its_own_error(errors: float) -> None:
    entry = METRICS["trunk-forward-lean"]
    lean = entry.typical_high + errors * entry.sem_deg_or_unit
    found = of(film_findings([film(values=[value(entry.id, lean, 1.0)])], TODAY), "film_trunk_lean")
    assert isinstance(found, Finding)
    assert (found.log_lr > 0) == (errors > 1.0)
