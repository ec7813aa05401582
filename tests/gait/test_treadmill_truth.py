"""The methods held against a treadmill trial with a force plate, filmed by a simulated camera."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from treadmill_trial import Trial, read_trial

from runback.gait import film_form
from runback.model import Side
from runback.simulate.camera import Camera, film_points


@pytest.fixture(scope="module")
def trial(shared_data: Path) -> Trial:
    return read_trial(shared_data / "kinematics")


@pytest.mark.parametrize("yaw_deg", [0.0, 20.0])
@pytest.mark.parametrize(("rate", "shake_px"), [(60.0, 0.0), (60.0, 4.0), (120.0, 2.0)])
def test_contacts_and_cadence_against_the_plate(
    trial: Trial, yaw_deg: float, rate: float, shake_px: float
) -> None:
    camera = Camera(yaw_deg=yaw_deg, frames_per_s=rate, shake_px=shake_px, swaps=8, dropped_share=0.03)
    form = film_form(film_points(trial.t_s, trial.places_m, camera, seed=7), near=Side.RIGHT)
    assert not form.refusals and form.gait is not None
    times = np.array([contact.t_s for contact in form.gait.contacts])
    off = np.array([time - trial.contacts_s[np.argmin(np.abs(trial.contacts_s - time))] for time in times])
    assert abs(off.mean()) < 0.010
    assert off.std() < 0.015
    cadence = next(one for one in form.values if one.metric == "cadence-video")
    assert cadence.value == pytest.approx(trial.cadence_spm, abs=0.5)


ANGLES = ("shank-angle-contact", "foot-inclination-contact", "knee-flexion-contact", "knee-flexion-midstance")


@pytest.mark.parametrize("shake_px", [0.0, 4.0])
def test_angles_hold_the_unprojected_markers(trial: Trial, shake_px: float) -> None:
    """Against the markers in the plane of running at the plate's contacts, neither projected nor smoothed."""
    off: dict[str, list[float]] = {metric: [] for metric in ANGLES}
    inside = []
    truth = {"shank-angle-contact": 5.85, "knee-flexion-contact": 9.92, "knee-flexion-midstance": 38.06}
    truth["foot-inclination-contact"] = 1.65
    for seed, yaw_deg in enumerate((0.0, 10.0, 20.0)):
        camera = Camera(yaw_deg=yaw_deg, shake_px=shake_px, swaps=8, dropped_share=0.03)
        film = film_points(trial.t_s, trial.places_m, camera, seed=seed)
        form = film_form(film, near=Side.RIGHT, posed=False)
        for metric in ANGLES:
            value = form.value(metric)
            assert value is not None
            off[metric].append(value.value - truth[metric])
            inside.append(value.band[0] <= truth[metric] <= value.band[1])
    assert all(np.sqrt(np.mean(np.square(one))) < 2.0 for one in off.values()), off
    assert np.mean(inside) >= 0.88
