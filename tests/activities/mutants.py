"""Files damaged at random but reproducibly: seeds of every format, and the ways in which they are hurt."""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from math import sin
from pathlib import Path

import polars as pl
from xml_files import Point, write_gpx, write_tcx

from runback.activities.recording import Recording
from runback.simulate.fit_file import write_fit

START = datetime(2024, 5, 4, 6, 30, tzinfo=UTC)
LARGEST_EVERYDAY_SEED = 150_000
LARGEST_XML_SEED = 400_000
STRAVA_TABLE = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,"
    "Filename\n"
    '1,"Jan 5, 2024, 6:30:12 AM","A, b",Run,"two\nlines",1800,5,activities/1.fit\n'
    "2,05.02.2024 06:30:12,Ride,Ride,,1800,5,activities/2.gpx.gz\n"
)
GARMIN_TABLE = (
    '[{"summarizedActivitiesExport":[{"activityId":1,"startTimeGmt":1714804200000.0,"distance":5e5}]}]'
)


@dataclass(frozen=True)
class Seed:
    """One whole file: its name, format and bytes."""

    name: str
    kind: str
    data: bytes


def jog(count: int, phase: float) -> list[Point]:
    return [
        {
            "t_s": float(i),
            "latitude_deg": round(50.0 + i * 2.7e-5, 7),
            "longitude_deg": round(6.0 + sin(i / 9 + phase) * 1e-4, 7),
            "altitude_m": round(100 + 5 * sin(i / 20), 1),
            "distance_m": round(i * 3.0, 2),
            "heart_rate_bpm": float(140 + i % 20),
            "cadence_spm": float(164 + 2 * (i % 4)),
        }
        for i in range(count)
    ]


def small_seeds() -> list[Seed]:
    """Return one small file of every format, made here."""
    rows = jog(60, 0.0)
    stream = pl.DataFrame({name: [row[name] for row in rows] for name in rows[0]})
    fit = write_fit(Recording("running", START, stream))
    tcx = write_tcx(START, [rows[:30], rows[30:]])
    gpx = write_gpx(START, [rows[:30], rows[30:]])
    packed = {
        "1.fit": fit,
        "2.gpx.gz": gzip.compress(gpx, mtime=0),
        "3.tcx": tcx,
    }
    inner = zipped({f"me_{name}": data for name, data in packed.items()})
    strava = {"activities.csv": STRAVA_TABLE.encode(), **{f"activities/{k}": v for k, v in packed.items()}}
    garmin = {"UploadedFiles_0-_Part1.zip": inner, "a_0_summarizedActivities.json": GARMIN_TABLE.encode()}
    return [
        Seed("made.fit", "fit", fit),
        Seed("made.tcx", "tcx", tcx),
        Seed("made.gpx", "gpx", gpx),
        Seed("made.fit.gz", "gzip", gzip.compress(fit, mtime=0)),
        Seed("made.tcx.gz", "gzip", gzip.compress(tcx, mtime=0)),
        Seed("strava.zip", "zip", zipped(strava)),
        Seed("garmin.zip", "zip", zipped(garmin)),
    ]


def real_seeds(folder: Path, largest: int) -> list[Seed]:
    """Return the real recordings of at most ``largest`` bytes; long XML is shortened first."""
    seeds = []
    for path in sorted(folder.glob("*.*")):
        kind = path.suffix[1:]
        data = path.read_bytes()
        if kind in ("tcx", "gpx") and len(data) > LARGEST_XML_SEED:
            data = shortened(data, LARGEST_EVERYDAY_SEED)
        if kind in ("fit", "tcx", "gpx") and len(data) <= largest:
            seeds.append(Seed(path.name, kind, data))
    return seeds


def shortened(data: bytes, size: int) -> bytes:
    """Return an XML file with its later points taken out, still well-formed."""
    for end in (b"</trkpt>", b"</Trackpoint>"):
        if end in data:
            return data[: data.index(end, size) + len(end)] + data[data.rindex(end) + len(end) :]
    raise AssertionError("no points")


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 4, 6, 30, 0)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


