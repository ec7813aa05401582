"""Addresses of the evidence."""

from django.urls import path

from runback.web.pages.evidence import views

urlpatterns = [
    path("", views.facts, name="evidence"),
    path("advice/", views.advice, name="evidence-advice"),
    path("care/", views.care, name="evidence-care"),
    path("<slug:entry_id>/", views.entry, name="evidence-entry"),
]
