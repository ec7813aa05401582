"""Addresses of the form."""

from django.urls import path

from runback.web.pages.form import receiving, seen, views

urlpatterns = [
    path("", views.form, name="form"),
    path("at-speed/<slug:column>.json", views.at_speed, name="form-at-speed"),
    path("film/", receiving.film, name="film-give"),
    path("films/<int:number>/", seen.film, name="film"),
    path("films/<int:number>/forget/", seen.forget, name="film-forget"),
    path("films/<int:number>/<str:name>", seen.picture, name="film-picture"),
]
