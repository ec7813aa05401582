"""Time FIT decoding against garmin-fit-sdk, fitdecode, fitparse and fitfast, on the same files in one run.

    python benchmarks/fit_decoding.py [--data FOLDER] [--out FILE]

The work is the same for all: bytes to one float64 array for every numeric field of the record messages, scale
and offset applied, checksums checked. ``read_fit`` goes on from there to sessions, laps, pauses and Polars
streams. Before anything is timed, the columns must equal fitfast's and the SDK's.
"""

from __future__ import annotations

import argparse
import statistics
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import fitdecode
import fitfast
import fitparse
import garmin_fit_sdk
import numpy as np
import polars as pl

from machine import measured_on
from runback.activities.fit import decode_fit, read_fit
from runback.activities.fit.profile import NUMBERS, RECORD
from runback.activities.fit.timestamps import EPOCH
from runback.activities.recording import Recording
from runback.simulate.fit_file import write_fit

HERE = Path(__file__).parent
REAL_FILES = HERE.parents[1] / "shared" / "data" / "activities"
HOUR_S = 3600
FAST_REPEATS, SLOW_REPEATS = 25, 3
SEMICIRCLES = 180 / 2**31
START = datetime(2025, 5, 4, 6, 30, tzinfo=UTC)

Columns = dict[str, np.ndarray[Any, np.dtype[np.float64]]]


class RefusedError(Exception):
    """A reader does not read the file, or not to its end."""


def runback_columns(data: bytes) -> Columns:
    """Return all numeric record columns of every file of the chain, native and developer."""
    parts: list[Columns] = []
    for part in decode_fit(data).parts:
        table = part.table(RECORD)
        columns = {name: table.column(number) for name, number in table.names().items()}
        columns["timestamp"] = part.times(RECORD)
        parts.append(columns | part.developer_columns(RECORD))
    if len(parts) == 1:
        return parts[0]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def fitfast_columns(data: bytes) -> Columns:
    try:
        return fitfast.records(data)
    except fitfast.FitDecodeError as error:
        raise RefusedError(str(error)) from error


def sdk_columns(data: bytes) -> Columns:
    """The SDK's fastest settings, then columns."""
    stream = garmin_fit_sdk.Stream.from_byte_array(bytearray(data))
    messages, errors = garmin_fit_sdk.Decoder(stream).read(
        convert_types_to_strings=False, convert_datetimes_to_dates=False, merge_heart_rates=False
    )
    if errors:
        raise RefusedError(str(errors[0]))
    return _columns(messages.get("record_mesgs", []))


def fitdecode_columns(data: bytes) -> Columns:
    rows = []
    try:
        for frame in fitdecode.FitReader(data, check_crc=fitdecode.CrcCheck.RAISE):
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "record":
                rows.append({field.name: _plain(field) for field in frame.fields})
    except fitdecode.FitError as error:
        raise RefusedError(str(error)) from error
    return _columns(rows)


def fitparse_columns(data: bytes) -> Columns:
    try:
        messages = list(fitparse.FitFile(data).get_messages())
    except fitparse.FitParseError as error:
        raise RefusedError(str(error)) from error
    records = (message for message in messages if message.name == "record")
    return _columns([{field.name: _plain(field) for field in record.fields} for record in records])


def _plain(field: Any) -> Any:
    return field.value if isinstance(field.value, int | float) else field.raw_value


def _columns(rows: list[dict[Any, Any]]) -> Columns:
    names = {str(name): name for row in rows for name, value in row.items() if isinstance(value, int | float)}
    nothing = float("nan")
    result = {}
    for text, name in names.items():
        values = (row.get(name) for row in rows)
        result[text] = np.array([value if isinstance(value, int | float) else nothing for value in values])
    return result


READERS: dict[str, Callable[[bytes], Columns]] = {
    "runback": runback_columns,
    "fitfast": fitfast_columns,
    "garmin-fit-sdk": sdk_columns,
    "fitdecode": fitdecode_columns,
    "fitparse": fitparse_columns,
}


