"""What the runner told of themselves, and how the pages look."""

from __future__ import annotations

from calendar import day_name
from collections.abc import Mapping
from zoneinfo import available_timezones

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from runback.errors import BadInputError
from runback.operations.wishing import last_wishes
from runback.store.profile import RANGES
from runback.web import jobs
from runback.web.frame import THEME_COOKIE, THEMES
from runback.web.runner_store import own_store

THEME_S = 365 * 24 * 3600
UNITS_OFFERED = (("km", "kilometres"), ("mi", "miles"))
SURFACES = ("asphalt", "cambered road", "gravel", "trail", "grass", "track", "treadmill")
TEXTS = ("units", "zone", "sex", "default_surface")
LABELS = {
    "birth_year": ("Year of birth", "Norms of the self-tests and some questions go by age."),
    "height_cm": ("Height", "Films are scaled by it."),
    "mass_kg": ("Body mass", "Energy and the load on the back are told by it."),
    "max_heart_rate_bpm": (
        "Highest heart rate",
        "The highest that you saw; a formula is no substitute.",
    ),
    "rest_heart_rate_bpm": ("Heart rate at rest", "In the morning, on waking."),
}


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show what is told; a POST changes it all or not at all."""
    store = own_store()
    refused = None
    if request.method == "POST":
        try:
            store.update_runner(**_told(request))
            if store.outdated().runs:
                # Some measures rest on what was told; a job that has nothing left to do ends at once.
                jobs.begin("recompute")
        except BadInputError as error:
            refused = error
        else:
            return redirect("settings")
    runner = store.runner()
    numbers = [
        {
            "name": name,
            "label": label,
            "hint": hint,
            "value": request.POST.get(name) if refused else _plain(getattr(runner, name)),
            "low": RANGES[name][0],
            "high": RANGES[name][1],
            "unit": RANGES[name][2],
        }
        for name, (label, hint) in LABELS.items()
    ]
    return render(
        request,
        "runback/settings/settings.html",
        {
            "runner": runner,
            "numbers": numbers,
            "zones": sorted(available_timezones()),
            "surface": store.default_surface(),
            "surfaces": SURFACES,
            "units_offered": UNITS_OFFERED,
            "days": _days(last_wishes(store).minutes),
            "themes": THEMES,
            "error": refused,
            "error_above": refused is not None,
        },
        status=200 if refused is None else 422,
    )


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the look in a cookie: it belongs to this browser, not to the runner."""
    chosen = request.POST.get("theme", "")
    response = redirect("settings")
    if chosen in THEMES:
        response.set_cookie(THEME_COOKIE, chosen, max_age=THEME_S, samesite="Strict", httponly=True)
    return response


def _told(request: HttpRequest) -> dict[str, object]:
    """Return the settings of the form as the store takes them; an empty field forgets."""
    values: dict[str, object] = {name: request.POST.get(name, "").strip() or None for name in TEXTS}
    for name, (label, _) in LABELS.items():
        text = request.POST.get(name, "").strip().replace(",", ".")
        try:
            values[name] = (int(text) if name == "birth_year" else float(text)) if text else None
        except ValueError as error:
            raise BadInputError(f"{text!r} is not a number.", where=label) from error
    return values


def _days(minutes: Mapping[int, float]) -> list[tuple[str, float]]:
    return [(day_name[weekday], minutes[weekday]) for weekday in sorted(minutes)]


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
