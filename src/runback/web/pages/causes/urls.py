"""Addresses of the causes."""

from django.urls import path

from runback.web.pages.causes import views

urlpatterns = [path("", views.ranking, name="causes")]
