"""The first five minutes: files in, three questions, the first answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from runback.causes.headline import headline
from runback.errors import BadInputError
from runback.model import CheckIn
from runback.progress.check_ins import PLACES
from runback.store.store import Store
from runback.web.answers import answer
from runback.web.jobs.views import current_jobs
from runback.web.looking import demo_is_whole
from runback.web.models import Job
from runback.web.pages.causes.places import place_of
from runback.web.questions import own_ranking, own_runs
from runback.web.runner_store import own_home, own_store, runners_day
from runback.web.serving import LARGEST_UPLOAD_BYTES

SINCE = (
    ("days", "for days"),
    ("weeks", "for weeks"),
    ("months", "for 3 months or longer"),
    ("again", "it comes and goes"),
)
NAMED_PLACES = tuple((place, place.replace("-", " ")) for place in PLACES)
SEXES = (("female", "female"), ("male", "male"), ("", "rather not say"))
UNITS = (("km", "kilometres"), ("mi", "miles"))


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Say what the five minutes hold, and take files in or show the demo runner."""
    store = own_store()
    jobs = [job for job in current_jobs() if job["kind"] in ("import", "demo")]
    return render(
        request,
        "runback/start/start.html",
        {
            "runs": answer(own_runs, store, runners_day(store)).height,
            "jobs": jobs,
            "importing": any(job["live"] for job in jobs if job["kind"] == "import"),
            "making_demo": Job.objects.filter(kind="demo", ended_utc=None).exists(),
            "demo_there": demo_is_whole(own_home()),
            "most_bytes": LARGEST_UPLOAD_BYTES,
        },
    )


@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest) -> HttpResponse:
    """Ask the three questions; whatever is left open stays open."""
    store = own_store()
    today = runners_day(store)
    if request.method == "POST":
        _tell(store, request)
        return redirect("start-answer")
    runner = store.runner()
    return render(
        request,
        "runback/start/questions.html",
        {
            "runner": runner,
            "since": SINCE,
            "places": NAMED_PLACES,
            "pains": range(11),
            "sexes": SEXES,
            "units_offered": UNITS,
            "latest_year": today.year - 10,
        },
    )


@require_GET
def first_answer(request: HttpRequest) -> HttpResponse:
    """Show the ranking's one sentence, the causes at its head, and what to do next."""
    store = own_store()
    today = runners_day(store)
    ranking = answer(own_ranking, store, today)
    return render(
        request,
        "runback/start/answer.html",
        {
            "headline": headline(ranking),
            "runs": answer(own_runs, store, today).height,
            "top": [cause for cause in ranking.causes if cause.state != "unmeasured"][:3],
            "next": [(item, place_of(item.id)) for item in ranking.next[:2]],
            "screened": store.health.screening(today) is not None,
        },
    )


def _tell(store: Store, request: HttpRequest) -> None:
    """Keep the answers: the pain in today's check-in, the rest in the settings; all or nothing."""
    told = request.POST
    today = runners_day(store)
    year = told.get("birth_year", "").strip()
    if year and not year.isdecimal():
        raise BadInputError(f"{year!r} is no year.", remedy="Give it as 1984, or leave it open.")
    values: dict[str, object] = {"units": "mi" if told.get("units") == "mi" else "km"}
    if "sex" in told:
        values["sex"] = told["sex"] if told["sex"] in ("female", "male") else None
    if year:
        values["birth_year"] = int(year)
    store.update_runner(**values)
    pain = told.get("pain", "")
    if pain.isdecimal():
        places = tuple(place for place in told.getlist("places") if place in PLACES)
        since = dict(SINCE).get(told.get("since", ""))
        words = "" if since is None else f"At first start: it hurts {since.removeprefix('it ')}."
        store.health.diary.write(
            CheckIn(today, worst_pain=float(pain), places=places, note=words.replace("hurts comes", "comes")),
            today,
        )
