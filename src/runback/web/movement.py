"""The figures of exercises and self-tests as pictures of their own, which a page shows as images."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from runback.errors import BadInputError

A_DAY_S = 86_400


def figure_address(movement_id: str, rung: int | None = None) -> str | None:
    """Return the address of the figure of an exercise's rung or of a self-test; None where none is drawn."""
    from runback.figures.movement import drawn_rungs, movement_ids

    if movement_id not in movement_ids():
        return None
    if rung is not None and rung in drawn_rungs(movement_id):
        return f"/movement/{movement_id}.svg?rung={rung}"
    return f"/movement/{movement_id}.svg"


@require_GET
def figure(request: HttpRequest, movement_id: str) -> HttpResponse:
    """Show one figure; nothing of the runner is in it."""
    from runback.figures.movement import movement_ids

    rung = request.GET.get("rung", "")
    if movement_id not in movement_ids() or (rung and not rung.isdecimal()):
        raise BadInputError(f"no figure is drawn of {movement_id!r}.", remedy="See the page of the exercise.")
    response = HttpResponse(_drawn(movement_id, int(rung) if rung else None), content_type="image/svg+xml")
    response["Cache-Control"] = f"private, max-age={A_DAY_S}"
    return response


@lru_cache(maxsize=200)
def _drawn(movement_id: str, rung: int | None) -> str:
    from runback.figures.movement import movement_svg

    return movement_svg(movement_id, rung=rung)
