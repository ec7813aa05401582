"""The runner's own triggers from the frame of days: which exposures tend to come before worse days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import isfinite

import numpy as np
import polars as pl
from numpy.typing import NDArray

from runback.errors import BadInputError
from runback.knowledge import Exposure
from runback.model import DateRange
from runback.triggers.answer import ExposureResult, Tier, Trigger, Triggers
from runback.triggers.inference import Verdict, judge
from runback.triggers.lags import KERNELS
from runback.triggers.looks import next_look
from runback.triggers.wording import Step, overall_sentence, result_sentence, trigger_sentence
from runback.units import Units

Array = NDArray[np.float64]

HIGHEST_PAIN = 10.0

EVEN = 0.5
"""Below it, what was named earlier is told as not borne out since."""


def find_triggers(
    days: pl.DataFrame, exposures: Sequence[Exposure], *, today: date, units: Units = "km"
) -> Triggers:
    """Return what tends to come before the runner's worse or better days; mostly: not enough days to tell.

    ``days`` holds one row a calendar day: ``day`` (Date), ``pain`` (0 to 10, null where not told) and one
    column for every exposure by its id (null where not known, on and off as 1 and 0). Days without a row are
    taken as not told; days after ``today`` and before the first pain are left out. Effects are told for a
    step in the runner's ``units``. What is named by a day stays the same whatever follows, as long as the
    days up to it are not changed.

    Raises BadInputError for pain outside 0 to 10, two rows for a day, an exposure that is not a number, and a
    missing column. Method: see ``docs/methods/triggers.md``.
    """
    frame = _calendar(_checked(days, exposures), today)
    if frame.is_empty() or not exposures:
        first = next_look(0)
        sentence = overall_sentence(enough=False, named=0, watched=0, days=frame.height, next_look=first)
        return Triggers(False, None, frame.height, 0, first, (), (), sentence)
    pain = frame["pain"].to_numpy().astype(np.float64)
    values = np.column_stack([frame[exposure.id].to_numpy().astype(np.float64) for exposure in exposures])
    weekday = frame["day"].dt.weekday().to_numpy().astype(np.int64) - 1
    suspected = np.array([1.0 if exposure.suspect == "more" else -1.0 for exposure in exposures])
    steps = [Step.of(exposure, units) for exposure in exposures]
    return _told(judge(pain, values, weekday, suspected), exposures, steps, frame["day"][-1])


def _checked(days: pl.DataFrame, exposures: Sequence[Exposure]) -> pl.DataFrame:
    """Return the columns that count, as dates and numbers."""
    wanted = ["day", "pain", *(exposure.id for exposure in exposures)]
    lacking = [name for name in wanted if name not in days.columns]
    if lacking:
        raise BadInputError(
            f"The frame of days has no column {', '.join(lacking)}.",
            where="triggers",
            remedy="Give day, pain and one column for every exposure.",
        )
    numbers = [
        name for name in wanted[1:] if not (days[name].dtype.is_numeric() or days[name].dtype in _OPEN)
    ]
    if numbers or days["day"].dtype != pl.Date:
        raise BadInputError(
            f"The frame of days holds something else than numbers in {', '.join(numbers) or 'day'}.",
            where="triggers",
            remedy="Give dates in day, numbers in the others, and 1 and 0 for on and off.",
        )
    frame = days.select("day", *(pl.col(name).cast(pl.Float64).fill_nan(None) for name in wanted[1:]))
    _check_values(frame.sort("day"))
    return frame.sort("day")


_OPEN = (pl.Boolean, pl.Null)


def _check_values(frame: pl.DataFrame) -> None:
    """Raise for a day that is null or there twice, pain outside the scale, and an endless exposure."""
    if frame["day"].null_count():
        raise BadInputError("A row without a day.", where="triggers", remedy="Give a date in every row.")
    twice = frame.filter(pl.col("day").is_duplicated())
    if twice.height:
        raise BadInputError(
            "Two rows for one day.", where=str(twice["day"][0]), remedy="Keep one row for every day."
        )
    outside = frame.filter((pl.col("pain") < 0) | (pl.col("pain") > HIGHEST_PAIN))
    if outside.height:
        raise BadInputError(
            f"Pain of {outside['pain'][0]:g} is outside 0 to 10.",
            where=str(outside["day"][0]),
            remedy="Tell pain from 0 (none) to 10 (the worst imaginable), or leave it out.",
        )
    for name in frame.columns[2:]:
        endless = frame.filter(pl.col(name).is_infinite())
        if endless.height:
            raise BadInputError(
                f"The value of {name} is without end.",
                where=str(endless["day"][0]),
                remedy="Give a finite number, or leave it out.",
            )


def _calendar(frame: pl.DataFrame, today: date) -> pl.DataFrame:
    """Return one row for every calendar day from the first pain to ``today`` or the last day told."""
    frame = frame.filter(pl.col("day") <= today)
    told = frame.filter(pl.col("pain").is_not_null())["day"]
    if told.is_empty():
        return frame.clear()
    every = pl.DataFrame({"day": pl.date_range(told[0], frame["day"][-1], eager=True)})
    return every.join(frame, on="day", how="left").sort("day")


def _told(verdict: Verdict, exposures: Sequence[Exposure], steps: Sequence[Step], last: date) -> Triggers:
    """Return the verdict in the runner's units and words."""
    sizes = np.array([step.size for step in steps])
    scaled = {
        "effect": verdict.effect * sizes,
        "low": verdict.low * sizes,
        "high": verdict.high * sizes,
    }
    enough = verdict.course.last_look > 0
    triggers = _triggers(verdict, exposures, steps, scaled) if enough else ()
    tiers: dict[str, Tier] = {name: trigger.tier for trigger in triggers for name in trigger.exposures}
    results = tuple(
        _result(verdict, index, exposure, scaled, tiers.get(exposure.id), step=steps[index], enough=enough)
        for index, exposure in enumerate(exposures)
    )
    upcoming = next_look(verdict.days)
    sentence = overall_sentence(
        enough=enough,
        named=sum(trigger.tier == "named" for trigger in triggers),
        watched=sum(trigger.tier != "named" for trigger in triggers),
        days=verdict.days,
        next_look=upcoming,
    )
    window = DateRange.ending(last, verdict.days)
    return Triggers(enough, window, verdict.days, verdict.days_used, upcoming, triggers, results, sentence)


