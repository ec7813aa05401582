"""A result as a form or a guided test sends it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from runback.body import SelfTestResult
from runback.body.results import STOPPED_WORDS, known_test
from runback.errors import BadInputError
from runback.knowledge import SelfTest
from runback.model import Side


def told_result(sent: Mapping[str, Any], day: date) -> SelfTestResult:
    """Return the result that ``sent`` tells: numbers as typed, ``1:05`` for a hold in minutes and seconds.

    Raises:
        BadInputError: an unknown test, or something that is no number.
    """
    test = known_test(str(sent.get("test", "")))
    stopped = next((one for one in STOPPED_WORDS if one == sent.get("stopped")), None)
    first = next((one for one in Side if one.value == sent.get("first_side")), None)
    return SelfTestResult(
        test.id,
        day,
        value=_value(test, sent.get("value"), "value"),
        left=_value(test, sent.get("left"), "left"),
        right=_value(test, sent.get("right"), "right"),
        form=str(sent.get("form") or ""),
        pain=_value(test, sent.get("pain"), "pain"),
        stopped=stopped,
        first_side=first,
    )


def _value(test: SelfTest, said: object, where: str) -> float | None:
    if said is None or said == "":
        return None
    text = str(said).strip().replace(",", ".")
    minutes, colon, seconds = text.rpartition(":")
    try:
        if colon and test.unit == "s" and where != "pain":
            return 60.0 * float(minutes) + float(seconds)
        return float(text)
    except ValueError:
        raise BadInputError(f"{text!r} is no number.", where=where, remedy="Give a number.") from None
