"""Garmin's export: the summaries of activities and the gear worn, as JSON beside the uploaded files."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from runback.activities.exports import ExportEntry
from runback.activities.points import BOTH_FEET_FROM_SPM
from runback.activities.recording import DeviceTotals
from runback.activities.sports import counts_steps, known_sport
from runback.errors import UnreadableFileError

_SUMMARIES = "summarizedActivitiesExport"
_CM = 0.01
_MS = 0.001


def read_garmin_summaries(data: bytes, place: str = "") -> tuple[ExportEntry, ...]:
    """Read ``*_summarizedActivities.json``: a list around a list of activities.

    The file writes distance and height in cm, durations and instants in ms; it names no files. Parts of a
    multisport activity come beside their parent, which is left out. Raises UnreadableFileError where the file
    is no JSON.
    """
    activities = [entry for part in _parts(data, place) for entry in _list(part.get(_SUMMARIES))]
    return tuple(
        _entry(activity, place)
        for activity in activities
        if isinstance(activity, dict) and "activityId" in activity and not activity.get("parent")
    )


def read_garmin_gear(data: bytes, place: str = "") -> dict[str, str]:
    """Read ``*_gear.json``: the shoes worn by activity id; raises as ``read_garmin_summaries``."""
    shoes: dict[str, str] = {}
    worn: dict[str, str] = {}
    for part in _parts(data, place):
        for gear in _list(part.get("gearDTOS")):
            name = _text(gear.get("displayName")) or _text(gear.get("customMakeModel"))
            if name and str(gear.get("gearTypeName", "Shoes")).lower() == "shoes":
                shoes[str(gear.get("gearPk"))] = name
        links = part.get("gearActivityDTOs")
        for key, activities in (links if isinstance(links, dict) else {}).items():
            for activity in _list(activities):
                if str(key) in shoes:
                    worn[str(activity.get("activityId"))] = shoes[str(key)]
    return worn


def _parts(data: bytes, place: str) -> list[dict[str, Any]]:
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(
            f"is no readable JSON ({error}).", where=place, remedy="Request the export again."
        ) from error
    parts = content if isinstance(content, list) else [content]
    return [part for part in parts if isinstance(part, dict)]


def _list(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _entry(activity: dict[str, Any], place: str) -> ExportEntry:
    kind = activity.get("activityType")
    label = kind.get("typeKey") if isinstance(kind, dict) else kind
    sport, sub_sport = (
        known_sport(str(label or "")) or known_sport(str(activity.get("sportType"))) or (None, None)
    )
    start_ms = _number(activity.get("startTimeGmt")) or _number(activity.get("beginTimestamp"))
    local_ms = _number(activity.get("startTimeLocal"))
    cadence = _number(activity.get("avgRunCadence"))
    return ExportEntry(
        place=place,
        activity_id=str(activity["activityId"]),
        start_utc=_instant(start_ms),
        sport=sport,
        sub_sport=sub_sport,
        title=_text(activity.get("name")),
        description=_text(activity.get("description")),
        rpe=_rpe(activity.get("workoutRpe")),
        utc_offset_s=_offset_s(start_ms, local_ms),
        moving_s=_scaled(activity.get("movingDuration"), _MS),
        totals=DeviceTotals(
            distance_m=_scaled(activity.get("distance"), _CM),
            elapsed_s=_scaled(activity.get("elapsedDuration"), _MS) or _scaled(activity.get("duration"), _MS),
            timer_s=_scaled(activity.get("duration"), _MS),
            ascent_m=_scaled(activity.get("elevationGain"), _CM),
            descent_m=_scaled(activity.get("elevationLoss"), _CM),
            mean_heart_rate_bpm=_number(activity.get("avgHr")),
            max_heart_rate_bpm=_number(activity.get("maxHr")),
            mean_cadence_spm=2 * cadence if cadence and cadence <= BOTH_FEET_FROM_SPM else cadence,
            steps=_number(activity.get("steps")) if counts_steps(sport or "") else None,
        ),
    )


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e15 else None


def _scaled(value: object, scale: float) -> float | None:
    number = _number(value)
    return number * scale if number is not None else None


def _rpe(value: object) -> float | None:
    """Return the effort the runner gave, 1 to 10; Garmin writes tenfold."""
    number = _number(value)
    return number / 10 if number is not None and 10 <= number <= 100 else None


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _instant(milliseconds: float | None) -> datetime | None:
    if milliseconds is None or not 0 < milliseconds < 7e12:
        return None
    return datetime.fromtimestamp(milliseconds * _MS, UTC)


def _offset_s(start_ms: float | None, local_ms: float | None) -> int | None:
    """Return the local offset; local instants are written as if they were UTC."""
    if start_ms is None or local_ms is None or abs(local_ms - start_ms) > 15 * 3_600_000:
        return None
    return round((local_ms - start_ms) * _MS)
