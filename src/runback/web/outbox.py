"""What a browser sends from its outbox, taken once: the message and its change are one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction

from runback.errors import BadInputError
from runback.operations.checking_in import in_one_line
from runback.store.store import Store
from runback.units import day_words
from runback.web.models import Message

Change = Callable[[Store, date, Mapping[str, Any]], str]
"""Makes one change and returns what was done, in words."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a message: ``taken`` now, ``already`` taken before, or ``refused`` and why."""

    id: str
    state: Literal["taken", "already", "refused"]
    words: str


def take(store: Store, today: date, message: Mapping[str, Any]) -> Taken:
    """Take one message: its change and its id are written together, or neither.

    A message whose id was taken before changes nothing. One that cannot be taken is refused with the reason
    and leaves nothing behind, so that the browser keeps it for the runner to correct.
    """
    name = str(message.get("id", ""))
    try:
        return _take(store, today, message, _id(name))
    except BadInputError as error:
        return Taken(name, "refused", f"{error.what} {error.remedy}".strip())


def _take(store: Store, today: date, message: Mapping[str, Any], name: UUID) -> Taken:
    kind = str(message.get("kind", ""))
    if kind not in _CHANGES:
        raise BadInputError(f"a message of the kind {kind!r} is not known.", remedy="Load the page anew.")
    content = message.get("content")
    if not isinstance(content, dict):
        raise BadInputError("the message holds nothing.", remedy="Write it anew.")
    with transaction.atomic():
        _, fresh = Message.objects.get_or_create(
            pk=name, defaults={"received_utc": datetime.now(UTC), "kind": kind}
        )
        if not fresh:
            return Taken(str(name), "already", "It was taken before; nothing was changed.")
        return Taken(str(name), "taken", _CHANGES[kind](store, today, content))


def _id(name: str) -> UUID:
    try:
        return UUID(name)
    except ValueError:
        raise BadInputError("a message has no id of its own.", remedy="Load the page anew.") from None


def _check_in(store: Store, today: date, content: Mapping[str, Any]) -> str:
    told = content.get("told")
    if not isinstance(told, dict):
        raise BadInputError("the check-in is empty.", remedy="Give at least one value.")
    of_day = _day(content.get("day"))
    # JSON has no tuples.
    told = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    kept = store.health.diary.change(of_day, told, today)
    return f"{day_words(kept.day)}: {in_one_line(kept)}."


def _session(store: Store, today: date, content: Mapping[str, Any]) -> str:
    from runback.operations.planning import tell_session

    done = content.get("done") is not False
    at_target = content.get("at_target") or {}
    if not isinstance(at_target, dict):
        raise BadInputError("the exercises cannot be read.", remedy="Tell the session anew.")
    found = tell_session(
        store,
        today,
        str(content.get("session", "")),
        done=done,
        on=_day(content["day"]) if content.get("day") else None,
        effort=_number("effort", content.get("effort")),
        pain=_number("pain", content.get("pain")),
        at_target={str(name): reached is True for name, reached in at_target.items()},
    )
    return f"{found.title} of {day_words(found.day)}: {'done' if done else 'missed'}."


def _self_test(store: Store, today: date, content: Mapping[str, Any]) -> str:
    from runback.body import sentences, value_words
    from runback.operations.self_testing import record_result
    from runback.web.pages.self_tests.results import told_result

    reading = record_result(store, today, told_result(content, _day(content.get("day"))))
    return f"{value_words(reading.result, store.units())}. {' '.join(sentences(reading))}"


def _day(said: object) -> date:
    try:
        return date.fromisoformat(str(said))
    except ValueError:
        raise BadInputError(f"{said!r} is not a day.", remedy="Write it as 2026-11-23.") from None


def _number(name: str, said: object) -> float | None:
    if said is None or said == "":
        return None
    if isinstance(said, (int, float)) and not isinstance(said, bool):
        return float(said)
    raise BadInputError(f"{said!r} is no number.", where=name, remedy="Give a number from 0 to 10.")


_CHANGES: dict[str, Change] = {"check-in": _check_in, "session": _session, "self-test": _self_test}
