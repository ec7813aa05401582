"""What leaves Runback: tables of runs and streams, the clinician's report, FHIR.

The public names load on first use: a table needs neither the charts nor FHIR.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runback.reports.clinician_input import ReportInput
    from runback.reports.patient_bundle import fhir_bundle
    from runback.reports.report_charts import ReportCharts
    from runback.reports.report_pdf import clinician_report_pages, clinician_report_pdf
    from runback.reports.tables import activities_csv, runs_csv, runs_parquet, streams_parquet

__all__ = [
    "ReportCharts",
    "ReportInput",
    "activities_csv",
    "clinician_report_pages",
    "clinician_report_pdf",
    "fhir_bundle",
    "runs_csv",
    "runs_parquet",
    "streams_parquet",
]

_HOMES = {
    "ReportCharts": "runback.reports.report_charts",
    "ReportInput": "runback.reports.clinician_input",
    "activities_csv": "runback.reports.tables",
    "clinician_report_pages": "runback.reports.report_pdf",
    "clinician_report_pdf": "runback.reports.report_pdf",
    "fhir_bundle": "runback.reports.patient_bundle",
    "runs_csv": "runback.reports.tables",
    "runs_parquet": "runback.reports.tables",
    "streams_parquet": "runback.reports.tables",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'runback.reports' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
