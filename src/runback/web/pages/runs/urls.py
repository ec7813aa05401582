"""Addresses of the runs."""

from django.urls import path

from runback.web.pages.runs import one_run, views

urlpatterns = [
    path("", views.runs, name="runs"),
    path("<str:run_id>/", one_run.show, name="run"),
    path("<str:run_id>/note/", one_run.note, name="run-note"),
    path("<str:run_id>/original/", one_run.original, name="run-original"),
    path("<str:run_id>/<slug:column>.json", one_run.chart, name="run-chart"),
]
