"""A reading as plain values for JSON."""

from __future__ import annotations

from typing import Any

from runback.body.comparisons import Change, SideGap
from runback.body.norms import Standing
from runback.body.readings import Reading, sentences
from runback.body.results import SelfTestResult


def to_json(reading: Reading) -> dict[str, Any]:
    """Return a result with what it was held against; the error, the norms and the sentences beside it."""
    error = reading.error
    return result_json(reading.result) | {
        "unit": reading.test.unit,
        "measures_the_muscle": reading.stands,
        "reached_limit": reading.reached_limit,
        "error": None
        if error is None
        else {"size": error.size, "basis": error.basis, "established": error.established},
        "norms": [_standing(one) for one in reading.standings],
        "no_norm": reading.no_norm or None,
        "sides": None if reading.sides is None else _sides(reading.sides),
        "changes": [_change(one) for one in reading.changes],
        "sentences": sentences(reading),
    }


def result_json(result: SelfTestResult) -> dict[str, Any]:
    """Return a result as it was told."""
    return {
        "test": result.test,
        "day": result.day.isoformat(),
        "form": result.form or None,
        "value": result.value,
        "left": result.left,
        "right": result.right,
        "pain": result.pain,
        "stopped": result.stopped,
        "first_side": None if result.first_side is None else result.first_side.value,
    }


def _standing(one: Standing) -> dict[str, Any]:
    norm = one.norm
    return {
        "side": None if one.side is None else one.side.value,
        "value": one.value,
        "difference": one.difference,
        "give_or_take": one.give_or_take,
        "did_less_well": one.did_less_well,
        "interval": None if one.interval is None else list(one.interval),
        "sex": norm.sex,
        "ages": [norm.age_low, norm.age_high],
        "people": norm.n,
        "source": norm.source,
        "checked": norm.checked,
        "established": one.established,
        "sentence": one.sentence,
    }


def _sides(gap: SideGap) -> dict[str, Any]:
    return {
        "gap": gap.gap,
        "limit": gap.limit,
        "verdict": gap.verdict,
        "better": None if gap.better is None else gap.better.value,
        "error_studied": gap.sure,
        "repeated": gap.repeated,
        "sentence": gap.sentence,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "side": None if change.side is None else change.side.value,
        "now": change.now,
        "before": change.before,
        "since": change.since.isoformat(),
        "results": change.results,
        "gain": change.gain,
        "error": change.error,
        "verdict": change.verdict,
        "sentence": change.sentence,
    }
