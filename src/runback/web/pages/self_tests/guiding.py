"""Guided tests: the questions before the first one, then each test with its timer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from runback.body import GateAnswers, gate_questions
from runback.body.results import STOPPED_WORDS, known_test, pain_limit, too_much_pain
from runback.errors import BadInputError
from runback.knowledge import SelfTest
from runback.operations.self_testing import LEAD_S, WARM_UP, SelfTestView, sides_in_turn, sitting
from runback.store.store import Store
from runback.web.movement import figure_address
from runback.web.pages.self_tests.views import UNIT_LABELS
from runback.web.runner_store import own_store, runners_day

YES_NO = {"yes": True, "no": False}


@require_http_methods(["GET", "POST"])
def run(request: HttpRequest) -> HttpResponse:
    """Ask the questions before the first test; answered, guide through the tests that may be done.

    The answers are of this sitting alone and are kept nowhere.
    """
    store = own_store()
    today = runners_day(store)
    view = SelfTestView.of(store, today)
    sent = request.GET if request.method == "GET" else request.POST
    wanted = [known_test(name) for name in sent.getlist("test")]
    form = sent.get("form", "")
    around: dict[str, Any] = {
        "wanted": wanted,
        "form": form,
        "questions": gate_questions(),
        "pains": range(11),
    }
    answers = None
    if request.method == "POST":
        try:
            answers = _answers(request)
        except BadInputError as error:
            return render(
                request,
                "runback/self_tests/gate.html",
                around | {"error": error, "error_above": True, "sent": sent},
                status=422,
            )
    found = sitting(view, wanted, answers)
    around |= {
        "found": found,
        "barred": [(known_test(name), reason) for name, reason in found.barred.items()],
        "warm_up": WARM_UP,
    }
    if answers is None or not found.tests:
        return render(request, "runback/self_tests/gate.html", around)
    data = {
        "lead_s": LEAD_S,
        "pain_limit": pain_limit(),
        "too_much_pain": too_much_pain(),
        "day": today.isoformat(),
        "tests": [_told(store, view, test, form) for test in found.tests],
    }
    return render(
        request,
        "runback/self_tests/run.html",
        around | {"data": data, "stopped": [one for one in STOPPED_WORDS.items() if one[0] != "limit"]},
    )


def _answers(request: HttpRequest) -> GateAnswers:
    said: dict[str, Any] = {}
    for question in gate_questions():
        given = request.POST.get(question.id, "")
        if not given:
            raise BadInputError(
                "a question is not answered yet.", remedy="Answer each; unsure counts as yes."
            )
        if question.number:
            said[question.id] = _pain(given)
        else:
            # Unsure counts as yes.
            said[question.id] = YES_NO.get(given, True)
    return GateAnswers(**said)


def _pain(given: str) -> float:
    if not given.isdecimal() or int(given) > 10:
        raise BadInputError(f"{given!r} is no pain.", remedy="Choose a number from 0 to 10.")
    return float(given)


def _told(store: Store, view: SelfTestView, test: SelfTest, form: str) -> dict[str, Any]:
    """Return a test for the script that guides through it; every value is JSON."""
    used = form if form in test.forms else (test.forms[0] if test.forms else "")
    return {
        "id": test.id,
        "name": test.name,
        "form": used,
        "way": test.way,
        "unit": UNIT_LABELS[test.unit],
        "low": test.allowed[0],
        "high": test.allowed[1],
        "limit_s": test.stop_at if test.stop_at is not None else test.allowed[1],
        "stop_at": test.stop_at,
        "rest_s": test.rest_s,
        "needs": ", ".join(test.equipment),
        "procedure": list(test.procedure),
        "stop_rule": test.stop_rule,
        "safety": test.safety,
        "figure": figure_address(test.id),
        "sides": [side.value if side else None for side in sides_in_turn(store, view.today, test)],
    }
