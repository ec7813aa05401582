"""Addresses of today."""

from django.urls import path

from runback.web.pages.today import views

urlpatterns = [
    path("", views.today, name="today"),
    path("today/check-in/", views.check_in, name="check-in"),
    path("today/session/<str:session_id>/", views.session, name="session-player"),
]
