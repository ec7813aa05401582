"""Addresses of today."""

from django.urls import path

from runback.web.pages.today import views

urlpatterns = [path("", views.today, name="today")]
