"""Addresses of the data."""

from django.urls import path

from runback.web.pages.data import diary, erasing, receiving, taking_out, views

urlpatterns = [
    path("", views.data, name="data"),
    path("uploads/", receiving.receive_form, name="upload-form"),
    path("uploads/<uuid:upload_id>/", receiving.receive, name="upload"),
    path("uploads/<uuid:upload_id>/import/", receiving.bring_in, name="upload-import"),
    path("uploads/<uuid:upload_id>/delete/", receiving.delete, name="upload-delete"),
    path("imports/<int:number>/", views.one_import, name="import"),
    path("imports/<int:number>/undo/", views.undo, name="import-undo"),
    path("recompute/", views.recompute, name="recompute"),
    path("export/", taking_out.export, name="export"),
    path("backup/", taking_out.backup, name="backup"),
    path("made/<uuid:job_id>/", taking_out.made, name="made"),
    path("diary.csv", diary.export, name="diary-export"),
    path("diary/", diary.choose, name="diary-import"),
    path("diary/<uuid:upload_id>/", diary.look, name="diary-look"),
    path("erase/", erasing.erase, name="erase"),
]
