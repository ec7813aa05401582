"""Stills of simulated films: a usual step of each measured side, with angles that were planted."""

from __future__ import annotations

import pytest
from simulated_rear import simulated_rear
from simulated_stride import simulated_film

from runback.gait import film_form
from runback.gait.films.stills import drawn_landmarks, form_stills
from runback.model import Side


def test_from_behind_the_middle_of_both_stances_is_shown() -> None:
    film = simulated_rear(sway_deg=4.0, shake_px=0.5)
    form = film_form(film, view="rear")
    assert not form.refusals
    stills = form_stills(drawn_landmarks(film), form)
    assert [(one.side, one.moment) for one in stills] == [
        (Side.LEFT, "midstance"),
        (Side.RIGHT, "midstance"),
    ]
    assert all("middle of stance" in one.caption and one.angles[0].degrees < 12 for one in stills)


@pytest.mark.parametrize("direction", [-1, 1])
def test_from_the_side_the_planted_lean_is_drawn_whichever_way_they_run(direction: int) -> None:
    film, contacts = simulated_film(lean_deg=9.0, direction=direction)
    form = film_form(film)
    for still in form_stills(drawn_landmarks(film), form):
        assert min(abs(contacts - still.t_s)) < 2 / form.frames_per_s
        lean = next(one for one in still.angles if one.name == "trunk lean")
        assert lean.degrees == pytest.approx(9.0, abs=1.0)


def test_a_refused_film_has_no_stills() -> None:
    film = simulated_rear()
    assert form_stills(drawn_landmarks(film), film_form(film, view="side")) == ()
