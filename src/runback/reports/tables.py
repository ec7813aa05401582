"""Runs and streams as CSV and Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

import polars as pl

_FORMULA_STARTS = r"^([=+\-@\t\r])"
"""A cell of text that begins so runs as a formula in a spreadsheet (CVE class: CSV injection)."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ACTIVITY_COLUMNS = (
    *("Activity ID", "Activity Date", "Activity Name", "Activity Type", "Activity Description"),
    *("Elapsed Time", "Distance", "Activity Gear", "Filename", "Moving Time", "Elevation Gain"),
    "Perceived Exertion",
)

POSITION_COLUMNS = ("latitude_deg", "longitude_deg")


def runs_csv(runs: pl.DataFrame) -> bytes:
    """Return the runs frame as UTF-8 CSV with a header.

    Lists are written with semicolons. Text that a spreadsheet would run as a formula gets a leading
    apostrophe.
    """
    flat = runs.with_columns(
        *(
            pl.col(name).list.eval(pl.element().cast(pl.String)).list.join(";")
            for name, kind in runs.schema.items()
            if kind == pl.List(pl.Float64)
        ),
        *(
            pl.col(name).str.replace(_FORMULA_STARTS, "'${1}")
            for name, kind in runs.schema.items()
            if kind == pl.String
        ),
    )
    return flat.write_csv(datetime_format="%Y-%m-%dT%H:%M:%S%.fZ").encode()


def runs_parquet(runs: pl.DataFrame) -> bytes:
    """Return the runs frame as zstd Parquet, types and lists kept."""
    return _parquet(runs)


def streams_parquet(streams: Iterable[tuple[str, pl.DataFrame]], *, positions: bool) -> bytes:
    """Return many streams in one zstd Parquet, each row with the ``run_id`` of its run.

    ``streams`` yields (run id, stream); columns that one run lacks are null there. Without ``positions``
    no coordinate leaves.
    """
    frames = [
        stream.drop([] if positions else POSITION_COLUMNS, strict=False).select(
            pl.lit(run_id).alias("run_id"), pl.all()
        )
        for run_id, stream in streams
    ]
    if not frames:
        return _parquet(pl.DataFrame(schema={"run_id": pl.String, "t_s": pl.Float64}))
    return _parquet(pl.concat(frames, how="diagonal_relaxed"))


def activities_csv(runs: pl.DataFrame, files: Mapping[str, str]) -> bytes:
    """Return the table of an export archive, in the columns of Strava's ``activities.csv``.

    ``files`` maps run ids to file names in the archive; a run without one is listed as entered by hand. So
    a re-import finds again what files do not hold: titles, shoes, effort, and entries by hand. A file with
    several runs is listed once.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _ACTIVITY_COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    listed: set[str] = set()
    for number, run in enumerate(runs.iter_rows(named=True), start=1):
        name = files.get(run["run_id"], "")
        if name and name in listed:
            continue
        listed.add(name)
        start = run["start_utc"]
        writer.writerow(
            {
                "Activity ID": number,
                "Activity Date": f"{_MONTHS[start.month - 1]} {start:%d, %Y, %I:%M:%S %p}",
                "Activity Name": run["title"],
                "Activity Type": "Run",
                "Activity Gear": run["shoe"],
                "Filename": name,
                "Elapsed Time": run["elapsed_s"],
                "Moving Time": run["moving_s"],
                "Distance": None if run["distance_m"] is None else run["distance_m"] / 1000,
                "Elevation Gain": run["ascent_m"],
                "Perceived Exertion": run["rpe"],
            }
        )
    return text.getvalue().encode()


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=True)
    return buffer.getvalue()
