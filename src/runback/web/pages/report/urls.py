"""Addresses of the report."""

from django.urls import path

from runback.web.pages.report import views

urlpatterns = [
    path("", views.report, name="report"),
    path("preview/", views.preview, name="report-preview"),
    path("report.pdf", views.as_pdf, name="report-pdf"),
    path("report.json", views.as_fhir, name="report-fhir"),
]
