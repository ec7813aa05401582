"""The main job in one call: runs in, ranked causes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from runback.causes.ranking import RankedCause, Ranking, rank
from runback.load import load_findings
from runback.model import Finding, Missing
from runback.units import Units


def assess(
    runs: pl.DataFrame, today: date, *, others: Sequence[Finding | Missing] = (), units: Units = "km"
) -> Ranking:
    """Return the causes ranked by what the runs up to ``today`` and other findings say of them.

    ``runs`` is a runs frame (see ``runback.activities.runs``) and speaks for the overexertion family alone;
    ``others`` are the findings of other families. A family without findings is in the ranking as unmeasured.
    """
    return rank([*load_findings(runs, today, units=units), *others], today)


def to_json(ranking: Ranking) -> dict[str, Any]:
    """Return the ranking as plain values for JSON."""
    return {
        "today": ranking.today.isoformat(),
        "causes": [_cause(cause) for cause in ranking.causes],
        "next": [
            {"id": row.id, "name": row.name, "minutes": row.minutes, "gain": row.gain, "how": row.how}
            for row in ranking.next
        ],
    }


def _cause(cause: RankedCause) -> dict[str, Any]:
    return {
        "id": cause.id,
        "name": cause.name,
        "family": cause.family.value,
        "support": cause.support,
        "interval": list(cause.interval),
        "state": cause.state,
        "findings": [finding_json(finding) for finding in cause.findings],
        "missing": [{"measure": missing.measure, "reason": missing.reason} for missing in cause.missing],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values for JSON."""
    return {
        "measure": finding.measure,
        "value": finding.value,
        "unit": finding.unit,
        "reference": finding.reference,
        "log_lr": finding.log_lr,
        "log_lr_interval": list(finding.log_lr_interval),
        "basis": finding.basis,
        "evidence": list(finding.evidence),
        "window": [finding.window.first.isoformat(), finding.window.last.isoformat()],
        "sentence": finding.sentence,
    }
