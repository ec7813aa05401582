"""Addresses of the first start."""

from django.urls import path

from runback.web.pages.start import demo, views

urlpatterns = [
    path("", views.start, name="start"),
    path("questions/", views.questions, name="start-questions"),
    path("answer/", views.first_answer, name="start-answer"),
    path("demo/make/", demo.make, name="demo-make"),
    path("demo/look/", demo.look, name="demo-look"),
    path("demo/leave/", demo.leave, name="demo-leave"),
    path("demo/remove/", demo.remove, name="demo-remove"),
]
