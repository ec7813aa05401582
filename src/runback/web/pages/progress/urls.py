"""Addresses of the progress."""

from django.urls import path

from runback.web.pages.progress import questionnaires, views

urlpatterns = [
    path("", views.standing, name="progress"),
    path("days/", views.days, name="progress-days"),
    path("trend.json", views.trend, name="progress-trend"),
    path("questionnaires/<slug:form_id>/", questionnaires.one, name="questionnaire"),
    path("questionnaires/<slug:form_id>/total/", questionnaires.total, name="questionnaire-total"),
]