def check_equal(data: bytes) -> int:
    """Assert that native columns equal fitfast's and the SDK's where these read the file; count values."""
    ours = runback_columns(data)
    compared = 0
    for oracle in (fitfast_columns, sdk_columns):
        try:
            theirs = oracle(data)
        except RefusedError:
            continue
        for name in ours.keys() & theirs.keys() & NUMBERS[RECORD].keys():
            expected = theirs[name]
            if oracle is fitfast_columns and name == "timestamp":
                expected = expected - EPOCH.timestamp()
            if oracle is fitfast_columns and name.startswith("position"):
                expected = np.round(expected / SEMICIRCLES)
            np.testing.assert_allclose(ours[name], expected, rtol=1e-12, atol=1e-9, err_msg=name)
            compared += int(np.isfinite(expected).sum())
    return compared


@dataclass
class Timing:
    """Median milliseconds of processor time by reader for one file; why a reader refuses it."""

    name: str
    size: int
    records: int
    compared: int
    read_fit_ms: float
    milliseconds: dict[str, float] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)

    def cell(self, reader: str) -> str:
        return f"{self.milliseconds[reader]:.2f}" if reader in self.milliseconds else "refuses"

    def ratio(self, reader: str) -> float | None:
        """Return how many times longer the reader takes than Runback, None where it refuses the file."""
        if reader not in self.milliseconds:
            return None
        return self.milliseconds[reader] / self.milliseconds["runback"]


def median_ms(work: Callable[[], object], repeats: int) -> float:
    """Return the median processor time: other processes on the machine do not count."""
    times = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return statistics.median(times) * 1000


def measure(name: str, data: bytes) -> Timing:
    timing = Timing(
        name=name,
        size=len(data),
        records=len(runback_columns(data)["timestamp"]),
        compared=check_equal(data),
        read_fit_ms=median_ms(lambda: read_fit(data), FAST_REPEATS),
    )
    for reader, read in READERS.items():
        repeats = FAST_REPEATS if reader in {"runback", "fitfast"} else SLOW_REPEATS
        try:
            timing.milliseconds[reader] = median_ms(lambda read=read: read(data), repeats)  # type: ignore[misc]  # bound now
        except RefusedError as refusal:
            timing.refusals[reader] = str(refusal)
    return timing


def one_hour_run() -> bytes:
    """Return a simulated hour at 1 Hz with position, heart rate, cadence and running dynamics."""
    chance = np.random.default_rng(7)
    seconds = np.arange(HOUR_S, dtype=np.float64)
    wave = np.sin(seconds / 200)
    stream = pl.DataFrame(
        {
            "t_s": seconds,
            "distance_m": seconds * 3,
            "speed_m_s": 3 + 0.2 * wave,
            "altitude_m": 200 + 20 * wave,
            "heart_rate_bpm": np.round(145 + 10 * wave),
            "cadence_spm": np.round(168 + 4 * wave),
            "power_w": np.round(250 + 20 * wave),
            "stance_time_ms": np.round(245 + chance.normal(0, 3, HOUR_S), 1),
            "stance_balance_pct": np.round(50 + chance.normal(0, 0.5, HOUR_S), 2),
            "vertical_oscillation_mm": np.round(85 + chance.normal(0, 2, HOUR_S), 1),
            "vertical_ratio_pct": np.round(8 + chance.normal(0, 0.2, HOUR_S), 2),
            "step_length_mm": np.round(1080 + chance.normal(0, 15, HOUR_S), 1),
            "temperature_c": np.full(HOUR_S, 21.0),
            "latitude_deg": 50 + seconds * 1e-5,
            "longitude_deg": 6 + seconds * 1e-5,
        }
    )
    return write_fit(Recording(sport="running", start_utc=START, stream=stream))


