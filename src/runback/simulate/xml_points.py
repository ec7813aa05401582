"""Samples of a stream as XML text, all at once."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def xml_time(moment: datetime) -> str:
    """Return an instant as XML writes it, with milliseconds and Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def xml_times(start: datetime) -> pl.Expr:
    """Return the samples' instants (``t_s`` after ``start``) as XML writes them."""
    start_ms = round((start - _EPOCH).total_seconds() * 1000)
    instant = ((pl.col("t_s") * 1000).round() + start_ms).cast(pl.Int64).cast(pl.Datetime("ms"))
    return instant.dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ")


def element(depth: int, tag: str, text: pl.Expr) -> pl.Expr:
    """Return ``<tag>text</tag>`` on a line of its own, nothing for a sample without the value."""
    return optional(pl.format(f"{'  ' * depth}<{tag}>{{}}</{tag}>\n", text))


def whole(value: pl.Expr) -> pl.Expr:
    """Return numbers as text without decimals."""
    return value.round().cast(pl.Int64)


def optional(text: pl.Expr) -> pl.Expr:
    """Return text, empty where it is null."""
    return text.fill_null("")


def wrapped(before: str, inner: pl.Expr, after: str) -> pl.Expr:
    """Return text between two constants, nothing where it is empty."""
    return pl.when(inner != "").then(pl.lit(before) + inner + pl.lit(after)).otherwise(pl.lit(""))


def with_columns_or_null(stream: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """Return the stream with ``names`` as columns, null where it has none; NaN becomes null."""
    missing = [pl.lit(None, dtype=pl.Float64).alias(name) for name in names if name not in stream.columns]
    return stream.with_columns(missing).with_columns(pl.col(names).fill_nan(None))
