"""Addresses of the self-tests."""

from django.urls import path

from runback.web.pages.self_tests import guiding, views

urlpatterns = [
    path("", views.tests, name="self-tests"),
    path("run/", guiding.run, name="self-tests-run"),
    path("<str:test_id>/", views.one, name="self-test"),
    path("<str:test_id>/record/", views.record, name="self-test-record"),
    path("<str:test_id>/forget/", views.forget, name="self-test-forget"),
]
