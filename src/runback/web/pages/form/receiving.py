"""How to film, and the film taken in: one form, which a script sends with its progress shown."""

from __future__ import annotations

import shutil
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from runback.errors import BadInputError
from runback.gait.own_films import Moment
from runback.model import Side
from runback.operations.filming import (
    FRAMES_PER_S,
    HEIGHT_CM,
    KMH_PER_M_S,
    SPEED_KMH,
    FilmTold,
    check_in_range,
)
from runback.units import METRES
from runback.web import jobs
from runback.web.answers import answer
from runback.web.form_values import asked_day, asked_number
from runback.web.frame import own_screening
from runback.web.pages.data import uploads
from runback.web.pages.form import work
from runback.web.runner_store import own_home, own_store, runners_day

PICTURES = (
    (work.STILLS, "Still pictures of contact, with angles"),
    (work.ALL_PICTURES, "Stills, and the film with lines on it"),
    (work.NO_PICTURES, "None"),
)
MOMENTS: dict[str, Moment] = {"fresh": "fresh", "tired": "tired"}
M_PER_KM = 1000.0


@require_http_methods(["GET", "POST"])
def film(request: HttpRequest) -> HttpResponse:
    """Say how to film and take a film in; a POST begins the job that measures it."""
    if request.method == "POST":
        _take(request)
        return redirect("form")
    store = own_store()
    screening = answer(own_screening, store, runners_day(store))
    return render(
        request,
        "runback/form/film.html",
        {
            "missing": missing_parts(),
            "no_running": screening is not None and "running" in screening.forbids,
            "height_cm": store.runner().height_cm,
            "pictures": PICTURES,
            "height": HEIGHT_CM,
            "fps": FRAMES_PER_S,
        },
    )


def missing_parts() -> BadInputError | None:
    """Return what says how to install the video parts, None where they are there."""
    from runback.gait.films.isolation import check_installed

    try:
        check_installed()
    except BadInputError as error:
        return error
    return None


def _take(request: HttpRequest) -> None:
    files = request.FILES.getlist("files")
    if not files:
        raise BadInputError("no film was chosen.", remedy="Choose a film, or the landmarks of one.")
    names = [file.name or "film" for file in files]
    is_film = not all(name.lower().endswith(work.LANDMARKS) for name in names)
    if is_film and len(files) > 1:
        raise BadInputError("that is more than one film.", remedy="Give one film at a time.")
    if is_film and (missing := missing_parts()) is not None:
        raise missing
    store, home = own_store(), own_home()
    day = asked_day(request.POST.get("day", ""), "day of the film")
    if day is not None and day > runners_day(store):
        raise BadInputError("the day lies ahead.", where="day of the film")
    told, fps = _told(request, store.runner().height_cm), _fps(request)
    pictures = request.POST.get("pictures", work.STILLS)
    uploads.remove_abandoned(home)
    if shutil.disk_usage(home.root).free < 2 * sum(file.size or 0 for file in files):
        raise BadInputError("the disk has no room for this film.", remedy="Make room, then give it again.")
    upload_id = uuid4()
    uploads.take(home, upload_id, files, [])
    jobs.begin(
        "film",
        upload=str(upload_id),
        film=names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more",
        told=work.told_to_json(told),
        fps=fps,
        day=None if day is None else day.isoformat(),
        pictures=pictures if pictures in dict(PICTURES) else work.STILLS,
    )


def _fps(request: HttpRequest) -> float | None:
    fps = asked_number(request.POST.get("fps", ""), "frames a second")
    check_in_range(fps, FRAMES_PER_S, "frames a second", "frames a second")
    return fps


def _told(request: HttpRequest, usual_height_cm: float | None) -> FilmTold:
    height_cm = asked_number(request.POST.get("height_cm", ""), "height")
    check_in_range(height_cm, HEIGHT_CM, "height", "cm")
    speed = asked_number(request.POST.get("speed", ""), "speed")
    kmh = None if speed is None else speed * METRES[own_store().units()] / M_PER_KM
    check_in_range(kmh, SPEED_KMH, "speed", "km/h")
    near = request.POST.get("near", "")
    return FilmTold(
        view="rear" if request.POST.get("view") == "rear" else "side",
        near=Side(near) if near in ("left", "right") else None,
        height_cm=height_cm or usual_height_cm,
        treadmill={"treadmill": True, "overground": False}.get(request.POST.get("ground", "")),
        moment=MOMENTS.get(request.POST.get("moment", "")),
        speed_m_s=None if kmh is None else kmh / KMH_PER_M_S,
    )
