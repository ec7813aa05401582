"""Self-experiments on the runner's own days: what can be tried, planned, assigned today, how it came out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from runback.errors import BadInputError
from runback.knowledge import Exposure, exposures
from runback.operations.triggers import own_days
from runback.triggers.experiment_result import ExperimentResult, experiment_result
from runback.triggers.experiments import (
    EFFECT_POINTS,
    PERIOD_DAYS,
    WASH_OUT_DAYS,
    Experiment,
    Length,
    experiment_length,
    plan_experiment,
    refuse_while_flagged,
    safe_exposures,
)

if TYPE_CHECKING:
    import polars as pl

    from runback.screening import Screening
    from runback.store import Store
    from runback.store.experiments import KeptExperiment


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be varied, and how long an experiment would take by the runner's own scatter."""

    length: Length
    exposures: tuple[Exposure, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """An experiment as planned; ``number`` is None where it is a preview that was not kept."""

    experiment: Experiment
    number: int | None


def known_exposure(name: str) -> Exposure:
    """Return an exposure by its id; ``BadInputError`` names those that can be varied where there is none."""
    known = {one.id: one for one in exposures()}
    if name not in known:
        raise BadInputError(
            f"nothing to vary is called {name!r}.",
            where="exposure",
            remedy=f"Choose one of: {', '.join(one.id for one in safe_exposures())}.",
        )
    return known[name]


def experiment_choices(
    store: Store,
    today: date,
    *,
    effect: float = EFFECT_POINTS,
    period_days: int = PERIOD_DAYS,
    wash_out_days: int = WASH_OUT_DAYS,
    days: pl.DataFrame | None = None,
) -> Choices:
    """Return what an experiment may vary and how long it would take to show ``effect`` points of pain.

    ``days`` is the runner's own frame of days, where it is made already.

    Raises:
        BadInputError: a sign asks for a clinician first, too few told days, or a design outside its range.
    """
    refuse_while_flagged(store.health.screening(today))
    told = own_days(store, today) if days is None else days
    length = experiment_length(told, effect=effect, period_days=period_days, wash_out_days=wash_out_days)
    return Choices(length, safe_exposures())


def plan_own_experiment(
    store: Store,
    today: date,
    exposure: str,
    *,
    effect: float = EFFECT_POINTS,
    period_days: int = PERIOD_DAYS,
    wash_out_days: int = WASH_OUT_DAYS,
    first: date | None = None,
    seed: int | None = None,
    keep: bool = True,
) -> Planned:
    """Plan an experiment on the runner's own days, and keep it unless it is a preview.

    ``first`` is tomorrow unless told; ``seed`` is drawn unless told, and stands in the plan either way.

    Raises:
        BadInputError: a sign asks for a clinician first, another experiment runs, the exposure cannot be
            varied or its days do not allow it, or a design outside its range.
    """
    screening = store.health.screening(today)
    refuse_while_flagged(screening)
    made = plan_experiment(
        own_days(store, today),
        known_exposure(exposure),
        first=first or today + timedelta(days=1),
        today=today,
        seed=_drawn_seed() if seed is None else seed,
        screening=screening,
        effect=effect,
        period_days=period_days,
        wash_out_days=wash_out_days,
    )
    return Planned(made, store.experiments.plan(made, today).number if keep else None)


def on_hold(screening: Screening | None) -> bool:
    """Return whether experiments wait until a clinician has looked at a raised sign."""
    return screening is not None and any(flag.counts for flag in screening.red_flags)


def todays_arm(kept: KeptExperiment, today: date, *, held: bool) -> bool | None:
    """Return whether today is a day with the exposure; None outside the experiment or while it is held."""
    return None if held or kept.stopped is not None else kept.experiment.assigned(today)


def own_result(
    store: Store, today: date, kept: KeptExperiment, *, days: pl.DataFrame | None = None
) -> ExperimentResult:
    """Return how an experiment came out on the runner's own days up to ``today``.

    ``days`` is their frame, where it is made already.
    """
    return experiment_result(
        kept.experiment,
        own_days(store, today) if days is None else days,
        known_exposure(kept.experiment.exposure),
        today=today,
        stopped=kept.stopped,
    )


def _drawn_seed() -> int:
    # Brings the cryptographic modules with it, which would slow the start of every command.
    import secrets

    return secrets.randbelow(2**31)
