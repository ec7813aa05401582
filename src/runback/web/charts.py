"""Charts on pages: a specification by address, drawn in the browser by the engine that vl-convert carries."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from django.http import FileResponse, HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from runback.figures.rendering import Chart
from runback.web.runner_store import own_home

NARROWEST_PX, WIDEST_PX, USUAL_PX = 240, 1200, 640
A_YEAR_S = 31_536_000


def asked_width(request: HttpRequest) -> int:
    """Return the width in pixels that the page has for a chart, within bounds."""
    asked = request.GET.get("width", "")
    return min(max(int(asked), NARROWEST_PX), WIDEST_PX) if asked.isdecimal() else USUAL_PX


def drawn(chart: Chart) -> JsonResponse:
    """Return the answer with a chart of ``runback.figures``, which the page draws."""
    return JsonResponse(chart.specification)


@require_GET
def engine(request: HttpRequest, version: str) -> FileResponse:
    """Hand out the drawing engine as one script, for good: its version is in its address."""
    response = FileResponse(_engine_file().open("rb"), content_type="text/javascript")
    response["Cache-Control"] = f"private, max-age={A_YEAR_S}, immutable"
    return response


@lru_cache(maxsize=1)
def engine_version() -> str:
    """Return the version of the engine."""
    from importlib.metadata import version

    return version("vl-convert-python")


def _engine_file() -> Path:
    """Return the file of the engine, made once for each version: bundling takes a second."""
    path = own_home().root / "web" / f"chart-engine-{engine_version()}.js"
    if not path.exists():
        import vl_convert

        from runback.figures.rendering import VEGA_LITE

        script = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
        part = path.with_name(f"{path.name}.{uuid4().hex[:8]}.part")
        part.write_text(script, encoding="utf-8")
        os.replace(part, path)  # noqa: PTH105 - one way for both systems
    return path
