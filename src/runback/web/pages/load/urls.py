"""Addresses of the load."""

from django.urls import path

from runback.web.pages.load import views

urlpatterns = [
    path("", views.load, name="load"),
    path("spikes.json", views.spikes_chart, name="load-spikes"),
    path("<slug:name>.json", views.period_chart, name="load-chart"),
]
