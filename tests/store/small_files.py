"""Small activity files for the store's tests, and a dump of all that a store holds."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runback.store import Store

FIRST = datetime(2026, 5, 1, 6, 0, tzinfo=UTC)


def tcx(
    start: datetime,
    *,
    seconds: int = 600,
    speed_m_s: float = 3.0,
    heart_rate_bpm: int | None = 140,
    sport: str = "Running",
    step_s: int = 5,
) -> bytes:
    """Return a TCX file of a steady run eastwards."""
    points = []
    for t in range(0, seconds + 1, step_s):
        beats = (
            ""
            if heart_rate_bpm is None
            else f"<HeartRateBpm><Value>{heart_rate_bpm + t % 7}</Value></HeartRateBpm>"
        )
        points.append(
            f"<Trackpoint><Time>{_time(start, t)}</Time><Position><LatitudeDegrees>47.0</LatitudeDegrees>"
            f"<LongitudeDegrees>{_longitude(t * speed_m_s):.7f}</LongitudeDegrees></Position>"
            f"<AltitudeMeters>{400 + t % 3}</AltitudeMeters>"
            f"<DistanceMeters>{t * speed_m_s:.2f}</DistanceMeters>{beats}</Trackpoint>"
        )
    return (
        '<?xml version="1.0"?><TrainingCenterDatabase '
        'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>'
        f'<Activity Sport="{sport}"><Id>{_time(start, 0)}</Id><Lap StartTime="{_time(start, 0)}">'
        f"<TotalTimeSeconds>{seconds}</TotalTimeSeconds>"
        f"<DistanceMeters>{seconds * speed_m_s}</DistanceMeters>"
        f"<Track>{''.join(points)}</Track></Lap></Activity></Activities></TrainingCenterDatabase>"
    ).encode()


def gpx(start: datetime, *, seconds: int = 600, speed_m_s: float = 3.0, kind: str = "running") -> bytes:
    """Return a GPX file of the same run, without distance and heart rate."""
    points = "".join(
        f'<trkpt lat="47.0" lon="{_longitude(t * speed_m_s):.7f}"><ele>{400 + t % 3}</ele>'
        f"<time>{_time(start, t)}</time></trkpt>"
        for t in range(0, seconds + 1, 5)
    )
    return (
        '<?xml version="1.0"?><gpx version="1.1" creator="test" '
        'xmlns="http://www.topografix.com/GPX/1/1"><trk><name>Morning run</name>'
        f"<type>{kind}</type><trkseg>{points}</trkseg></trk></gpx>"
    ).encode()


def write_runs(folder: Path, count: int, *, first: datetime = FIRST) -> Path:
    """Write ``count`` runs, one a day, as TCX, gzipped TCX and GPX; every fifth as two formats of one run."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        start = first + timedelta(days=number)
        name = f"{start:%Y-%m-%d}-run-{number}"
        seconds = 300 + 10 * number
        if number % 3 == 0:
            (folder / f"{name}.tcx").write_bytes(tcx(start, seconds=seconds))
        elif number % 3 == 1:
            content = gzip.compress(tcx(start, seconds=seconds), compresslevel=1, mtime=0)
            (folder / f"{name}.tcx.gz").write_bytes(content)
        if number % 3 == 2 or number % 5 == 0:
            (folder / f"{name}.gpx").write_bytes(gpx(start, seconds=seconds))
    return folder


def write_zip(path: Path, members: dict[str, bytes]) -> Path:
    """Write a zip archive with these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def dump(store: Store, *, with_arrivals: bool = True) -> dict[str, Any]:
    """Return all that a store holds, by natural keys: rows without numbers and clock times, and files."""
    # Models can be imported only once a store is open.
    from runback.store.models import Activity, Arrival, ImportBatch, Original, Runner

    held: dict[str, Any] = {
        "runner": list(Runner.objects.values()),
        "originals": sorted(_without(Original, "id"), key=lambda row: row["content_sha256"]),
        "activities": sorted(
            (
                {**row, "lead": lead, "original": digest, "measured_with": key}
                for row, lead, digest, key in zip(
                    _without(Activity, "id", "lead_id", "original_id", "measured_with_id"),
                    *(
                        Activity.objects.order_by("pk").values_list(name, flat=True)
                        for name in ("lead__run_id", "original__content_sha256", "measured_with__key")
                    ),
                    strict=True,
                )
            ),
            key=lambda row: row["run_id"],
        ),
        "files": _files(store),
    }
    if with_arrivals:
        held["batches"] = [
            (batch.sources, batch.state, batch.finished_utc is not None)
            for batch in ImportBatch.objects.order_by("pk")
        ]
        held["arrivals"] = sorted(
            tuple(str(value) for value in row)
            for row in Arrival.objects.values_list(
                *("place", "raw_sha256", "outcome", "failure_place", "failure_reason", "said"),
                "original__content_sha256",
            )
        )
    return held


def _without(model: Any, *names: str) -> list[dict[str, Any]]:
    rows = model.objects.order_by("pk").values()
    return [{key: value for key, value in row.items() if key not in names} for row in rows]


def _files(store: Store) -> dict[str, str]:
    root = store.home.root
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in (store.home.originals, store.home.streams)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _time(start: datetime, seconds: float) -> str:
    return (start + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _longitude(metres: float) -> float:
    return 8.0 + metres / 75_900.0
