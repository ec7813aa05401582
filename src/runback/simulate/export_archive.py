"""Exports the way Strava and Garmin hand them out: zips with their tables and files."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from runback.activities.recording import Recording

_STAMP = (2026, 1, 1, 0, 0, 0)  # any fixed time: the same content makes the same zip

_STRAVA_HEADER = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,"
    "Max Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,Filename,Athlete Weight,"
    "Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed,Average Speed,Elevation Gain,Elevation Loss,"
    "Elevation Low,Elevation High,Max Grade,Average Grade,Average Positive Grade,Average Negative Grade,"
    "Max Cadence,Average Cadence,Max Heart Rate,Average Heart Rate,Max Watts,Average Watts,Calories,"
    "Max Temperature,Average Temperature,Relative Effort,Total Work,Number of Runs,Uphill Time,"
    "Downhill Time,Other Time,Perceived Exertion,Type,Start Time,Weighted Average Power,Power Count,"
    "Prefer Perceived Exertion,Perceived Relative Effort,Commute,Total Weight Lifted,From Upload,"
    "Grade Adjusted Distance"
)
_STRAVA_COLUMNS = _STRAVA_HEADER.split(",")
_FILE = _STRAVA_COLUMNS.index("Filename")
_STRAVA_SPORTS = {"running": "Run", "cycling": "Ride"}


@dataclass(frozen=True, slots=True)
class ExportedActivity:
    """An activity of an export: its number there, what it was, and its file (None: entered by hand)."""

    number: int
    recording: Recording
    name: str | None
    content: bytes | None


def strava_export(activities: Sequence[ExportedActivity]) -> bytes:
    """Return a zip with ``activities.csv`` (Strava's columns and their order) and the files it names."""
    files = [
        (one.name, one.content) for one in activities if one.name is not None and one.content is not None
    ]
    return zipped([("activities.csv", _strava_table(activities)), *files])


def garmin_export(activities: Sequence[ExportedActivity], shoes: Iterable[str] = ()) -> bytes:
    """Return a zip in the shape of Garmin's: summaries, gear, and the uploaded files in a zip within."""
    summaries = [{"summarizedActivitiesExport": [_garmin_summary(one) for one in activities]}]
    worn = list(shoes)
    gear = {
        "gearDTOS": [
            {"gearPk": at, "gearTypeName": "Shoes", "displayName": name} for at, name in enumerate(worn)
        ],
        "gearActivityDTOs": {
            str(at): [{"activityId": one.number} for one in activities if one.recording.shoe == name]
            for at, name in enumerate(worn)
        },
    }
    uploaded = [
        (f"simulated@example.invalid_{one.number}.fit", one.content)
        for one in activities
        if one.content is not None
    ]
    fitness = "DI_CONNECT/DI-Connect-Fitness/simulated@example.invalid_"
    return zipped(
        [
            (f"{fitness}0_summarizedActivities.json", json.dumps(summaries).encode()),
            (f"{fitness}gear.json", json.dumps([gear]).encode()),
            ("DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip", zipped(uploaded)),
        ]
    )


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip of the files, the same bytes for the same files; what is compressed already is stored."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, date_time=_STAMP)
            packed = name.endswith((".gz", ".zip"))
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def _strava_table(activities: Sequence[ExportedActivity]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_STRAVA_COLUMNS)
    for one in activities:
        recording, totals = one.recording, one.recording.totals
        row = [""] * len(_STRAVA_COLUMNS)
        row[0:7] = [
            str(one.number),
            _strava_date(recording.start_utc),
            recording.title or "",
            _STRAVA_SPORTS.get(recording.sport, "Workout"),
            recording.description or "",
            _number(totals.elapsed_s, 0),
            _number(totals.distance_m, 2, 0.001),
        ]
        row[_FILE - 1 : _FILE + 1] = [recording.shoe or "", one.name or ""]
        row[_FILE + 3 : _FILE + 6] = [
            _number(totals.elapsed_s, 1),
            _number(totals.timer_s, 1),
            _number(totals.distance_m, 2),
        ]
        row[_FILE + 8 : _FILE + 10] = [_number(totals.ascent_m, 1), _number(totals.descent_m, 1)]
        row[_FILE + 18] = _number(totals.max_heart_rate_bpm, 1)
        row[_FILE + 19] = _number(totals.mean_heart_rate_bpm, 1)
        row[_FILE + 22] = _number(totals.energy_kcal, 1)
        row[_FILE + 31] = _number(recording.rpe, 1)
        writer.writerow(row)
    return text.getvalue().encode()


def _strava_date(moment: datetime) -> str:
    hour = moment.hour % 12 or 12
    half = "AM" if moment.hour < 12 else "PM"
    return f"{moment:%b} {moment.day}, {moment.year}, {hour}:{moment:%M:%S} {half}"


def _number(value: float | None, digits: int, scale: float = 1.0) -> str:
    return "" if value is None else f"{value * scale:.{digits}f}"


def _garmin_summary(one: ExportedActivity) -> dict[str, object]:
    recording, totals = one.recording, one.recording.totals
    start_ms = recording.start_utc.timestamp() * 1000
    offset = timedelta(seconds=recording.utc_offset_s or 0)
    summary: dict[str, object] = {
        "activityId": one.number,
        "name": recording.title,
        "activityType": recording.sport,
        "sportType": recording.sport.upper(),
        "startTimeGmt": start_ms,
        "startTimeLocal": start_ms + offset.total_seconds() * 1000,
        "parent": False,
    }
    scaled = {
        "distance": (totals.distance_m, 100),
        "duration": (totals.timer_s, 1000),
        "movingDuration": (totals.timer_s, 1000),
        "elapsedDuration": (totals.elapsed_s, 1000),
        "elevationGain": (totals.ascent_m, 100),
        "elevationLoss": (totals.descent_m, 100),
        "avgHr": (totals.mean_heart_rate_bpm, 1),
        "maxHr": (totals.max_heart_rate_bpm, 1),
        "avgRunCadence": (totals.mean_cadence_spm, 0.5),
        "steps": (totals.steps, 1),
        "workoutRpe": (recording.rpe, 10),
    }
    return summary | {name: value * scale for name, (value, scale) in scaled.items() if value is not None}
