"""The pain of each told day, as every part of this package reads it from the diary."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import isfinite

from runback.errors import BadInputError
from runback.model import CheckIn


def told_pain(checkins: Iterable[CheckIn], today: date) -> dict[date, float]:
    """Return the worst pain (0 to 10) of every told day up to ``today``, the earliest first.

    A day without ``worst_pain`` was not told. Of several check-ins of one day the worst counts.

    Raises:
        BadInputError: pain outside 0 to 10.
    """
    told: dict[date, float] = {}
    for checkin in checkins:
        pain = checkin.worst_pain
        if pain is None or checkin.day > today:
            continue
        if not isfinite(pain) or not 0 <= pain <= 10:
            raise BadInputError(
                f"a pain of {pain} is outside the scale.",
                where=f"check-in of {checkin.day}",
                remedy="Give a number from 0 to 10.",
            )
        told[checkin.day] = max(pain, told.get(checkin.day, 0.0))
    return dict(sorted(told.items()))
