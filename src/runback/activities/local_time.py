"""Which day it was where the runner ran: zone and local date of a recording."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from runback.activities.recording import Recording
from runback.errors import BadInputError
from runback.model import Runner

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
    offset = recording.utc_offset_s
    named = _zone_at_first_position(recording.stream)
    if named is not None:
        local = start.astimezone(ZoneInfo(named))
        if offset is None or local.utcoffset() == timedelta(seconds=offset):
            return named, "position", local.date()
    if offset is not None and abs(offset) <= 15 * 3600:
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
    """Return a fixed offset as ``UTC+02:00`` (with seconds only where there are some)."""
    sign = "-" if offset_s < 0 else "+"
    minutes, seconds = divmod(abs(offset_s), 60)
    rest = f":{seconds:02d}" if seconds else ""
    return f"UTC{sign}{minutes // 60:02d}:{minutes % 60:02d}{rest}"


def to_local(instant: datetime, zone: str) -> datetime:
    """Return a UTC instant as local time in a zone as ``locate`` names it: IANA, or ``UTC+02:00``."""
    if zone.startswith(("UTC+", "UTC-")):
        parts = [int(part) for part in zone[4:].split(":")]
        seconds = sum(part * unit for part, unit in zip(parts, (3600, 60, 1), strict=False))
        return instant.astimezone(timezone(timedelta(seconds=seconds if zone[3] == "+" else -seconds)))
    return instant.astimezone(find_zone(zone))


def _zone_at_first_position(stream: pl.DataFrame) -> str | None:
    if not {"latitude_deg", "longitude_deg"} <= set(stream.columns):
        return None
    latitude, longitude = stream["latitude_deg"], stream["longitude_deg"]
    # Null Island is what devices write before they know where they are.
    known = (
        latitude.is_between(-90, 90) & longitude.is_between(-180, 180) & ((latitude != 0) | (longitude != 0))
    )
    first = known.fill_null(False).arg_max()
    if first is None or not known[first]:
        return None
    from tzfpy import get_tz

    name = get_tz(float(longitude[first]), float(latitude[first]))
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return str(name)
