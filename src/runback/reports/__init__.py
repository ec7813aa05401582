"""What leaves Runback: tables of runs and streams."""

from runback.reports.tables import activities_csv, runs_csv, runs_parquet, streams_parquet

__all__ = ["activities_csv", "runs_csv", "runs_parquet", "streams_parquet"]
