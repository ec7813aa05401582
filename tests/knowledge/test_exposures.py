"""Exposures: each reads as a sentence asks, speaks to a known cause; none of load is for experiments."""

from __future__ import annotations

import pytest

from runback.knowledge import Exposure, cause, exposures, fact

LOAD = {"distance", "longest-run-ratio", "fast-minutes", "ascent", "descent", "lumbar-index", "hard-run"}
NOT_TO_BE_SET = {"rest-day", "sleep", "sleep-quality", "stress", "lifting"}

each = pytest.mark.parametrize("exposure", exposures(), ids=lambda exposure: exposure.id)


@each
def test_an_exposure_names_what_exists(exposure: Exposure) -> None:
    assert exposure.cause is None or cause(exposure.cause).id == exposure.cause
    for fact_id in exposure.evidence:
        fact(fact_id)


@each
def test_an_exposure_can_be_told_in_a_sentence(exposure: Exposure) -> None:
    assert exposure.name[0].islower() and not exposure.name.endswith(".")
    assert exposure.how.endswith(".")
    assert exposure.suspect in ("more", "less")
    assert (
        (exposure.step, exposure.unit) == (1, "") if exposure.on_off else exposure.step > 0 and exposure.unit
    )


def test_nothing_that_raises_load_or_takes_sleep_is_for_experiments() -> None:
    varied = {exposure.id for exposure in exposures() if exposure.safe_to_vary}
    assert varied
    assert not varied & (LOAD | NOT_TO_BE_SET)
    assert {exposure.id for exposure in exposures()} >= LOAD | NOT_TO_BE_SET