def one_hour_run_with_beats() -> bytes:
    """Return a simulated hour by Garmin's encoder: a record, then a message of beats, every second."""
    number = garmin_fit_sdk.Profile["mesg_num"]
    encoder = garmin_fit_sdk.Encoder()
    encoder.write_mesg({"mesg_num": number["FILE_ID"], "type": "activity", "time_created": START})
    for second in range(HOUR_S):
        encoder.write_mesg(
            {
                "mesg_num": number["RECORD"],
                "timestamp": START + timedelta(seconds=second),
                "distance": second * 3.0,
                "enhanced_speed": 3.0 + second % 50 / 100,
                "heart_rate": 140 + second % 20,
                "cadence": 84,
                "position_lat": 600_000_000 + second * 100,
                "position_long": 70_000_000 + second * 100,
            }
        )
        encoder.write_mesg({"mesg_num": number["HRV"], "time": [0.4, 0.41]})
    return bytes(encoder.close())


def report(timings: list[Timing]) -> str:
    lines = [
        "# FIT decoding",
        "",
        "Bytes to one float64 array for every numeric field of the record messages, checksums checked;",
        f"median milliseconds of processor time ({FAST_REPEATS} repeats; {SLOW_REPEATS} for Python readers).",
        "`read_fit` is the whole way to sessions, laps, pauses and Polars streams.",
        "",
        "| file | kB | records | runback | fitfast | garmin-fit-sdk | fitdecode | fitparse "
        "| x fitfast | x SDK | read_fit | values equal |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        *(_row(timing) for timing in timings),
        "",
        *_goals(timings),
        "",
        "Values equal: native record values compared with fitfast and the SDK before timing. Where a reader",
        "refuses a file (Runback keeps what comes before the damage, and says where it is):",
        "",
        *(f"- {t.name}: {reader}: {why}" for t in timings for reader, why in t.refusals.items()),
        "",
        measured_on(),
    ]
    return "\n".join(lines) + "\n"


def _row(timing: Timing) -> str:
    ratios = [timing.ratio(reader) for reader in ("fitfast", "garmin-fit-sdk")]
    cells = [
        timing.name,
        f"{timing.size / 1000:.0f}",
        f"{timing.records:,}",
        *(timing.cell(reader) for reader in READERS),
        *("" if ratio is None else f"{ratio:.1f}" for ratio in ratios),
        f"{timing.read_fit_ms:.2f}",
        f"{timing.compared:,}",
    ]
    return f"| {' | '.join(cells)} |"


def _goals(timings: list[Timing]) -> list[str]:
    lines = []
    for reader, goal in (("garmin-fit-sdk", 40.0), ("fitfast", 1.0)):
        known = [(ratio, t.name) for t in timings if (ratio := t.ratio(reader)) is not None]
        least, name = min(known)
        missed = [f"{name} ({ratio:.1f})" for ratio, name in known if ratio < goal]
        lines.append(
            f"- {reader}: median {statistics.median(r for r, _ in known):.0f} times Runback's time, least "
            f"{least:.1f} ({name}); goal at least {goal:.0f}: "
            + (f"missed by {', '.join(missed)}." if missed else "met by every file it reads.")
        )
    return lines


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=REAL_FILES)
    arguments.add_argument("--out", type=Path, default=HERE / "results" / "fit_decoding.md")
    options = arguments.parse_args()
    warnings.simplefilter("ignore", UserWarning)  # fitdecode warns of odd sizes; it reads on
    files = {
        "one hour (simulated)": one_hour_run(),
        "one hour with beats (simulated)": one_hour_run_with_beats(),
    }
    files |= {path.name: path.read_bytes() for path in sorted(options.data.glob("*.fit"))}
    timings = []
    for name, data in files.items():
        timings.append(measure(name, data))
        print(_row(timings[-1]), flush=True)
    options.out.write_text(report(timings), encoding="utf-8")
    print(options.out)


if __name__ == "__main__":
    main()
