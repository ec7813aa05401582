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
