"""The list of self-tests, and one of them in full with its results."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from runback.body import day_and_values, due_on, is_old, norm_words, sentences, value_words
from runback.body.results import STOPPED_WORDS, known_test
from runback.errors import BadInputError
from runback.knowledge import SelfTest, cause, self_tests
from runback.operations.self_testing import NOTE, SelfTestView, error_words, record_result
from runback.web.answers import answer
from runback.web.movement import figure_address
from runback.web.pages.self_tests.results import told_result
from runback.web.runner_store import own_store, runners_day

UNIT_LABELS = {"s": "seconds", "reps": "repetitions", "deg": "degrees", "cm": "cm"}


@require_GET
def tests(request: HttpRequest) -> HttpResponse:
    """List the tests by the cause that they tell most of, with the last result and when they are due."""
    store = own_store()
    view = answer(SelfTestView.of, store, runners_day(store))
    groups: dict[str, list[dict[str, Any]]] = {}
    for test in self_tests():
        groups.setdefault(_tells_of(test), []).append(_row(view, test))
    worth = [one for one in self_tests() if one.id in view.worth_doing]
    return render(
        request,
        "runback/self_tests/list.html",
        {
            "groups": sorted(groups.items(), key=lambda one: one[0] == _NOTHING),
            "worth": worth,
            "minutes": sum(one.minutes for one in worth),
            "note": NOTE,
        },
    )


@require_GET
def one(request: HttpRequest, test_id: str) -> HttpResponse:
    """Show one test: how it is done, when to stop, its error, norms, and the runner's results."""
    test = known_test(test_id)
    store = own_store()
    view = answer(SelfTestView.of, store, runners_day(store))
    reading = view.read(test)
    results = view.tested.get(test.id, ())[::-1]
    return render(
        request,
        "runback/self_tests/one.html",
        {
            "test": test,
            "figure": figure_address(test.id),
            "not_now": view.not_now(test),
            "error_words": error_words(test, view.units),
            "norms": norm_words(test, view.runner, view.today, units=view.units),
            "causes": [cause(name).name for name in test.informs],
            "sentences": sentences(reading) if reading else [],
            "latest": day_and_values(reading.result, view.units) if reading else None,
            "results": [(each, value_words(each, view.units)) for each in results],
            "unit": UNIT_LABELS[test.unit],
            "stopped": STOPPED_WORDS.items(),
            "note": NOTE,
        },
    )


@require_POST
def record(request: HttpRequest, test_id: str) -> HttpResponse:
    """Keep a result that the runner measured themselves."""
    store = own_store()
    today = runners_day(store)
    said = request.POST.get("day", "")
    record_result(
        store, today, told_result(request.POST.dict() | {"test": test_id}, _day(said) if said else today)
    )
    return redirect(f"/self-tests/{test_id}/#results")


@require_POST
def forget(request: HttpRequest, test_id: str) -> HttpResponse:
    """Take a mistaken result back."""
    own_store().self_tests.forget(test_id, _day(request.POST.get("day", "")), request.POST.get("form", ""))
    return redirect(f"/self-tests/{test_id}/#results")


_NOTHING = "For your own comparison"


def _tells_of(test: SelfTest) -> str:
    if not test.informs:
        return _NOTHING
    return f"Tells of: {cause(max(test.informs, key=lambda name: test.informs[name])).name.lower()}"


def _row(view: SelfTestView, test: SelfTest) -> dict[str, Any]:
    rows = view.tested.get(test.id)
    last = rows[-1] if rows else None
    due = due_on(last, view.today)
    return {
        "test": test,
        "last": last,
        "words": value_words(last, view.units) if last else "",
        "old": last is not None and is_old(last, view.today),
        "due": due if due > view.today else None,
        "not_now": view.not_now(test),
    }


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise BadInputError(f"{said!r} is not a day.", remedy="Write it as 2026-11-23.") from None
