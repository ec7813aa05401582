"""The lumbar index: its published exponents, its reference hour, and the directions it assumes."""

import numpy as np
import pytest

from runback.activities.lumbar import METHOD, lumbar_load_index, relative_force
from runback.activities.steps import usual_steps_per_metre
from runback.knowledge import fact

EXPONENTS = fact("lumbar-cumulative-load-exponents").numbers


def hour(speed: float = 3.0, grade: float = 0.0, steps: float = 10_000.0) -> float:
    parts = 60
    return lumbar_load_index(np.full(parts, steps / parts), np.full(parts, speed), np.full(parts, grade))


def test_the_reference_hour_is_a_hundred() -> None:
    steps = float(usual_steps_per_metre(np.array([3.0]))[0]) * 3.0 * 3600.0
    assert steps == pytest.approx(9870, abs=30)
    assert hour(steps=steps) == pytest.approx(100.0)


def test_twice_the_steps_weigh_as_the_cycle_exponent_says() -> None:
    assert hour(steps=20_000) / hour() == pytest.approx(EXPONENTS["derived_effect_double_cycles"], abs=0.001)
    assert hour(steps=11_000) / hour() == pytest.approx(
        EXPONENTS["derived_effect_10_percent_more_steps"], abs=0.001
    )


def test_ten_per_cent_more_force_weighs_as_the_load_exponent_says() -> None:
    force = relative_force(np.array([3.0, 3.3]), np.zeros(2))
    ratio = (force[1] / force[0]) ** EXPONENTS["load_exponent"]
    assert hour(3.3) / hour(3.0) == pytest.approx(ratio)
    assert 1.1 ** EXPONENTS["load_exponent"] == pytest.approx(
        EXPONENTS["derived_effect_10_percent_more_load"]
    )


def test_speed_weighs_as_shrinkage_does() -> None:
    shrinkage = fact("shrinkage-by-speed-with-and-without-lbp").numbers
    assert hour(4.0) / hour(2.8) == pytest.approx(shrinkage["pace100_mm"] / shrinkage["pace70_mm"], rel=1e-6)


def test_a_descent_weighs_as_the_impact_peak_and_a_climb_as_the_level() -> None:
    downhill = fact("downhill-impact-force").numbers
    force = relative_force(np.full(4, 3.0), np.array([0.0, -downhill["slope_grade"], -0.4, 0.15]))
    assert force[0] == pytest.approx(1.0)
    assert force[1] == pytest.approx(1.0 + downhill["down_impact_percent"] / 100.0, abs=0.01)
    assert force[2] == pytest.approx(1.0 + 9 * 0.06, abs=1e-9)
    assert force[3] == pytest.approx(1.0)


def test_the_fifth_power_adds_up_over_runs() -> None:
    steps, speed, grade = np.array([5000.0, 3000.0]), np.array([2.8, 3.6]), np.array([0.0, -0.05])
    whole = lumbar_load_index(steps, speed, grade)
    parts = [lumbar_load_index(steps[i : i + 1], speed[i : i + 1], grade[i : i + 1]) for i in range(2)]
    assert whole**5 == pytest.approx(sum(part**5 for part in parts))


def test_the_method_says_what_is_assumed() -> None:
    assert "ASSUMED" in METHOD
    assert "own past" in METHOD


def test_usual_steps_fall_with_speed_as_the_fact_says() -> None:
    numbers = fact("strides-per-km-by-speed").numbers
    speeds = np.array([numbers["speed_1"], numbers["speed_2"], numbers["speed_3"], 1.0, 7.0])
    strides = usual_steps_per_metre(speeds) * 500.0
    assert strides == pytest.approx([numbers[f"strides_{i}"] for i in (1, 2, 3, 1, 3)])
