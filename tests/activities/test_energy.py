"""Energy cost by slope against the values measured in the same paper."""

import numpy as np
import pytest

from runback.activities.energy import cost_of_running, energy_cost
from runback.knowledge import fact


@pytest.mark.parametrize(
    ("grade", "key"), [(0.0, "level"), (0.45, "plus45"), (-0.20, "minus20"), (-0.45, "minus45")]
)
def test_the_polynomial_lies_within_one_sd_of_the_measured_cost(grade: float, key: str) -> None:
    measured = fact("minetti-measured-cost").numbers
    cost = float(cost_of_running(np.array([grade]))[0])
    assert abs(cost - measured[key]) <= measured[f"{key}_sd"]


@pytest.mark.parametrize(
    ("grade", "key"),
    [(-0.20, "minus20"), (-0.10, "minus10"), (0.05, "plus5"), (0.10, "plus10"), (0.20, "plus20")],
)
def test_factors_against_level(grade: float, key: str) -> None:
    cost = cost_of_running(np.array([grade, 0.0]))
    factor = fact("minetti-gradient-cost").numbers[f"derived_factor_{key}"]
    assert cost[0] / cost[1] == pytest.approx(factor, abs=0.001)


def test_slopes_beyond_the_studied_ones_cost_as_much_as_the_steepest_studied() -> None:
    cost = cost_of_running(np.array([-0.9, -0.45, 0.45, 0.9]))
    assert cost[0] == cost[1]
    assert cost[2] == cost[3]


def test_level_metres_cost_themselves() -> None:
    joules, level_m = energy_cost(np.array([100.0, 200.0]), np.zeros(2))
    assert level_m == pytest.approx(300.0)
    assert joules == pytest.approx(300.0 * fact("minetti-gradient-cost").numbers["c0"])
    assert energy_cost(np.array([100.0]), np.array([0.1]))[1] > 160.0
