"""Values in the runner's words and units, for every template (loaded without asking)."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from runback import units as unit_words
from runback.causes import RankedCause
from runback.knowledge import cause, fact
from runback.units import Units
from runback.web.commands import rooms_for

register = template.Library()

CHECKED_WORDS = {
    "full-text": "read in full",
    "abstract": "abstract read",
    "secondary": "second-hand",
    "unverified": "not verified",
}


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a file of ours, with the hash of its content so that browsers may keep it."""
    return f"{static(name)}?v={_hash_of(name)}"


@lru_cache(maxsize=200)
def _hash_of(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        raise template.TemplateSyntaxError(f"there is no file {name!r}")
    with open(path, "rb") as file:  # noqa: PTH123 - finders give text
        return hashlib.sha256(file.read()).hexdigest()[:12]


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a small picture from the sprite, hidden from screen readers: a word stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        asset("runback/icons/sprite.svg"),
        name,
    )


@register.filter
def distance(metres: float | None, units: Units) -> str:
    """Return a distance such as 12.4 km; a dash for none."""
    return "–" if metres is None else unit_words.distance(metres, units)


@register.filter
def climb(metres: float | None, units: Units) -> str:
    """Return a height difference such as 240 m; a dash for none."""
    return "–" if metres is None else unit_words.height(metres, units)


@register.filter
def pace(speed_m_s: float | None, units: Units) -> str:
    """Return a pace such as 5:30 /km; a dash for none."""
    return "–" if speed_m_s is None else unit_words.pace(speed_m_s, units)


@register.filter
def duration(seconds: float | None) -> str:
    """Return a time such as 42:10; a dash for none."""
    return "–" if seconds is None else unit_words.duration(seconds)


@register.filter
def day(value: date | None) -> str:
    """Return a day such as Tue 3 Nov 2026; a dash for none."""
    return "–" if value is None else f"{value:%a} {unit_words.day_words(value)}"


@register.filter
def short_day(value: date | None) -> str:
    """Return a day without its year, such as Tue 3 Nov; a dash for none."""
    return "–" if value is None else f"{value:%a} {value.day} {value:%b}"


@register.filter
def near_day(value: date, today: date) -> str:
    """Return today, yesterday, tomorrow, or the day itself."""
    near = {0: "today", -1: "yesterday", 1: "tomorrow"}
    return near.get((value - today) // timedelta(days=1)) or short_day(value)


@register.filter
def percent(share: float | None) -> str:
    """Return a share (0 to 1) as per cent; a dash for none."""
    return "–" if share is None else f"{share:.0%}"


@register.filter
def sources(fact_ids: Any) -> SafeString:
    """Return links to the facts that a sentence rests on, with how far they were checked where in doubt."""
    return format_html_join(
        mark_safe(" "),
        '<a class="source" href="/evidence/{}/">{}{}</a>',
        ((one, one, _how_sure(one)) for one in fact_ids),
    )


def _how_sure(fact_id: str) -> str:
    entry = fact(fact_id)
    return "" if entry.established else f" ({CHECKED_WORDS[entry.checked]})"


@register.filter
def with_rooms(text: str) -> SafeString:
    """Return a sentence with links to the rooms where the commands that it names are done on the pages."""
    rooms = [(room.address, room.name) for room in rooms_for(text)]
    links = format_html_join("", ' (here: <a class="room" href="{}">{}</a>)', rooms)
    return format_html("{}{}", text, links)


@register.inclusion_tag("runback/parts/chart.html")
def chart(address: str, reading: str, *, height: int = 220, **asked: Any) -> dict[str, Any]:
    """Return a chart: its one-sentence reading, then the picture of the specification at ``address``."""
    query = urlencode({key: value for key, value in asked.items() if value is not None})
    return {"address": f"{address}?{query}" if query else address, "reading": reading, "height": height}


@register.inclusion_tag("runback/parts/support.html")
def support(ranked: RankedCause) -> dict[str, Any]:
    """Return the support of a cause as a stroke on the line of its interval, in words beneath."""
    before = cause(ranked.id).prior
    low, high = ranked.interval
    return {
        "at": f"{100 * ranked.support:.1f}",
        "low": f"{100 * low:.1f}",
        "high": f"{100 * high:.1f}",
        "prior": f"{100 * before:.1f}",
        "firm": ranked.state in ("strong", "supported"),
        "state": ranked.state,
        "support": ranked.support,
        "interval": ranked.interval,
        "before": before,
    }


@register.inclusion_tag("runback/parts/interval_line.html")
def interval_line(at: float, low: float, high: float) -> dict[str, Any]:
    """Return a share (0 to 1) as a stroke on the line of its interval."""
    return {"at": f"{100 * at:.1f}", "low": f"{100 * low:.1f}", "high": f"{100 * high:.1f}"}


@register.inclusion_tag("runback/parts/effect_line.html")
def effect_line(effect: float, interval: tuple[float, float], reach: float) -> dict[str, Any]:
    """Return an effect as a stroke on its interval; the line reaches ``reach`` to either side of none."""
    low, high = interval
    return {
        name: f"{50 + 50 * max(-1.0, min(1.0, value / reach)):.1f}"
        for name, value in (("at", effect), ("low", low), ("high", high))
    }
