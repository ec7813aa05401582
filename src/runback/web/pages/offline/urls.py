"""Addresses of what makes the app work offline."""

from django.urls import path

from runback.web.pages.offline import views

urlpatterns = [
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("service-worker.js", views.service_worker, name="service-worker"),
    path("offline/", views.offline, name="offline"),
    path("outbox/", views.outbox, name="outbox"),
]
