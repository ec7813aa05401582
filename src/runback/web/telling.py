"""How an error reaches the runner: in place, with what to do, never as a traceback."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from runback.errors import BadInputError, RunbackError

Answer = Callable[[HttpRequest], HttpResponseBase]


class ErrorsInPlace:
    """Turn an expected error into a few words where the runner looks; log an unexpected one without values.

    A request of htmx gets the words alone, for the page's place for them (``#told``); others get a page.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; Django calls this."""
        return self._answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for a view that raised; Django calls this."""
        if isinstance(error, RunbackError):
            return told(request, error)
        log = logging.getLogger("runback")
        log.error(
            "unexpected %s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__))
        )
        return None


def told(request: HttpRequest, error: RunbackError) -> HttpResponse:
    """Return the answer that tells ``error``: 422 for a bad value, 409 for a store that is in use."""
    status = 422 if isinstance(error, BadInputError) else 409
    if request.htmx:  # type: ignore[attr-defined] # set by django-htmx
        response = render(request, "runback/told.html", {"error": error}, status=status)
        response["HX-Retarget"] = "#told"
        response["HX-Reswap"] = "innerHTML show:window:top"
        return response
    return render(request, "runback/error.html", {"error": error}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old; Django calls this."""
    error = BadInputError(
        "this form is out of date, so nothing was changed.", remedy="Load the page anew and send it again."
    )
    return render(request, "runback/error.html", {"error": error}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere; Django calls this."""
    error = BadInputError("there is no page here.", remedy="Begin at Today, or take one of the menu.")
    return render(request, "runback/error.html", {"error": error}, status=404)


def fault(request: HttpRequest) -> HttpResponse:
    """Answer after a fault of Runback's own; Django calls this."""
    error = RunbackError(
        "a fault in Runback itself.",
        remedy="What was stored is as it was after the last complete step; the log has the details.",
    )
    return render(request, "runback/error.html", {"error": error}, status=500)
