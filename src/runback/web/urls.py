"""Every address of the web app."""

from __future__ import annotations

from django.urls import include, path

from runback.web import charts, movement, telling
from runback.web.jobs import views as jobs

urlpatterns = [
    path("charts/engine-<str:version>.js", charts.engine, name="chart-engine"),
    path("movement/<str:movement_id>.svg", movement.figure, name="movement-figure"),
    path("jobs/", jobs.current, name="jobs"),
    path("jobs/line/", jobs.line, name="jobs-line"),
    path("jobs/<uuid:job_id>/", jobs.one, name="job"),
    path("jobs/<uuid:job_id>/put-away/", jobs.put_away, name="job-put-away"),
    path("", include("runback.web.pages.today.urls")),
    path("", include("runback.web.pages.offline.urls")),
    path("plan/", include("runback.web.pages.plan.urls")),
    path("self-tests/", include("runback.web.pages.self_tests.urls")),
    path("causes/", include("runback.web.pages.causes.urls")),
    path("screening/", include("runback.web.pages.screening.urls")),
    path("settings/", include("runback.web.pages.settings.urls")),
    path("evidence/", include("runback.web.pages.evidence.urls")),
    path("report/", include("runback.web.pages.report.urls")),
    path("form/", include("runback.web.pages.form.urls")),
    path("triggers/", include("runback.web.pages.triggers.urls")),
    path("progress/", include("runback.web.pages.progress.urls")),
    path("start/", include("runback.web.pages.start.urls")),
    path("load/", include("runback.web.pages.load.urls")),
    path("runs/", include("runback.web.pages.runs.urls")),
    path("data/", include("runback.web.pages.data.urls")),
]

handler404 = telling.not_found
handler500 = telling.fault