Hurt = Callable[[random.Random, bytes, bytes], bytes]


def flip_bits(dice: random.Random, data: bytes, _: bytes) -> bytes:
    hurt = bytearray(data)
    for _count in range(dice.choice((1, 1, 1, 2, 4, 16))):
        hurt[dice.randrange(len(hurt))] ^= 1 << dice.randrange(8)
    return bytes(hurt)


def flip_early_bits(dice: random.Random, data: bytes, _: bytes) -> bytes:
    """Flip bits of the first bytes, where headers, definitions and prologs are."""
    hurt = bytearray(data)
    for _count in range(dice.choice((1, 2, 4))):
        hurt[dice.randrange(min(len(hurt), 200))] ^= 1 << dice.randrange(8)
    return bytes(hurt)


def set_bytes(dice: random.Random, data: bytes, _: bytes) -> bytes:
    hurt = bytearray(data)
    for _count in range(dice.choice((1, 2, 8))):
        hurt[dice.randrange(len(hurt))] = dice.choice((0, 0xFF, 0x7F, 0x80, 0x40, dice.randrange(256)))
    return bytes(hurt)


def set_number(dice: random.Random, data: bytes, _: bytes) -> bytes:
    """Write an extreme number over some bytes, as a length or an offset would be forged."""
    hurt = bytearray(data)
    number = dice.choice((0, 1, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, dice.randrange(1 << 32)))
    at = dice.randrange(max(1, len(hurt) - 4))
    hurt[at : at + 4] = struct.pack(dice.choice(("<I", ">I")), number)
    return bytes(hurt)


def cut(dice: random.Random, data: bytes, _: bytes) -> bytes:
    return data[: dice.randrange(len(data))]


def cut_within(dice: random.Random, data: bytes, _: bytes) -> bytes:
    begin, end = sorted(dice.randrange(len(data)) for _count in range(2))
    return data[:begin] + data[end:]


def repeat(dice: random.Random, data: bytes, _: bytes) -> bytes:
    begin = dice.randrange(len(data))
    part = data[begin : begin + dice.choice((1, 16, 300, 5000))]
    return data[:begin] + part * dice.choice((2, 3, 20)) + data[begin + len(part) :]


def splice(dice: random.Random, data: bytes, other: bytes) -> bytes:
    return data[: dice.randrange(len(data))] + other[dice.randrange(len(other)) :]


def overwrite(dice: random.Random, data: bytes, other: bytes) -> bytes:
    begin, length = dice.randrange(len(data)), dice.choice((4, 40, 400))
    at = dice.randrange(len(other))
    part = other[at : at + length]
    return data[:begin] + part + data[begin + len(part) :]


def insert_noise(dice: random.Random, data: bytes, _: bytes) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + dice.randbytes(dice.choice((1, 3, 50))) + data[at:]


def chain(_: random.Random, data: bytes, other: bytes) -> bytes:
    return data + other


HURTS: tuple[Hurt, ...] = (
    *(flip_bits, flip_bits, flip_early_bits, set_bytes, set_number, cut, cut, cut_within),
    *(repeat, splice, overwrite, insert_noise, chain),
)


@dataclass(frozen=True)
class Mutant:
    """One hurt file: what it was, what was done, and the bytes that came of it."""

    seed: Seed
    hurts: tuple[str, ...]
    data: bytes


def mutant(seeds: list[Seed], number: int) -> Mutant:
    """Return the mutant of a number; the same number and seeds give the same bytes."""
    dice = random.Random(number)
    seed = dice.choice(seeds)
    alike = [other for other in seeds if other.kind == seed.kind]
    data, hurts = seed.data, []
    for _count in range(dice.choice((1, 1, 1, 2, 3))):
        hurt = dice.choice(HURTS)
        other = dice.choice(alike if dice.random() < 0.8 else seeds)
        if data:
            data = hurt(dice, data, other.data)
            hurts.append(hurt.__name__)
    return Mutant(seed, tuple(hurts), data)
