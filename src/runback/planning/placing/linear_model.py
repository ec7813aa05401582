"""A mixed-integer linear model, built row by row and solved by HiGHS through SciPy."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray


class LinearModel:
    """Variables with a cost each and rows of bounds over them; ``solve`` finds the least cost."""

    def __init__(self) -> None:
        self._cost: list[float] = []
        self._upper: list[float] = []
        self._whole: list[int] = []
        self._rows: list[Mapping[int, float]] = []
        self._low: list[float] = []
        self._high: list[float] = []

    def flag(self, cost: float = 0.0) -> int:
        """Add a variable that is 0 or 1 and return its number."""
        return self._add(cost, 1.0, whole=True)

    def amount(self, cost: float = 0.0, *, most: float) -> int:
        """Add a variable from 0 to ``most`` and return its number.

        The tighter the bound, the faster HiGHS is: with open ends it spends seconds on cuts.
        """
        return self._add(cost, most, whole=False)

    def charge(self, variable: int, cost: float) -> None:
        """Add to the cost of a variable."""
        self._cost[variable] += cost

    def row(self, terms: Mapping[int, float], *, least: float = -np.inf, most: float = np.inf) -> None:
        """Bound the weighted sum of variables; a row without variables is left out."""
        if terms:
            self._rows.append(terms)
            self._low.append(least)
            self._high.append(most)

    def solve(self) -> NDArray[np.float64] | None:
        """Return the values of least cost, None where no values keep every row.

        The gap is 0 and there is neither a time nor a node limit: the same model has the same answer
        wherever it is solved, as long as its best answer is the only one.

        Raises:
            RuntimeError: HiGHS ended in another way, which no model of this package should bring about.
        """
        # Loaded here: SciPy's optimiser costs a tenth of a second, which only who plans should pay.
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import coo_array

        entries = [(number, at, value) for number, row in enumerate(self._rows) for at, value in row.items()]
        rows, columns, values = (np.array(part) for part in zip(*entries, strict=True))
        matrix = coo_array((values, (rows, columns)), shape=(len(self._rows), len(self._cost)))
        result = milp(
            np.array(self._cost),
            integrality=np.array(self._whole),
            bounds=Bounds(np.zeros(len(self._cost)), np.array(self._upper)),
            constraints=LinearConstraint(matrix.tocsr(), np.array(self._low), np.array(self._high)),
            options={"mip_rel_gap": 0.0},
        )
        if result.status == 2:
            return None
        if result.status != 0:
            raise RuntimeError(f"HiGHS ended with status {result.status}: {result.message}")
        return np.asarray(result.x, dtype=np.float64)

    def _add(self, cost: float, most: float, *, whole: bool) -> int:
        self._cost.append(cost)
        self._upper.append(most)
        self._whole.append(int(whole))
        return len(self._cost) - 1
