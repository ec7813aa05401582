"""Planned self-experiments: with and without, in random order, as long as the runner's scatter asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from runback.errors import BadInputError
from runback.knowledge import Exposure, exposures
from runback.model import DateRange
from runback.screening import Screening
from runback.triggers.scatter import Scatter, scatter_of

PERIOD_DAYS = 7
WASH_OUT_DAYS = 3
"""Weeks, so that both arms see every weekday; an exposure bears on three days after it at most (judged)."""

PERIOD_RANGE = (2, 14)
EFFECT_POINTS = 1.0
EFFECT_RANGE = (0.5, 5.0)
LONGEST_DAYS = 182
"""Half a year: longer plans are not proposed, since pain, training and life change meanwhile (judged)."""

LEAST_OF_EACH = 3
"""Days of either kind that the diary must hold: an experiment varies only what the runner does anyway."""


@dataclass(frozen=True, slots=True)
class Period:
    """Some days of one arm. The first ``wash_out`` of them do not count: what was before may still act."""

    days: DateRange
    with_exposure: bool
    wash_out: int

    @property
    def counted(self) -> DateRange:
        """The days whose pain counts."""
        return DateRange(self.days.first + timedelta(days=self.wash_out), self.days.last)


@dataclass(frozen=True, slots=True)
class Experiment:
    """A self-experiment as planned: pairs of periods, one with and one without, in an order drawn by lot.

    ``arms`` says of each period whether it is one with the exposure. What is on or off is done on
    ``on_days`` days of a period with it, as often as the runner usually does, and on no day of the others. Of
    an amount a day with has ``at_least`` and a day without ``at_most``, in its unit: the upper and the lower
    third of the runner's own days. ``effect``, in points of pain, and ``power`` are what the number of pairs
    was chosen for.
    """

    exposure: str
    first: date
    period_days: int
    wash_out_days: int
    arms: tuple[bool, ...]
    on_days: int | None
    at_least: float | None
    at_most: float | None
    effect: float
    power: float
    seed: int

    @property
    def days(self) -> DateRange:
        """All days of the experiment."""
        return DateRange(self.first, self.first + timedelta(days=self.period_days * len(self.arms) - 1))

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods in order of time."""
        starts = (self.first + timedelta(days=self.period_days * at) for at in range(len(self.arms)))
        return tuple(
            Period(DateRange(start, start + timedelta(days=self.period_days - 1)), arm, self.wash_out_days)
            for start, arm in zip(starts, self.arms, strict=True)
        )

    def assigned(self, day: date) -> bool | None:
        """Return whether a day is one with the exposure; None outside the experiment."""
        at = (day - self.first).days // self.period_days
        return self.arms[at] if 0 <= at < len(self.arms) else None

    def to_json(self) -> dict[str, Any]:
        """Return the plan as plain values, from which ``from_json`` makes it again."""
        return asdict(self) | {"first": self.first.isoformat(), "arms": list(self.arms)}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Experiment:
        """Return the plan that ``to_json`` wrote."""
        return cls(**dict(told) | {"first": date.fromisoformat(told["first"]), "arms": tuple(told["arms"])})


@dataclass(frozen=True, slots=True)
class Length:
    """How long an experiment would take: ``pairs`` of periods, None where half a year is not enough.

    ``smallest_effect`` in points is what half a year could show four times in five.
    """

    pairs: int | None
    days: int | None
    power: float
    smallest_effect: float
    scatter: Scatter

    @property
    def sentence(self) -> str:
        """How long it takes in plain words."""
        if self.days is not None:
            return f"{self.days} days, by the scatter of your own {self.scatter.told} told days."
        return (
            f"More than {LONGEST_DAYS} days: your pain goes up and down too much for so small an effect. In "
            f"{LONGEST_DAYS} days an effect of {self.smallest_effect:.1f} points or more would likely show."
        )


def safe_exposures() -> tuple[Exposure, ...]:
    """Return the exposures that an experiment may vary."""
    return tuple(one for one in exposures() if one.safe_to_vary)


def experiment_length(
    days: pl.DataFrame,
    *,
    effect: float = EFFECT_POINTS,
    period_days: int = PERIOD_DAYS,
    wash_out_days: int = WASH_OUT_DAYS,
) -> Length:
    """Return how long an experiment has to be for this runner to show ``effect`` points four times in five.

    ``days`` is the frame of days. The scatter of the difference of two periods comes from the runner's own
    pain (``scatter_of``); at most one in twenty experiments without an effect shows one.

    Raises ``BadInputError`` for a period, wash-out or effect outside its range, and for too few told days.
    """
    _check_design(effect, period_days, wash_out_days)
    scatter = scatter_of(days, period_days, wash_out_days)
    most = LONGEST_DAYS // (2 * period_days)
    pairs = scatter.pairs_for(effect, most)
    shown = scatter.power(pairs if pairs is not None else most, effect)
    return Length(
        pairs,
        None if pairs is None else 2 * pairs * period_days,
        shown,
        scatter.smallest_effect(most),
        scatter,
    )


