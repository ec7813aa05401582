"""Runs and streams as CSV and Parquet."""

from __future__ import annotations

import io
from collections.abc import Iterable

import polars as pl

_FORMULA_STARTS = r"^([=+\-@\t\r])"
"""A cell of text that begins so runs as a formula in a spreadsheet (CVE class: CSV injection)."""

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


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=True)
    return buffer.getvalue()
