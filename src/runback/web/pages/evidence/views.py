"""What everything rests on: every fact with its source, common advice with its verdict, the treatments."""

from __future__ import annotations

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from runback import knowledge
from runback.errors import UnknownFactError
from runback.knowledge.effects import size
from runback.knowledge.showing import rows

TOPICS = {
    "load": "Training load",
    "body": "Strength and range",
    "gait": "Running form",
    "structural": "Structure and red flags",
    "care": "Course, care, influences",
}


@require_GET
def facts(request: HttpRequest) -> HttpResponse:
    """List the facts by topic, or those that hold the words asked for."""
    topic = request.GET.get("topic", "")
    topic = topic if topic in TOPICS else ""
    asked = request.GET.get("words", "").strip()
    words = asked.lower().split()
    found = [
        fact
        for fact in (knowledge.facts(topic) if topic else knowledge.facts())
        if all(word in f"{fact.id} {fact.claim}".lower() for word in words)
    ]
    every = knowledge.facts()
    return render(
        request,
        "runback/evidence/facts.html",
        {
            "facts": found if topic or words else [],
            "topics": TOPICS,
            "topic": topic,
            "words": asked,
            "counts": {name: len(knowledge.facts(name)) for name in TOPICS},
            "total": len(every),
            "established": sum(fact.established for fact in every),
        },
    )


@require_GET
def entry(request: HttpRequest, entry_id: str) -> HttpResponse:
    """Show everything that carries this id."""
    try:
        found = knowledge.entries(entry_id)
    except UnknownFactError as error:
        raise Http404(error.what) from error
    return render(
        request,
        "runback/evidence/entry.html",
        {"entry_id": entry_id, "entries": [(one, one.kind.replace("_", " "), rows(one)) for one in found]},
    )


@require_GET
def advice(request: HttpRequest) -> HttpResponse:
    """Show the common advice, the contradicted first."""
    order = ("contradicted", "untested", "weak", "supported")
    pieces = sorted(knowledge.advice(), key=lambda piece: order.index(piece.verdict))
    return render(
        request,
        "runback/evidence/advice.html",
        {"pieces": pieces, "counts": Counter(piece.verdict for piece in pieces)},
    )


@require_GET
def care(request: HttpRequest) -> HttpResponse:
    """Show the treatments: effects with their interval, harms, guidelines, questions to ask."""
    treatments = [(one, [(effect, size(effect)) for effect in one.effects]) for one in knowledge.treatments()]
    return render(request, "runback/evidence/care.html", {"treatments": treatments})
