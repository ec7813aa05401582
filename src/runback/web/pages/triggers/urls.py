"""Addresses of the triggers."""

from django.urls import path

from runback.web.pages.triggers import experiments, outside, views

urlpatterns = [
    path("", views.own_days, name="triggers"),
    path("diary/", views.diary, name="diary"),
    path("experiments/", experiments.choices, name="experiments"),
    path("experiments/preview/", experiments.preview, name="experiment-preview"),
    path("experiments/keep/", experiments.keep, name="experiment-keep"),
    path("experiments/<int:number>/", experiments.one, name="experiment"),
    path("experiments/<int:number>/stop/", experiments.stop, name="experiment-stop"),
    path("influences/", outside.influences, name="influences"),
    path("shoes/", outside.shoes, name="shoes"),
    path("shoes/tell/", outside.tell_pair, name="shoe-tell"),
    path("shoes/retire/", outside.retire, name="shoe-retire"),
    path("shoes/default/", outside.make_default, name="shoe-default"),
]
