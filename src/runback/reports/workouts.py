"""A planned run or strength session as a FIT workout file for the watch.

Written with the encoder of garmin-fit-sdk. It knows only the base fields of a message and drops names of
sub-fields (``duration_time``, ``repeat_steps``) without a word, so durations stand in ``duration_value`` and
repeats in ``target_value``: milliseconds, centimetres, counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any
from zlib import crc32

from garmin_fit_sdk import Encoder

from runback.errors import BadInputError
from runback.knowledge import exercises
from runback.planning.plan import Session, Step

FILE_ID, WORKOUT, WORKOUT_STEP = 0, 26, 27
MANUFACTURER = 255
"""Of files made while developing; no manufacturer's number is Runback's."""
MOST_NAME_BYTES = 40
MOST_NOTE_BYTES = 200
EASY_EFFORT = 3.0
"""Up to this effort a first part of several warms up and a last one cools down."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What a watch counts down: ``kind`` ``time`` (ms), ``distance`` (cm), ``reps``, or ``open``."""

    name: str
    note: str
    kind: str
    value: int
    intensity: str


def workout_file(session: Session, created: datetime) -> bytes:
    """Return a run or strength session as a FIT workout file, ``created`` at that instant (UTC).

    Sets become repeated steps; what is done on each side comes as two steps where it is held.

    Raises:
        BadInputError: a session of another kind.
    """
    if session.kind not in {"run", "strength"}:
        raise BadInputError(
            f"a {session.kind} session has no workout file.",
            where=session.id,
            remedy="Write runs and strength sessions.",
        )
    running = session.kind == "run"
    steps = list(_numbered(session))
    encoder = Encoder()
    encoder.write_mesg(
        {
            "mesg_num": FILE_ID,
            "type": "workout",
            "manufacturer": MANUFACTURER,
            "product": 0,
            # Watches tell workouts apart by this number and the time of making.
            "serial_number": crc32(session.id.encode()) or 1,
            "time_created": created,
        }
    )
    encoder.write_mesg(
        {
            "mesg_num": WORKOUT,
            "sport": "running" if running else "training",
            "sub_sport": "generic" if running else "strength_training",
            "num_valid_steps": len(steps),
            "wkt_name": _cut(session.title, MOST_NAME_BYTES),
        }
    )
    for step in steps:
        encoder.write_mesg({"mesg_num": WORKOUT_STEP, **step})
    return bytes(encoder.close())


def _numbered(session: Session) -> Iterator[dict[str, Any]]:
    """Yield the steps of the file in order; a repeat names the first step that it repeats."""
    numbers = count()
    for place, step in enumerate(session.steps):
        parts = _run_parts(session, place) if session.kind == "run" else _strength_parts(step)
        first = None
        for part in parts:
            number = next(numbers)
            first = number if first is None else first
            yield {
                "message_index": number,
                "wkt_step_name": _cut(part.name, MOST_NAME_BYTES),
                "duration_type": part.kind,
                "duration_value": part.value,
                "target_type": "open",
                "target_value": 0,
                "intensity": part.intensity,
                "notes": _cut(part.note, MOST_NOTE_BYTES),
            }
        if step.sets is not None and step.sets > 1:
            yield {
                "message_index": next(numbers),
                "duration_type": "repeat_until_steps_cmplt",
                "duration_value": first,
                "target_type": "open",
                "target_value": step.sets,
            }


def _run_parts(session: Session, place: int) -> list[_Part]:
    step = session.steps[place]
    if step.hold_s:
        parts = [_Part("Run", step.text, "time", 1000 * step.hold_s, "interval")]
        if step.rest_s:
            parts.append(_Part("Recover", step.text, "time", 1000 * step.rest_s, "recovery"))
        return parts
    name, intensity = _place_of(session, place)
    if step.distance_m is not None:
        return [_Part(name, step.text, "distance", round(100 * step.distance_m), intensity)]
    return [_Part(name, step.text, "time", round(60_000 * step.minutes), intensity)]


def _place_of(session: Session, place: int) -> tuple[str, str]:
    step = session.steps[place]
    easy = step.effort is not None and step.effort <= EASY_EFFORT
    if len(session.steps) > 1 and easy and place == 0:
        return "Warm up", "warmup"
    if len(session.steps) > 1 and easy and place == len(session.steps) - 1:
        return "Cool down", "cooldown"
    return session.title, "active"


def _strength_parts(step: Step) -> list[_Part]:
    names = {one.id: one.name for one in exercises()}
    name = names.get(step.exercise or "", step.text.partition(":")[0])
    if step.hold_s:
        held = 1000 * step.hold_s * (step.reps or 1)
        sides = (" left", " right") if step.each_side else ("",)
        parts = [
            _Part(_cut(name, MOST_NAME_BYTES - len(side)) + side, step.text, "time", held, "active")
            for side in sides
        ]
    elif step.reps:
        reps = step.reps * (2 if step.each_side else 1)
        parts = [_Part(name, step.text, "reps", reps, "active")]
    else:
        parts = [_Part(name, step.text, "open", 0, "active")]
    if step.rest_s and step.sets is not None and step.sets > 1:
        parts.append(_Part("Rest", "", "time", 1000 * step.rest_s, "rest"))
    return parts


def _cut(text: str, most_bytes: int) -> str:
    """Return the text within so many bytes of UTF-8, cut between characters."""
    return text.encode()[:most_bytes].decode(errors="ignore").rstrip()
