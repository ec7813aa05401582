"""A recording written as the FIT activity file that a watch would have made."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
import polars as pl

from runback.activities.fit.checksum import crc16
from runback.activities.recording import Recording
from runback.errors import BadInputError

_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
_SEMICIRCLES = 2**31 / 180
_PROTOCOL, _PROFILE = 0x20, 21_188


@dataclass(frozen=True, slots=True)
class _Base:
    """A base type of the FIT protocol: its number, struct letter and the value that stands for none."""

    number: int
    letter: str
    invalid: int


_ENUM = _Base(0x00, "B", 0xFF)
_SINT8 = _Base(0x01, "b", 0x7F)
_UINT8 = _Base(0x02, "B", 0xFF)
_UINT16 = _Base(0x84, "H", 0xFFFF)
_SINT32 = _Base(0x85, "i", 0x7FFFFFFF)
_UINT32 = _Base(0x86, "I", 0xFFFFFFFF)
_UINT32Z = _Base(0x8C, "I", 0)
_STRING = _Base(0x07, "s", 0)


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of the FIT profile: number, base type, and stored = (value + offset) * scale."""

    number: int
    base: _Base
    scale: float = 1.0
    offset: float = 0.0

    def stored(self, value: float | None) -> int:
        """Return ``value`` as stored; what is absent or does not fit becomes the type's invalid value."""
        if value is None:
            return self.base.invalid
        whole = round((value + self.offset) * self.scale)
        limits = np.iinfo(np.dtype(self.base.letter))
        return whole if limits.min <= whole <= limits.max else self.base.invalid

    def stored_column(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """Return a column as stored, with the invalid value for what is NaN or does not fit."""
        whole = np.rint((values + self.offset) * self.scale)
        limits = np.iinfo(np.dtype(self.base.letter))
        fits = (whole >= limits.min) & (whole <= limits.max)
        return np.where(fits, whole, self.base.invalid).astype(np.int64)


_FILE_ID, _SESSION, _LAP, _RECORD, _EVENT, _DEVICE_INFO, _ACTIVITY = 0, 18, 19, 20, 21, 23, 34
_LOCAL_TYPE = {_RECORD: 0, _FILE_ID: 1, _EVENT: 2, _DEVICE_INFO: 3, _LAP: 4, _SESSION: 5, _ACTIVITY: 6}

_TIMESTAMP = _Field(253, _UINT32)
_RECORD_FIELDS = {
    "latitude_deg": _Field(0, _SINT32, _SEMICIRCLES),
    "longitude_deg": _Field(1, _SINT32, _SEMICIRCLES),
    "distance_m": _Field(5, _UINT32, 100),
    "speed_m_s": _Field(73, _UINT32, 1000),
    "altitude_m": _Field(78, _UINT32, 5, 500),
    "heart_rate_bpm": _Field(3, _UINT8),
    "power_w": _Field(7, _UINT16),
    "stance_time_ms": _Field(41, _UINT16, 10),
    "stance_time_pct": _Field(40, _UINT16, 100),
    "stance_balance_pct": _Field(84, _UINT16, 100),
    "vertical_oscillation_mm": _Field(39, _UINT16, 10),
    "vertical_ratio_pct": _Field(83, _UINT16, 100),
    "step_length_mm": _Field(85, _UINT16, 10),
    "temperature_c": _Field(13, _SINT8),
}
_CADENCE, _FRACTIONAL_CADENCE = _Field(4, _UINT8), _Field(53, _UINT8)

_SPORTS = {"generic": 0, "running": 1, "cycling": 2, "training": 10, "walking": 11, "hiking": 17}
_SUB_SPORTS = {None: 0, "generic": 0, "treadmill": 1, "street": 2, "trail": 3, "track": 4}

_TIMER, _SESSION_EVENT, _LAP_EVENT, _ACTIVITY_EVENT = 0, 8, 9, 26
_START, _STOP, _STOP_ALL = 0, 1, 4
_ACTIVITY_FILE, _DEVELOPMENT, _HEART_RATE_STRAP = 4, 255, 120

_Values = Sequence[tuple[_Field, float | None]]


def write_fit(recording: Recording) -> bytes:
    """Return ``recording`` as a FIT activity file (protocol 2.0, little-endian, header and file CRC).

    Written are file_id; the timer's start, its stops for the pauses and its end; device_info of the watch
    and of each sensor; every sample as a record (positions in semicircles, ``enhanced_speed``,
    ``enhanced_altitude``, cadence as strides a minute with ``fractional_cadence``, running dynamics);
    laps (one where there is none); session; activity with ``local_timestamp`` where ``utc_offset_s`` is
    known. FIT has no place for title, description and shoe; beats (``rr_intervals_s``) are not written.
    Values are rounded to FIT's steps: 1 cm, 1 mm/s, 0.2 m of height, 1 bpm, 1/64 step a minute, 0.1 ms.
    Source: Garmin's public FIT profile.

    Raises:
        BadInputError: samples between whole seconds, an unknown sport, or a column that a record cannot hold.
    """
    _check(recording)
    start = _fit_time(recording.start_utc)
    times = recording.stream["t_s"].to_numpy()
    end_s = max(float(times[-1]) if len(times) else 0.0, recording.totals.elapsed_s or 0.0)
    body = _Body()
    _file_id(body, recording, start)
    body.message(_EVENT, _event(start, _TIMER, _START))
    _devices(body, recording, start)
    records, definition = _records(recording.stream, start)
    body.data += definition
    written = 0
    for cut, message, values in _interruptions(recording, start, end_s):
        body.data += records[written:cut].tobytes()
        body.message(message, values)
        written = max(cut, written)
    body.data += records[written:].tobytes()
    body.message(_EVENT, _event(start + round(end_s), _TIMER, _STOP_ALL))
    body.message(_SESSION, _session(recording, start, end_s))
    body.message(_ACTIVITY, _activity(recording, start + round(end_s)))
    return _framed(body.data)


@dataclass(slots=True)
class _Body:
    """The data part of a file under construction; a definition is written again only when it changes."""

    data: bytearray = field(default_factory=bytearray)
    defined: dict[int, bytes] = field(default_factory=dict)

    def message(self, number: int, values: _Values, text: tuple[int, str] | None = None) -> None:
        """Append one message; ``text`` is the number and content of a string field at its end."""
        fields = [(one.number, struct.calcsize(one.base.letter), one.base.number) for one, _ in values]
        layout = "<" + "".join(one.base.letter for one, _ in values)
        content = struct.pack(layout, *(one.stored(value) for one, value in values))
        if text is not None:
            encoded = text[1].encode()[:200] + b"\0"
            fields.append((text[0], len(encoded), _STRING.number))
            content += encoded
        local = _LOCAL_TYPE[number]
        definition = _definition(local, number, fields)
        if self.defined.get(local) != definition:
            self.defined[local] = definition
            self.data += definition
        self.data += bytes([local]) + content


def _definition(local: int, number: int, fields: Sequence[tuple[int, int, int]]) -> bytes:
    head = struct.pack("<BBBHB", 0x40 | local, 0, 0, number, len(fields))
    return head + b"".join(bytes(one) for one in fields)


def _framed(data: bytes | bytearray) -> bytes:
    head = struct.pack("<BBHI4s", 14, _PROTOCOL, _PROFILE, len(data), b".FIT")
    whole = head + struct.pack("<H", crc16(head)) + data
    return whole + struct.pack("<H", crc16(whole))


def _check(recording: Recording) -> None:
    where = f"recording of {recording.start_utc.isoformat()}"
    times = recording.stream["t_s"].to_numpy()
    if recording.start_utc.microsecond or np.any(times != np.rint(times)):
        what, remedy = "FIT records hold whole seconds only.", "Resample the stream to whole seconds."
        raise BadInputError(what, where=where, remedy=remedy)
    if recording.sport not in _SPORTS or recording.sub_sport not in _SUB_SPORTS:
        what = f"the FIT writer knows no sport {recording.sport}/{recording.sub_sport}."
        raise BadInputError(what, where=where, remedy=f"Known: {', '.join(_SPORTS)}.")
    foreign = set(recording.stream.columns) - set(_RECORD_FIELDS) - {"t_s", "cadence_spm"}
    if foreign:
        what = f"a FIT record has no place for {', '.join(sorted(foreign))}."
        raise BadInputError(what, where=where, remedy="Drop these columns.")


def _fit_time(moment: datetime) -> int:
    return round((moment - _EPOCH).total_seconds())


def _records(stream: pl.DataFrame, start: int) -> tuple[npt.NDArray[np.void], bytes]:
    """Return the samples as a packed array, a record each, with the definition before them."""
    columns: list[tuple[_Field, npt.NDArray[np.int64]]] = [
        (_TIMESTAMP, np.rint(stream["t_s"].to_numpy()).astype(np.int64) + start)
    ]
    columns += [
        (one, one.stored_column(_floats(stream[name])))
        for name, one in _RECORD_FIELDS.items()
        if name in stream.columns
    ]
    if "cadence_spm" in stream.columns:
        columns += _cadence(_floats(stream["cadence_spm"]))
    layout = [("local", "u1")] + [(str(one.number), f"<{one.base.letter}") for one, _ in columns]
    records = np.zeros(stream.height, dtype=np.dtype(layout))
    records["local"] = _LOCAL_TYPE[_RECORD]
    for one, values in columns:
        records[str(one.number)] = values
    fields = [(one.number, struct.calcsize(one.base.letter), one.base.number) for one, _ in columns]
    return records, _definition(_LOCAL_TYPE[_RECORD], _RECORD, fields)


def _floats(column: pl.Series) -> npt.NDArray[np.float64]:
    return column.cast(pl.Float64).to_numpy()  # null becomes NaN


def _cadence(steps_per_min: npt.NDArray[np.float64]) -> list[tuple[_Field, npt.NDArray[np.int64]]]:
    """Split steps a minute of both feet into FIT's whole strides a minute and their 128ths."""
    strides_128 = np.rint(steps_per_min / 2 * 128)
    known = (strides_128 >= 0) & (strides_128 < _UINT8.invalid * 128)
    parts = np.where(known, strides_128, 0).astype(np.int64)
    return [
        (_CADENCE, np.where(known, parts // 128, _UINT8.invalid)),
        (_FRACTIONAL_CADENCE, np.where(known, parts % 128, _UINT8.invalid)),
    ]


def _event(at: int, event: int, kind: int) -> _Values:
    return [
        (_TIMESTAMP, at),
        (_Field(0, _ENUM), event),
        (_Field(1, _ENUM), kind),
        (_Field(3, _UINT32), 0),
        (_Field(4, _UINT8), 0),
    ]


def _file_id(body: _Body, recording: Recording, start: int) -> None:
    values: _Values = [
        (_Field(0, _ENUM), _ACTIVITY_FILE),
        (_Field(1, _UINT16), _DEVELOPMENT),
        (_Field(2, _UINT16), 0),
        (_Field(3, _UINT32Z), 1),
        (_Field(4, _UINT32), start),
    ]
    body.message(_FILE_ID, values, text=(8, recording.device) if recording.device else None)


def _devices(body: _Body, recording: Recording, start: int) -> None:
    for index, name in enumerate((recording.device, *recording.sensors)):
        values: _Values = [
            (_TIMESTAMP, start),
            (_Field(3, _UINT32Z), index + 1),
            (_Field(2, _UINT16), _DEVELOPMENT),
            (_Field(4, _UINT16), 0),
            (_Field(0, _UINT8), index),
            (_Field(1, _UINT8), _HEART_RATE_STRAP if index else None),
        ]
        body.message(_DEVICE_INFO, values, text=(27, name) if name else None)


def _interruptions(recording: Recording, start: int, end_s: float) -> list[tuple[int, int, _Values]]:
    """Return what stands between the records, as (records before it, message, values), in order of time."""
    times = recording.stream["t_s"].to_numpy()
    found: list[tuple[float, int, int, _Values]] = []
    for stop, go in recording.pauses_s:
        before = int(np.searchsorted(times, stop, side="right"))
        found.append((stop, before, _EVENT, _event(start + round(stop), _TIMER, _STOP)))
        after = int(np.searchsorted(times, go, side="left"))
        found.append((go, after, _EVENT, _event(start + round(go), _TIMER, _START)))
    for index, lap in enumerate(_laps(recording, end_s)):
        until = lap["start_s"] + lap["elapsed_s"]
        values = _lap(lap, index, start, recording)
        found.append((until, int(np.searchsorted(times, until, side="right")), _LAP, values))
    found.sort(key=lambda one: (one[1], one[0]))
    return [(cut, message, values) for _, cut, message, values in found]


def _laps(recording: Recording, end_s: float) -> list[dict[str, float]]:
    if recording.laps.height:
        return recording.laps.to_dicts()
    totals = recording.totals
    timer_s, distance_m = totals.timer_s or end_s, totals.distance_m or 0.0
    return [{"start_s": 0.0, "elapsed_s": end_s, "timer_s": timer_s, "distance_m": distance_m}]


def _lap(lap: dict[str, float], index: int, start: int, recording: Recording) -> _Values:
    return [
        (_TIMESTAMP, start + round(lap["start_s"] + lap["elapsed_s"])),
        (_Field(254, _UINT16), index),
        (_Field(2, _UINT32), start + round(lap["start_s"])),
        (_Field(7, _UINT32, 1000), lap["elapsed_s"]),
        (_Field(8, _UINT32, 1000), lap["timer_s"]),
        (_Field(9, _UINT32, 100), lap["distance_m"]),
        (_Field(0, _ENUM), _LAP_EVENT),
        (_Field(1, _ENUM), _STOP),
        (_Field(25, _ENUM), _SPORTS[recording.sport]),
    ]


def _session(recording: Recording, start: int, end_s: float) -> _Values:
    totals = recording.totals
    mean_speed = totals.distance_m / totals.timer_s if totals.distance_m and totals.timer_s else None
    strides = None if totals.steps is None else totals.steps / 2
    cadence = None if totals.mean_cadence_spm is None else round(totals.mean_cadence_spm / 2 * 128)
    return [
        (_TIMESTAMP, start + round(end_s)),
        (_Field(254, _UINT16), 0),
        (_Field(2, _UINT32), start),
        *_start_position(recording.stream),
        (_Field(5, _ENUM), _SPORTS[recording.sport]),
        (_Field(6, _ENUM), _SUB_SPORTS[recording.sub_sport]),
        (_Field(7, _UINT32, 1000), totals.elapsed_s),
        (_Field(8, _UINT32, 1000), totals.timer_s),
        (_Field(9, _UINT32, 100), totals.distance_m),
        (_Field(10, _UINT32), strides),
        (_Field(11, _UINT16), totals.energy_kcal),
        (_Field(16, _UINT8), totals.mean_heart_rate_bpm),
        (_Field(17, _UINT8), totals.max_heart_rate_bpm),
        (_Field(18, _UINT8), None if cadence is None else cadence // 128),
        (_Field(92, _UINT8), None if cadence is None else cadence % 128),
        (_Field(22, _UINT16), totals.ascent_m),
        (_Field(23, _UINT16), totals.descent_m),
        (_Field(124, _UINT32, 1000), mean_speed),
        (_Field(193, _UINT8, 10), recording.rpe),
        (_Field(25, _UINT16), 0),
        (_Field(26, _UINT16), max(recording.laps.height, 1)),
        (_Field(0, _ENUM), _SESSION_EVENT),
        (_Field(1, _ENUM), _STOP),
    ]


def _start_position(stream: pl.DataFrame) -> list[tuple[_Field, float | None]]:
    if "latitude_deg" not in stream.columns or "longitude_deg" not in stream.columns:
        return []
    latitude, longitude = _floats(stream["latitude_deg"]), _floats(stream["longitude_deg"])
    placed = np.flatnonzero(~np.isnan(latitude) & ~np.isnan(longitude))
    if not len(placed):
        return []
    first = placed[0]
    return [
        (_Field(3, _SINT32, _SEMICIRCLES), float(latitude[first])),
        (_Field(4, _SINT32, _SEMICIRCLES), float(longitude[first])),
    ]


def _activity(recording: Recording, end: int) -> _Values:
    offset = recording.utc_offset_s
    return [
        (_TIMESTAMP, end),
        (_Field(0, _UINT32, 1000), recording.totals.timer_s),
        (_Field(1, _UINT16), 1),
        (_Field(2, _ENUM), 0),
        (_Field(3, _ENUM), _ACTIVITY_EVENT),
        (_Field(4, _ENUM), _STOP),
        (_Field(5, _UINT32), None if offset is None else end + offset),
    ]
