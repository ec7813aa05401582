"""Which day it was where the runner ran: zone and local date of a recording."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import polars as pl

from runback.activities.recording import Recording
from runback.errors import BadInputError
from runback.model import Runner

QUARTER_HOUR_S = 900
LEAST_OFFSET_S, GREATEST_OFFSET_S = -12 * 3600, 14 * 3600

METHOD = (
    "Zone of the first position, checked against the offset the file states; where they disagree or no "
    "position is known, the file's offset; else the runner's zone; else UTC. The local date is that of "
    "the start there."
)


def locate(recording: Recording, runner: Runner) -> tuple[str, str, date]:
    """Return zone, where the zone comes from, and the local date of the start.

    The zone is an IANA name by the first position (``position``) unless the file states an offset that this
    zone did not have at that instant; then it is the file's offset, written ``UTC+02:00`` (``file``).
    Without either it is the runner's zone (``runner``), else UTC (``assumed``). Raises BadInputError for a
    runner's zone that does not exist.
    """
    start = recording.start_utc.astimezone(UTC)
    offset = _plausible_offset(recording.utc_offset_s)
    named = _zone_at_first_position(recording.stream)
    if named is not None:
        local = start.astimezone(ZoneInfo(named))
        if offset is None or local.utcoffset() == timedelta(seconds=offset):
            return named, "position", local.date()
    if offset is not None:
        return offset_name(offset), "file", start.astimezone(timezone(timedelta(seconds=offset))).date()
    if runner.zone is not None:
        return runner.zone, "runner", start.astimezone(find_zone(runner.zone)).date()
    return "UTC", "assumed", start.date()


def find_zone(name: str) -> ZoneInfo:
    """Return the IANA zone of that name; raises BadInputError where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInputError(
            f"'{name}' is not a time zone.", remedy="Use an IANA name such as Europe/Berlin."
        ) from error


def offset_name(offset_s: int) -> str:
    """Return a fixed offset of whole minutes as ``UTC+02:00``."""
    sign = "-" if offset_s < 0 else "+"
    hours, minutes = divmod(abs(offset_s) // 60, 60)
    return f"UTC{sign}{hours:02d}:{minutes:02d}"


def to_local(instant: datetime, zone: str) -> datetime:
    """Return a UTC instant as local time in a zone as ``locate`` names it: IANA, or ``UTC+02:00``."""
    if zone.startswith(("UTC+", "UTC-")):
        hours, minutes = (int(part) for part in zone[4:].split(":"))
        offset = timedelta(hours=hours, minutes=minutes)
        return instant.astimezone(timezone(offset if zone[3] == "+" else -offset))
    return instant.astimezone(find_zone(zone))


def _plausible_offset(offset_s: int | None) -> int | None:
    """Return the offset at the nearest quarter hour, as all are today, None beyond the world's zones."""
    if offset_s is None:
        return None
    rounded = QUARTER_HOUR_S * round(offset_s / QUARTER_HOUR_S)
    return rounded if LEAST_OFFSET_S <= rounded <= GREATEST_OFFSET_S else None


def _zone_at_first_position(stream: pl.DataFrame) -> str | None:
    if not {"latitude_deg", "longitude_deg"} <= set(stream.columns):
        return None
    latitude, longitude = (
        stream[name].to_numpy().astype(np.float64) for name in ("latitude_deg", "longitude_deg")
    )
    # Null Island is what devices write before they know where they are.
    known = (np.abs(latitude) <= 90) & (np.abs(longitude) <= 180) & ((latitude != 0) | (longitude != 0))
    if not known.any():
        return None
    first = int(np.argmax(known))
    from tzfpy import get_tz

    name = get_tz(float(longitude[first]), float(latitude[first]))
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return str(name)
