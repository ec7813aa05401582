"""Addresses of the screening."""

from django.urls import path

from runback.web.pages.screening import views

urlpatterns = [
    path("", views.result, name="screening"),
    path("interview/", views.interview, name="screening-interview"),
    path("looked-at/", views.looked_at, name="screening-looked-at"),
]