def _triggers(
    verdict: Verdict, exposures: Sequence[Exposure], steps: Sequence[Step], scaled: dict[str, Array]
) -> tuple[Trigger, ...]:
    """Return the named groups and what is worth watching, the most probable first."""
    groups: list[tuple[Tier, tuple[int, ...]]] = [("named", group.ranked) for group in verdict.course.named]
    groups += [("worth-watching", (index,)) for index in verdict.course.watched]
    triggers = []
    for tier, members in groups:
        lead = members[0]
        effect, low, high = (float(scaled[key][lead]) for key in ("effect", "low", "high"))
        if not isfinite(effect):
            continue
        kernel = KERNELS[int(verdict.lag[lead])]
        probability = min(float(verdict.probability[list(members)].sum()), 1.0)
        triggers.append(
            Trigger(
                exposures=tuple(exposures[member].id for member in members),
                tier=tier,
                probability=probability,
                effect=effect,
                interval=(low, high),
                step=steps[lead].words,
                lag_days=kernel.days,
                days_used=verdict.days_used,
                sentence=trigger_sentence(
                    [exposures[member] for member in members],
                    kernel,
                    effect,
                    (low, high),
                    verdict.days_used,
                    step=steps[lead],
                    named=tier == "named",
                    borne_out=probability >= EVEN,
                ),
            )
        )
    return tuple(sorted(triggers, key=lambda trigger: (trigger.tier, -trigger.probability)))


def _result(
    verdict: Verdict,
    index: int,
    exposure: Exposure,
    scaled: dict[str, Array],
    tier: Tier | None,
    *,
    step: Step,
    enough: bool,
) -> ExposureResult:
    """Return what the days say of one exposure."""
    told = bool(np.isfinite(verdict.effect[index]))
    needed = verdict.days_needed(index, step.size)
    kernel = KERNELS[int(verdict.lag[index])]
    if tier is None or not told:
        sentence = result_sentence(exposure, step, needed, days=verdict.days, told=told or not enough)
    else:
        sentence = "Told above among the patterns."
    return ExposureResult(
        exposure=exposure.id,
        step=step.words,
        tier=tier,
        probability=float(verdict.probability[index]) if told and enough else None,
        effect=float(scaled["effect"][index]) if told and enough else None,
        interval=(float(scaled["low"][index]), float(scaled["high"][index])) if told and enough else None,
        lag_days=kernel.days,
        days_used=verdict.days_used,
        days_needed=needed,
        sentence=sentence,
    )
