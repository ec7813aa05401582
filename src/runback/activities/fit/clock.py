"""When the records were: times that can be believed, and how the watch's clock stood to UTC."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from runback.activities.fit.decode import FitPart
from runback.activities.fit.profile import ACTIVITY, FILE_ID, RECORD, SESSION
from runback.activities.fit.table import Floats
from runback.activities.fit.timestamps import SYSTEM_TIME_BELOW
from runback.activities.recording import Damage

_LONGEST_ACTIVITY_S = 30 * 86_400.0
_QUARTER_S = 900
_OFFSETS_S = (-12 * 3600, 14 * 3600)


@dataclass(frozen=True, slots=True)
class Clock:
    """The FIT timestamps of the records (seconds, NaN where there is none to believe), and how to read them.

    ``shift_s`` leads from the file's times to UTC; ``utc_offset_s`` is local time minus UTC where the file
    states it; ``note`` says what is wrong with the times.
    """

    record_times: Floats
    shift_s: float
    utc_offset_s: int | None
    note: Damage | None


def read_clock(part: FitPart) -> Clock:
    """Return the clock of a file.

    A record more than 30 days from the median of all is no record of this activity: a flipped bit, or a time
    from before the watch knew the date. It is left out, and said.
    """
    times = part.times(RECORD)
    note = None
    timed = times[~np.isnan(times)]
    if len(timed):
        astray = np.abs(times - np.median(timed)) > _LONGEST_ACTIVITY_S
        if astray.any():
            place = f"byte {part.table(RECORD).offsets[astray][0]}"
            note = Damage(place, f"{astray.sum()} records are more than 30 days from the others and left out")
            times = np.where(astray, np.nan, times)
    seen = times if len(timed) else part.table(SESSION).numbers("start_time")
    seen = seen[~np.isnan(seen)]
    if not len(seen) or seen.max() >= SYSTEM_TIME_BELOW:
        return Clock(times, 0.0, _utc_offset(part), note)
    return _unset_clock(part, times, float(seen.min()))


def _utc_offset(part: FitPart) -> int | None:
    """Return local time minus UTC in seconds, rounded to the quarter hour that every zone keeps to."""
    activities = part.table(ACTIVITY)
    difference = activities.numbers("local_timestamp") - part.times(ACTIVITY)
    stated = difference[~np.isnan(difference)]
    if not len(stated):
        return None
    offset = round(float(stated[-1]) / _QUARTER_S) * _QUARTER_S
    return offset if _OFFSETS_S[0] <= offset <= _OFFSETS_S[1] else None


def _unset_clock(part: FitPart, times: Floats, start: float) -> Clock:
    """Return the clock of a watch that counted from its start-up, by the best date that the file holds."""
    place = f"byte {part.start}"
    activities = part.table(ACTIVITY)
    local = activities.numbers("local_timestamp")
    shift = (local - part.times(ACTIVITY))[local >= SYSTEM_TIME_BELOW]
    shift = shift[~np.isnan(shift)]
    if len(shift):
        reason = "the watch counted from its start-up: dates are its local time, UTC is not known"
        return Clock(times, float(shift[-1]), 0, Damage(place, reason))
    created = part.table(FILE_ID).numbers("time_created")
    created = created[created >= SYSTEM_TIME_BELOW]
    if len(created):
        reason = "the watch counted from its start-up: the start is taken from the creation of the file"
        return Clock(times, float(created[-1]) - start, None, Damage(place, reason))
    return Clock(
        times, 0.0, None, Damage(place, "the watch counted from its start-up: the date is not known")
    )
