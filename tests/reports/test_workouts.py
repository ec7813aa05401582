"""Workout files: read back equal by fitdecode, garmin-fit-sdk and Runback's own decoder."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import fitdecode
import pytest
from garmin_fit_sdk import Decoder, Stream
from hypothesis import given
from hypothesis import strategies as st
from planned_sessions import EASY, HILLS, REST, STRENGTH, STRETCH

from runback.activities.fit.decode import decode_fit
from runback.activities.reading import read_file
from runback.errors import BadInputError
from runback.planning.plan import Session, Step
from runback.reports.workouts import WORKOUT_STEP, workout_file

CREATED = datetime(2026, 10, 18, 9, 30, tzinfo=UTC)


def raw(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """Every message as fitdecode reads it, base fields by name with raw values."""
    messages: dict[str, list[dict[str, Any]]] = {}
    with fitdecode.FitReader(content, check_crc=fitdecode.CrcCheck.RAISE) as reader:
        for frame in reader:
            if isinstance(frame, fitdecode.FitDataMessage):
                fields = {
                    field.field_def.field.name
                    if field.field_def and field.field_def.field
                    else field.name: field
                    for field in frame.fields
                    if field.field_def is not None
                }
                messages.setdefault(frame.name, []).append(
                    {name: field.raw_value for name, field in fields.items()}
                    | {f"{field.name}": field.value for field in frame.fields}
                )
    return messages


def steps(session: Session) -> list[dict[str, Any]]:
    return raw(workout_file(session, CREATED))["workout_step"]


def test_the_head_of_the_file_names_kind_sport_title_and_count() -> None:
    for session, sport in ((EASY, "running"), (STRENGTH, "training")):
        messages = raw(workout_file(session, CREATED))
        (head,), (workout,) = messages["file_id"], messages["workout"]
        assert head["type"] == "workout"
        assert head["time_created"] == CREATED
        assert (workout["sport"], workout["wkt_name"]) == (sport, session.title)
        assert workout["num_valid_steps"] == len(messages["workout_step"])


def test_a_run_is_its_distance() -> None:
    (step,) = steps(EASY)
    assert (step["duration_type"], step["duration_distance"]) == ("distance", 8000.0)
    assert step["target_type"] == "open"
    assert step["notes"] == "Run easily."


def test_a_hard_run_warms_up_repeats_and_cools_down() -> None:
    found = steps(HILLS)
    assert [step["message_index"] for step in found] == [0, 1, 2, 3, 4]
    warm, work, easy, repeat, cool = found
    assert [step.get("intensity") for step in (warm, work, easy, cool)] == [
        "warmup", "interval", "recovery", "cooldown",
    ]  # fmt: skip
    assert (warm["duration_distance"], cool["duration_distance"]) == (3000.0, 1500.0)
    assert (work["duration_time"], easy["duration_time"]) == (60.0, 120.0)
    assert repeat["duration_type"] == "repeat_until_steps_cmplt"
    assert (repeat["duration_step"], repeat["repeat_steps"]) == (1, 6)


def test_strength_sets_repeat_with_their_rest_and_sides() -> None:
    found = steps(STRENGTH)
    bug, rest, again, left, right, pause, once_more = found
    assert (bug["duration_type"], bug["duration_reps"]) == ("reps", 16)
    assert (rest["duration_time"], rest["intensity"]) == (60.0, "rest")
    assert (again["duration_step"], again["repeat_steps"]) == (0, 2)
    assert (left["duration_time"], right["duration_time"], pause["duration_time"]) == (20.0, 20.0, 45.0)
    assert left["wkt_step_name"].endswith(" left")
    assert right["wkt_step_name"].endswith(" right")
    assert (once_more["duration_step"], once_more["repeat_steps"]) == (3, 3)


@pytest.mark.parametrize("session", [REST, STRETCH])
def test_other_sessions_have_no_workout(session: Session) -> None:
    with pytest.raises(BadInputError, match="no workout file"):
        workout_file(session, CREATED)


def test_the_sdk_finds_the_file_whole() -> None:
    for session in (EASY, HILLS, STRENGTH):
        content = bytearray(workout_file(session, CREATED))
        assert Decoder(Stream.from_byte_array(content)).check_integrity()
        messages, errors = Decoder(Stream.from_byte_array(content)).read()
        assert not errors
        assert messages["workout_mesgs"][0]["wkt_name"] == session.title


def test_runbacks_own_decoder_reads_the_same_steps_and_finds_no_run_in_them() -> None:
    content = workout_file(HILLS, CREATED)
    file = decode_fit(content)
    assert file.damage is None
    table = file.parts[0].table(WORKOUT_STEP)
    read = [table.column(number).tolist() for number in (254, 2, 4)]
    assert read == [[0, 1, 2, 3, 4], [300_000, 60_000, 120_000, 1, 150_000], [0, 0, 0, 6, 0]]
    assert read_file(content, "workout.fit").recordings == ()


@given(
    metres=st.floats(100, 200_000),
    work_s=st.integers(1, 7200),
    rest_s=st.integers(1, 3600),
    sets=st.integers(2, 40),
    text=st.text(max_size=300),
)
def test_any_amounts_come_back(metres: float, work_s: int, rest_s: int, sets: int, text: str) -> None:
    text = text.replace("\0", "")
    parts = (
        Step("Warm up.", 10, metres, effort=2),
        Step(text, 10, 1000.0, effort=7, sets=sets, hold_s=work_s, rest_s=rest_s),
        Step("Home.", 12.5, effort=2),
    )
    warm, work, rest, repeat, home = steps(replace(HILLS, steps=parts))
    assert warm["duration_distance"] == pytest.approx(metres, abs=0.005)
    assert (work["duration_time"], rest["duration_time"], home["duration_time"]) == (work_s, rest_s, 750)
    assert repeat["repeat_steps"] == sets
    assert text.startswith(work["notes"] or "")
