"""What running costs the metabolism by slope. Nothing here is a mechanical load."""

from __future__ import annotations

from functools import cache

import numpy as np

from runback.activities.samples import Floats
from runback.knowledge import fact

METHOD = (
    "Metabolic cost of running by slope (fact minetti-gradient-cost, slopes clamped to +-45 %) summed "
    "over the metres run; flat-equivalent metres are that cost over the cost of a level metre. Metabolic, "
    "not mechanical: running downhill is cheap for the heart and hard on the legs."
)


@cache
def _polynomial() -> tuple[tuple[float, ...], float, float]:
    numbers = fact("minetti-gradient-cost").numbers
    return (
        tuple(numbers[f"c{power}"] for power in range(5, -1, -1)),
        numbers["valid_min"],
        numbers["valid_max"],
    )


def cost_of_running(grade: Floats) -> Floats:
    """Return the metabolic cost in J per kg and metre at slopes given as rise over run.

    Source: fact ``minetti-gradient-cost``; slopes beyond its range are clamped to it.
    """
    coefficients, lowest, highest = _polynomial()
    slope = np.clip(grade, lowest, highest)
    cost = np.full_like(slope, coefficients[0])
    for coefficient in coefficients[1:]:
        cost *= slope
        cost += coefficient
    return cost


def energy_cost(metres: Floats, grade: Floats) -> tuple[float, float]:
    """Return the metabolic cost (J/kg) of metres at their slopes, and the level metres that cost the same."""
    joules = float(np.dot(metres, cost_of_running(grade)))
    level = float(cost_of_running(np.zeros(1))[0])
    return joules, joules / level
