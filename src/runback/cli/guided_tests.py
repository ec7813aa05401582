"""``runback tests run``: self-tests guided in the terminal, each side kept as soon as it is done."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from runback.cli.screening import flags_text
from runback.cli.self_test_text import reading_text
from runback.cli.stopwatch import count_down, single_keys, stop_watch
from runback.cli.terminal import console, parsed_number
from runback.errors import BadInputError
from runback.operations.self_testing import LEAD_S, WARM_UP, SelfTestView, sides_in_turn, sitting

if TYPE_CHECKING:
    from runback.body import GateAnswers, SelfTestResult, Stopped
    from runback.knowledge import SelfTest
    from runback.model import Side
    from runback.store import Store

QUIT_WORDS = ("q", "quit", "stop")
SKIP_WORDS = ("s", "skip")
YES, NO = ("y", "yes"), ("n", "no")


class QuitError(Exception):
    """The runner wants to leave; what was done is kept."""


@dataclass(slots=True)
class Session:
    """One sitting: the store it writes to, its day, the form asked for, and the tests that were kept."""

    store: Store
    today: date
    form: str
    kept: list[str] = field(default_factory=list)

    def keep(self, result: SelfTestResult) -> SelfTestResult:
        """Write what is known of a test so far and return the whole of it."""
        written = self.store.self_tests.write(result, self.today)
        if written.test not in self.kept:
            self.kept.append(written.test)
        return written


def run_guided(wanted: Sequence[str], form: str, today: date) -> None:
    """Guide through tests: the gate first, then each test with its timer, pain and rest.

    Raises:
        BadInputError: there is no terminal, or a test or form is unknown.
    """
    from runback.body.results import form_of, known_test
    from runback.store import open_store

    asked = [known_test(test) for test in wanted]
    for test in asked:
        form_of(test, form)
    if form and not asked:
        raise BadInputError("a form needs its test.", where="--form", remedy="Name the test as well.")
    if not sys.stdin.isatty():
        raise BadInputError(
            "the guided tests need a terminal.",
            remedy="Time the test yourself and note it: runback tests record ID --left 41 --right 55",
        )
    store = open_store()
    view = SelfTestView.of(store, today)
    if view.screening is not None and view.screening.red_flags:
        console().print(flags_text(view.screening))
    session = Session(store, today, form)
    try:
        _guide(session, view, asked)
    except (QuitError, KeyboardInterrupt, EOFError):
        console().print("\nStopped.")
    _close(session)


def _guide(session: Session, view: SelfTestView, asked: Sequence[SelfTest]) -> None:
    tests = tuple(asked) or view.proposed
    if not tests:
        console().print("No test is due; runback tests shows when. Name one to do it anyway.")
        return
    open_tests = _past_the_gate(view, tests)
    if not open_tests:
        return
    minutes = sum(test.minutes for test in open_tests)
    console().print(f"\n{len(open_tests)} to do, about {minutes:g} minutes. {WARM_UP}")
    console().print("At any question: s skips, q leaves; every side is kept once it is done.\n")
    for place, test in enumerate(open_tests):
        measured = _one_test(session, test)
        if measured and place + 1 < len(open_tests):
            _rest(test.rest_s, "Rest before the next test")


def _past_the_gate(view: SelfTestView, tests: Sequence[SelfTest]) -> Sequence[SelfTest]:
    """Return the tests that neither the raised flags nor the answers speak against; say why of the others."""
    found = sitting(view, tests)
    if found.tests:
        found = sitting(view, tests, _gate())
    for test, reason in found.barred.items():
        console().print(f"{test}: not now; {reason}.", style="bold", markup=False)
    if found.later:
        left = ", ".join(test.id for test in found.later)
        most = len(found.tests)
        console().print(f"More than {most} tests tire one another; for another day: {left}.")
    return found.tests


def _gate() -> GateAnswers:
    from runback.body import GateAnswers, gate_questions

    console().print("\nA few questions before the first test; unsure counts as yes, q leaves.\n")
    said: dict[str, Any] = {}
    for question in gate_questions():
        said[question.id] = _pain(question.wording) if question.number else _yes(question.wording)
        if said[question.id] is True and question.id in {"signs", "clinician_first"}:
            break
    return GateAnswers(**said)


def _one_test(session: Session, test: SelfTest) -> bool:
    """Show a test and measure its sides in turn; return whether any was measured."""
    from runback.body import SelfTestResult
    from runback.body.results import form_of

    form = form_of(test, session.form if session.form in test.forms else "")
    _explain(test, form)
    if _said("Enter when you are in place, s to skip, q to leave") in SKIP_WORDS:
        return False
    result = SelfTestResult(test.id, session.today, form=form)
    order = sides_in_turn(session.store, session.today, test)
    again = any(one.day == session.today for one in session.store.self_tests.of_test(test.id, session.today))
    for place, side in enumerate(order):
        if not again and not result.measured:
            result = replace(result, first_side=side)
        done = _one_side(session, test, result, side)
        if done is None:
            continue
        result = done
        if place + 1 == len(order):
            break
        if result.ended_by_pain:
            console().print("Pain is above the limit of the stop rule: no other side.", style="bold")
            break
        _rest(test.rest_s, "Rest before the other side")
    return bool(result.measured)


def _explain(test: SelfTest, form: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    out = console()
    out.print(f"{test.name}  ({test.id})", style="bold", markup=False)
    lines = [Text(f"Form: {form} (others: {', '.join(f for f in test.forms if f != form)})")] if form else []
    lines.append(Text(f"Needs: {', '.join(test.equipment)}"))
    lines += [Text(f"{number} {step}") for number, step in enumerate(test.procedure, start=1)]
    lines += [Text(test.stop_rule, style="bold"), Text(test.safety, style="dim")]
    for line in lines:
        out.print(Padding(line, (0, 0, 0, 2)))
    out.print()


def _one_side(
    session: Session, test: SelfTest, result: SelfTestResult, side: Side | None
) -> SelfTestResult | None:
    """Measure one side, ask what came with it, and keep it; None where it was skipped."""
    from runback.body.results import too_much_pain

    if side is not None:
        console().print(f"{side.value.upper()} side", style="bold")
    value: float | None = None
    if test.way == "hold":
        value = _timed(test)
        if value is None:
            return None
    told = _confirmed(session, test, result, side, value)
    if told is None:
        return None
    pain = _pain("Worst pain during it, 0 to 10?")
    stopped = _why_stopped(test, told.side(side))
    kept = session.keep(told.with_effort(pain, stopped))
    if pain > too_much_pain():
        console().print(f"Pain above {too_much_pain():g} of 10: no further test today.", style="bold")
        raise QuitError
    return kept


def _timed(test: SelfTest) -> float | None:
    """Return the seconds held; None where the runner skips."""
    if _said("Enter starts a countdown of 5 seconds, then the timer runs; s to skip") in SKIP_WORDS:
        return None
    limit = test.stop_at if test.stop_at is not None else test.allowed[1]
    with single_keys() as read_key:
        if count_down(console(), LEAD_S, read_key, label="Ready ...").ended_by == "quit":
            raise QuitError
        timed = stop_watch(console(), limit, read_key)
    if timed.ended_by == "quit":
        raise QuitError
    return float(round(timed.seconds))


def _confirmed(
    session: Session, test: SelfTest, result: SelfTestResult, side: Side | None, value: float | None
) -> SelfTestResult | None:
    """Return ``result`` with a value of the side that may be taken; None where it was skipped."""
    from runback.body import amount, checked
    from runback.body.amounts import WORDS

    units = session.store.units()
    while True:
        question = f"Result in {WORDS[test.unit]} (s to skip)"
        if value is not None:
            question = (
                f"{amount(value, test.unit, units)}. Enter keeps it, or type another number (s to skip)"
            )
        said = _said(question)
        if said in SKIP_WORDS or (not said and value is None):
            return None
        try:
            number = value if not said else parsed_number(said, test.id)
            return checked(result.with_side(side, number), session.today, units)
        except BadInputError as error:
            console().print(str(error), markup=False)


def _why_stopped(test: SelfTest, value: float | None) -> Stopped | None:
    """Return what ended an effort: its own limit, or what the runner says; None of a test of range."""
    if test.way == "reading":
        return None
    from runback.body.results import STOPPED_WORDS

    if test.stop_at is not None and value is not None and value >= test.stop_at:
        return "limit"
    reasons = [reason for reason in STOPPED_WORDS if reason != "limit"]
    for number, reason in enumerate(reasons, start=1):
        console().print(f"  {number} {STOPPED_WORDS[reason]}", markup=False)
    while True:
        said = _said("What ended it? A number, or Enter")
        if not said:
            return None
        if said.isdecimal() and 1 <= int(said) <= len(reasons):
            return reasons[int(said) - 1]


def _rest(seconds: int, label: str) -> None:
    if not seconds:
        return
    console().print(f"{label}: {seconds // 60} min {seconds % 60:02d} s. Space or Enter goes on sooner.")
    with single_keys() as read_key:
        if count_down(console(), seconds, read_key, label="Rest").ended_by == "quit":
            raise QuitError


def _pain(question: str) -> float:
    from runback.body.results import MOST_PAIN

    while True:
        said = _said(question)
        try:
            value = parsed_number(said, "pain")
        except BadInputError:
            value = -1.0
        if 0 <= value <= MOST_PAIN:
            return value
        console().print(f"A number from 0 (none) to {MOST_PAIN:g} (worst imaginable).")


def _yes(question: str) -> bool:
    while True:
        said = _said(f"{question} [y/n]")
        if said in NO:
            return False
        if said in {*YES, "?", "unsure"}:
            return True


def _said(question: str) -> str:
    """Return an answer in small letters; raise ``QuitError`` for the wish to leave."""
    said = console().input(f"{question}: ", markup=False).strip().lower()
    if said in QUIT_WORDS:
        raise QuitError
    return said


def _close(session: Session) -> None:
    """Show what was kept, read against norm, other side and own past."""
    out = console()
    if not session.kept:
        out.print("Nothing was recorded.")
        return
    view = SelfTestView.of(session.store, session.today)
    out.print("\nKept", style="bold")
    from runback.knowledge import self_test

    for test_id in session.kept:
        reading = view.read(self_test(test_id))
        assert reading is not None
        out.print(f"{reading.test.name}", style="bold", markup=False)
        out.print(reading_text(reading, view.units))
    out.print("What this says of the muscle causes: runback assess", style="dim")
