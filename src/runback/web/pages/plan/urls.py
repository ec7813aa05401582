"""Addresses of the plan."""

from django.urls import path

from runback.web.pages.plan import changing, files, making, views

urlpatterns = [
    path("", views.plan, name="plan"),
    path("session/<str:session_id>/", views.session, name="plan-session"),
    path("session/<str:session_id>/told/", changing.told, name="plan-told"),
    path("move/", changing.move, name="plan-move"),
    path("replan/", changing.replan, name="plan-replan"),
    path("undo/", changing.undo, name="plan-undo"),
    path("make/", making.make, name="plan-make"),
    path("calendar/", files.calendar, name="plan-calendar"),
    path("workouts/", files.workouts, name="plan-workouts"),
]
