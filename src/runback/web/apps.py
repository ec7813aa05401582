"""The web app as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Jobs and messages; the runner's data lie in the store."""

    name = "runback.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
