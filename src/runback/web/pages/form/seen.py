"""One measured film: its numbers with bands, pictures, what changed from earlier ones, what to try."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isnan
from pathlib import Path

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from runback.gait import FilmChange, FormValue
from runback.knowledge import Metric, metrics
from runback.operations.filming import FilmSeen, film_history
from runback.web.frame import raised_flags
from runback.web.pages.form import film_files
from runback.web.runner_store import own_store, runners_day

KINDS = {".png": "image/png", ".mp4": "video/mp4"}
PIECE_BYTES = 256 * 1024
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")
FINE_UNITS = ("leg lengths", "shoulder widths")


@require_GET
def film(request: HttpRequest, number: int) -> HttpResponse:
    """Show what one film says."""
    store = own_store()
    home = store.home
    history = film_history(store)
    seen = _of(history, number)
    told = film_files.read_told(home, number)
    known = {one.id: one for one in metrics()}
    before = [
        one.film for one in history if one.film.view == seen.film.view and one.film.day <= seen.film.day
    ]
    earlier = [one for one in before if one.number < number]
    return render(
        request,
        "runback/form/seen.html",
        {
            "film": seen.film,
            "rows": [_row(one, known[one.metric]) for one in seen.film.values],
            "changes": [_change(one, known[one.metric]) for one in seen.changes],
            "withheld": [(known[one["metric"]].name, one["side"], one["reason"]) for one in told["withheld"]],
            "notes": told["notes"],
            "stills": film_files.stills(home, number),
            "overlay": film_files.overlay(home, number),
            "earlier": [(one, film_files.stills(home, one.number)) for one in reversed(earlier)],
            # What to try asks for running, which a raised sign may forbid.
            "cues": [] if raised_flags(store, runners_day(store)) else _cues(seen, known),
        },
    )


@require_POST
def forget(request: HttpRequest, number: int) -> HttpResponse:
    """Take a film back, and delete its pictures."""
    store = own_store()
    store.films.forget(_of(film_history(store), number).film.number)
    film_files.forget(store.home, number)
    return redirect("form")


@require_GET
def picture(request: HttpRequest, number: int, name: str) -> HttpResponseBase:
    """Hand out a picture or the film with lines on it; players ask for parts of it."""
    home = own_store().home
    if name not in (*film_files.stills(home, number), film_files.overlay(home, number)):
        raise Http404("there is no such picture")
    path = film_files.folder_of(home, number) / name
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    response: FileResponse | StreamingHttpResponse
    if asked is None:
        response = FileResponse(path.open("rb"), content_type=KINDS[path.suffix])
    else:
        response = _part(path, int(asked[1]), asked[2])
    response["Accept-Ranges"] = "bytes"
    # Said, so that nothing packs it: a part of a packed film is no part of the film.
    response["Content-Encoding"] = "identity"
    return response


def _part(path: Path, first: int, last_asked: str) -> StreamingHttpResponse:
    size = path.stat().st_size
    last = min(int(last_asked), size - 1) if last_asked else size - 1
    if first > last:
        refused = StreamingHttpResponse(iter(()), status=416)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    response = StreamingHttpResponse(_pieces(path, first, last), status=206, content_type=KINDS[path.suffix])
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _pieces(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (piece := file.read(min(PIECE_BYTES, left))):
            left -= len(piece)
            yield piece


def _of(history: tuple[FilmSeen, ...], number: int) -> FilmSeen:
    found = next((one for one in history if one.film.number == number), None)
    if found is None:
        raise Http404("no such film")
    return found


def _row(value: FormValue, metric: Metric) -> dict[str, object]:
    digits = 2 if value.unit in FINE_UNITS else 1
    low, high = value.band
    return {
        "metric": metric,
        "unit": _unit(value.unit),
        "side": value.side or "both",
        "value": f"{value.value:.{digits}f}",
        "band": f"{low:.{digits}f} to {high:.{digits}f}",
        "spread": f"{value.spread:.{digits}f}",
        "typical": "" if isnan(metric.typical_low) else f"{metric.typical_low:g} to {metric.typical_high:g}",
    }


def _change(found: FilmChange, metric: Metric) -> dict[str, object]:
    digits = 2 if found.unit in FINE_UNITS else 1
    return {
        "metric": metric,
        "unit": _unit(found.unit),
        "side": found.side or "both",
        "now": f"{found.now:.{digits}f}",
        "before": f"{found.before:.{digits}f}",
        "told": f"none below {found.detectable:.{digits}f}" if found.verdict == "none" else found.verdict,
    }


def _cues(seen: FilmSeen, known: dict[str, Metric]) -> list[tuple[str, str]]:
    """Return the cues of what was measured, each once."""
    measured = dict.fromkeys(one.metric for one in seen.film.values)
    cues = [(known[one].name, known[one].cue) for one in measured]
    return [(name, cue) for name, cue in cues if cue and not cue.startswith(("No cue", "Usually none"))]


def _unit(unit: str) -> str:
    return "°" if unit == "deg" else unit
