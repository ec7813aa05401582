"""All of it gone: the store, the work beside it, and what the browser keeps."""

from __future__ import annotations

import shutil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from django_tasks_db.models import DBTaskResult

from runback.errors import StoreError
from runback.operations.demonstrating import remove_demo
from runback.operations.erasing import WORDS_TO_TYPE, check_typed, erase_all, in_words
from runback.store.home import Home
from runback.web.answers import forget_answers
from runback.web.jobs.views import under_way
from runback.web.looking import DEMO_COOKIE, demo_folder
from runback.web.models import Job, Message
from runback.web.runner_store import own_store

WEB_FOLDERS = ("uploads", "made", "progress", "films")


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Say what there is and ask for the words; with them, erase it all."""
    store = own_store()
    if request.method == "GET":
        shown = {"held": in_words(store.holdings()), "words": WORDS_TO_TYPE, "home": store.home.root}
        return render(request, "runback/data/erase.html", shown)
    typed = request.POST.get("typed", "")
    check_typed(typed)
    work = under_way()
    if work is not None:
        raise StoreError(f"{work['title']}: that is still under way.", remedy="Wait until it has ended.")
    _erase_work(store.home)
    erase_all(store, typed)
    forget_answers()
    response = redirect("/?erased=yes")
    response["Clear-Site-Data"] = '"cache", "storage"'
    response.delete_cookie(DEMO_COOKIE)
    return response


def _erase_work(home: Home) -> None:
    """Delete jobs, messages and their files, before the store, which then writes the database anew."""
    for rows in (Job, Message, DBTaskResult):
        rows.objects.all().delete()
    remove_demo(demo_folder(home))
    for name in WEB_FOLDERS:
        shutil.rmtree(home.root / "web" / name, ignore_errors=True)
    (home.root / "web" / "uploads").mkdir(mode=0o700, exist_ok=True)
