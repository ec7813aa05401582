"""FIT files flipped, cut and spliced: what came before the damage stays, and the damage is told."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from fit_bytes import START, UINT8, UINT16, UINT32, FitBytes, activity, crc, describe
from hypothesis import given
from hypothesis import strategies as st

from runback.activities.fit import FitFile, decode_fit, read_fit
from runback.activities.fit.profile import HRV, LAP, PROFILE, RECORD, SESSION
from runback.activities.recording import FileReading
from runback.errors import RunbackError, UnreadableFileError

REAL_FILES = (
    "activity-filecrc",
    "activity-small-fenix2-run",
    "compressed-speed-distance",
    "developer-types-sample",
    "triathlon_summary_first",
)
MUTATIONS_PER_FILE = 60
MUTATIONS_AT_LENGTH = 4_000

Mutation = Callable[[bytes, random.Random], tuple[bytes, int]]
"""A mutation returns the new bytes and the first byte that may differ."""


def flipped(data: bytes, chance: random.Random) -> tuple[bytes, int]:
    mutated = bytearray(data)
    places = [chance.randrange(len(data)) for _ in range(chance.choice([1, 1, 1, 2, 8]))]
    for place in places:
        mutated[place] ^= 1 << chance.randrange(8)
    return bytes(mutated), min(places)


def cut(data: bytes, chance: random.Random) -> tuple[bytes, int]:
    end = chance.randrange(len(data))
    return data[:end], end


def spliced(data: bytes, chance: random.Random) -> tuple[bytes, int]:
    place, taken = chance.randrange(len(data)), chance.randrange(len(data))
    piece = data[taken : taken + chance.randrange(1, 400)]
    dropped = chance.choice([0, len(piece), chance.randrange(400)])
    return data[:place] + piece + data[place + dropped :], place


def overwritten(data: bytes, chance: random.Random) -> tuple[bytes, int]:
    place = chance.randrange(len(data))
    noise = chance.randbytes(chance.randrange(1, 200))
    return data[:place] + noise + data[place + len(noise) :], place


MUTATIONS: tuple[Mutation, ...] = (flipped, cut, spliced, overwritten)


@lru_cache(maxsize=1)
def generated() -> bytes:
    """A run with developer fields, interleaved beats, a redefinition and compressed timestamps."""
    fit = activity()
    describe(fit, 0, 8, UINT16, "Form Power", "Watts")
    fit.define(0, RECORD, [(253, UINT32), (5, UINT32), (6, UINT16), (3, UINT8)], [(8, UINT16, 0)])
    fit.define(1, HRV, [(0, UINT16)])
    fit.define(2, RECORD, [(3, UINT8), (5, UINT32)], big=True)
    for second in range(300):
        if second % 10:
            fit.message(0, START + second, second * 300, 3000, 140, 60)
        else:
            fit.message(0, START + second, second * 300, 3000, 141, 61)
            fit.compressed(2, (START + second) & 31, 142, second * 300)
        fit.message(1, 420)
    fit.define(3, SESSION, [(253, UINT32), (2, UINT32), (5, UINT8), (7, UINT32), (9, UINT32)])
    fit.message(3, START + 300, START, 1, 300_000, 90_000)
    return fit.file()


def starts_of(fit: FitFile, message: int) -> list[int]:
    return [offset for part in fit.parts for offset in part.table(message).offsets.tolist()]


def assert_kept_before(original: FitFile, mutated: FitFile, place: int) -> None:
    """Every message that ends before ``place`` is there with its values."""
    for message in (RECORD, HRV, LAP, SESSION):
        before, after = original.parts[0].table(message), mutated.parts[0].table(message)
        sizes = np.zeros(len(before), dtype=np.int64)
        for block in before.blocks:
            sizes[block.rows] = block.definition.size
        whole = int(np.count_nonzero(before.offsets + sizes <= place))
        np.testing.assert_array_equal(before.offsets[:whole], after.offsets[:whole])
        for number in PROFILE[message]:
            np.testing.assert_array_equal(before.column(number)[:whole], after.column(number)[:whole])


def assert_told(data: bytes, read: FileReading | None, fit: FitFile | None) -> None:
    """A file that differs from a sound one is never read as a sound one."""
    if fit is not None:
        assert fit.damage is not None
        assert fit.damage.place.startswith("byte ")
        assert 0 <= int(fit.damage.place.removeprefix("byte ").replace(",", "")) <= len(data)
    if read is not None:
        assert read.damage is not None or not read.recordings
        for recording in read.recordings:
            times = recording.stream["t_s"].to_numpy()
            assert np.isfinite(times).all()
            assert (np.diff(times) > 0).all()
            assert (times >= 0).all()


def mutate_and_check(original: bytes, mutation: Mutation, seed: int) -> None:
    mutated, place = mutation(original, random.Random(seed))
    if mutated == original:
        return
    decoded: FitFile | None = None
    reading: FileReading | None = None
    try:
        decoded = decode_fit(mutated)
        reading = read_fit(mutated)
    except RunbackError as error:
        assert error.where, "an error names its place"
        assert error.remedy, "an error names its remedy"
    assert_told(mutated, reading, decoded)
    if decoded is not None and place >= 14:
        assert_kept_before(decode_fit(original), decoded, place)


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_mutated_generated_file_is_never_taken_for_sound(mutation: Mutation) -> None:
    for seed in range(MUTATIONS_PER_FILE):
        mutate_and_check(generated(), mutation, seed)


@pytest.mark.parametrize("name", REAL_FILES)
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_mutated_real_file_is_never_taken_for_sound(
    shared_data: Path, name: str, mutation: Mutation
) -> None:
    data = (shared_data / "activities" / f"{name}.fit").read_bytes()
    for seed in range(MUTATIONS_PER_FILE):
        mutate_and_check(data, mutation, seed)


@pytest.mark.slow
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_mutated_files_at_length(shared_data: Path, mutation: Mutation) -> None:
    for name in REAL_FILES:
        data = (shared_data / "activities" / f"{name}.fit").read_bytes()
        for seed in range(MUTATIONS_AT_LENGTH):
            mutate_and_check(data, mutation, seed)
    for seed in range(MUTATIONS_AT_LENGTH):
        mutate_and_check(generated(), mutation, seed)


@given(st.integers(0, 2**32), st.binary(min_size=1, max_size=4000))
def test_noise_behind_a_header_breaks_nothing(seed: int, noise: bytes) -> None:
    fit = FitBytes()
    fit.body += noise
    data = fit.file()
    try:
        reading = read_fit(data)
    except RunbackError as error:
        assert error.where
        return
    for recording in reading.recordings:
        assert (np.diff(recording.stream["t_s"].to_numpy()) > 0).all()


@given(st.integers(0, 10_000))
def test_every_cut_keeps_the_whole_messages_before_it(seed: int) -> None:
    mutate_and_check(generated(), cut, seed)


def test_a_wrong_checksum_keeps_everything() -> None:
    data = bytearray(generated())
    data[-1] ^= 0xFF
    reading, sound = read_fit(bytes(data)), read_fit(generated())
    assert reading.damage is not None
    assert reading.damage.place == f"byte {len(data) - 2}"
    assert reading.recordings[0].stream.equals(sound.recordings[0].stream)
    assert sound.damage is None


def test_a_wrong_header_checksum_keeps_everything() -> None:
    data = bytearray(generated())
    data[12:14] = b"\x12\x34"
    data[-2:] = crc(bytes(data[:-2])).to_bytes(2, "little")
    damage = decode_fit(bytes(data)).damage
    assert damage is not None
    assert damage.place == "byte 12"


def test_a_recording_that_was_never_closed_is_read_to_its_end() -> None:
    data = bytearray(generated()[:-2])
    data[4:8] = bytes(4)
    data[12:14] = bytes(2)
    reading = read_fit(bytes(data))
    assert reading.damage is not None
    assert "never closed" in reading.damage.reason
    assert reading.recordings[0].stream.equals(read_fit(generated()).recordings[0].stream)


def test_a_header_with_nothing_behind_it_is_unreadable() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_fit(generated()[:14])
    assert caught.value.where == "byte 14"
    assert caught.value.remedy


def test_what_follows_the_file_is_told() -> None:
    data = generated() + b"<html>not found</html>"
    reading = read_fit(data)
    assert len(reading.recordings) == 1
    assert reading.damage is not None
    assert reading.damage.place == f"byte {len(generated())}"


def test_two_faults_are_both_told() -> None:
    data = bytearray(generated())
    data[-1] ^= 0xFF
    damage = decode_fit(bytes(data) + generated()[:-40]).damage
    assert damage is not None
    assert damage.place == f"byte {len(data) - 2}"
    assert f"byte {len(data)}" not in damage.reason
    assert "then at byte" in damage.reason


def test_a_cut_triathlon_gets_its_last_leg(shared_data: Path) -> None:
    """Of a multisport file whose last session message is lost, the last leg's records stand alone."""
    data = (shared_data / "activities" / "activity-large-fenxi2-multisport.fit").read_bytes()
    last_session = decode_fit(data).parts[0].table(SESSION).offsets[-1]
    whole, cut_short = read_fit(data), read_fit(data[: last_session + 10])
    assert len(cut_short.recordings) == len(whole.recordings) == 7
    assert [r.sport for r in cut_short.recordings[:-1]] == [r.sport for r in whole.recordings[:-1]]
    lost, kept = cut_short.recordings[-1], whole.recordings[-1]
    assert lost.sport == "unknown"
    assert lost.totals.distance_m is None
    assert abs((lost.start_utc - kept.start_utc).total_seconds()) <= 2
    assert abs(lost.stream.height - kept.stream.height) <= 2
