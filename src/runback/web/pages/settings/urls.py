"""Addresses of the settings."""

from django.urls import path

from runback.web.pages.settings import views

urlpatterns = [
    path("", views.settings, name="settings"),
    path("theme/", views.theme, name="settings-theme"),
]
