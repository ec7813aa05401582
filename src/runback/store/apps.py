"""The Django app of the store."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Models, migrations and queries of everything that Runback keeps."""

    name = "runback.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
