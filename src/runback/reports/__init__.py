"""What leaves Runback: tables of runs and streams."""

from runback.reports.tables import runs_csv, runs_parquet, streams_parquet

__all__ = ["runs_csv", "runs_parquet", "streams_parquet"]