def plan_experiment(
    days: pl.DataFrame,
    exposure: Exposure,
    *,
    first: date,
    today: date,
    seed: int,
    screening: Screening | None,
    effect: float = EFFECT_POINTS,
    period_days: int = PERIOD_DAYS,
    wash_out_days: int = WASH_OUT_DAYS,
) -> Experiment:
    """Return a plan whose order is drawn by ``seed``: in each pair of periods one with and one without.

    ``days`` is the frame of days up to ``today``; ``screening`` the latest screen, None where none was
    answered.

    Raises:
        BadInputError: a red flag counts; the exposure is not one to vary, or the diary does not hold enough
            days with and without it; the first day lies behind; the experiment would take too long.
    """
    refuse_while_flagged(screening)
    if not exposure.safe_to_vary:
        raise BadInputError(
            f"{exposure.name} is not something that an experiment may set.",
            where=exposure.id,
            remedy=f"Choose one of: {', '.join(one.id for one in safe_exposures())}.",
        )
    if first < today:
        raise BadInputError(
            f"the first day ({first}) lies behind.", where="first day", remedy="Begin today or later."
        )
    on_days, at_least, at_most = _what_counts(days, exposure, period_days)
    length = experiment_length(days, effect=effect, period_days=period_days, wash_out_days=wash_out_days)
    if length.pairs is None:
        raise BadInputError(
            f"the experiment would take too long. {length.sentence}",
            where=exposure.id,
            remedy="Look for a larger effect, or take shorter periods.",
        )
    return Experiment(
        exposure.id,
        first,
        period_days,
        wash_out_days,
        _drawn(length.pairs, seed),
        on_days,
        at_least,
        at_most,
        effect,
        round(length.power, 3),
        seed,
    )


def refuse_while_flagged(screening: Screening | None) -> None:
    """Raise ``BadInputError`` while a red flag counts: then being seen comes first."""
    flags = [] if screening is None else [flag.id for flag in screening.red_flags if flag.counts]
    if flags:
        raise BadInputError(
            "no experiment while a sign asks for a clinician.",
            where=", ".join(flags),
            remedy="Have it looked at, and say so: runback looked-at.",
        )


def _drawn(pairs: int, seed: int) -> tuple[bool, ...]:
    """Return the arms: each pair in an order of its own, drawn by lot."""
    lots = np.random.default_rng(seed).integers(0, 2, pairs).astype(bool)
    return tuple(bool(arm) for lot in lots for arm in (lot, not lot))


def _check_design(effect: float, period_days: int, wash_out_days: int) -> None:
    checks = (
        ("effect", effect, *EFFECT_RANGE, "points of pain"),
        ("period", period_days, *PERIOD_RANGE, "days"),
        ("wash-out", wash_out_days, 0, period_days - 1, "days, fewer than the period"),
    )
    for name, value, low, high, unit in checks:
        if not low <= value <= high:
            raise BadInputError(
                f"{name} of {value:g} is outside its range.",
                where=name,
                remedy=f"Give {low:g} to {high:g} {unit}.",
            )


def _what_counts(
    days: pl.DataFrame, exposure: Exposure, period_days: int
) -> tuple[int | None, float | None, float | None]:
    """Return on how many days of a period, or from where on and up to where, a day is with and without.

    All of it from the runner's own days, so that nothing new is asked for.
    """
    column = days[exposure.id] if exposure.id in days.columns else pl.Series([], dtype=pl.Float64)
    values = column.drop_nulls().to_numpy().astype(np.float64)
    on_days = at_least = at_most = None
    if exposure.on_off:
        with_it, without = int((values == 1.0).sum()), int((values == 0.0).sum())
        on_days = max(round(period_days * with_it / max(len(values), 1)), 1)
    else:
        at_most, at_least = (
            (float(value) for value in np.quantile(values, [1 / 3, 2 / 3])) if len(values) else (0.0, 0.0)
        )
        apart = at_least > at_most
        with_it = int((values >= at_least).sum()) if apart else 0
        without = int((values <= at_most).sum()) if apart else 0
    if min(with_it, without) < LEAST_OF_EACH:
        raise BadInputError(
            f"your days do not hold enough both with and without: {exposure.name}. An experiment varies only "
            "what you do anyway.",
            where=exposure.id,
            remedy=f"Write down at least {LEAST_OF_EACH} days of either kind first.",
        )
    return on_days, at_least, at_most
