"""Three other FIT readers, brought to one shape: by message number, a dict of field number to value each."""

from __future__ import annotations

import warnings
from collections import defaultdict
from functools import lru_cache
from typing import Any

import fitdecode
import fitparse
import garmin_fit_sdk

Messages = dict[int, list[dict[int, Any]]]
"""Messages in order by global number; values scaled, arrays as lists, times as FIT seconds."""

TIMESTAMP = 253


@lru_cache(maxsize=8)
def sdk_messages(data: bytes) -> Messages:
    """Read with Garmin's SDK; it stops at its first error and keeps what came before."""
    stream = garmin_fit_sdk.Stream.from_byte_array(bytearray(data))
    by_key, _ = garmin_fit_sdk.Decoder(stream).read(
        convert_types_to_strings=False,
        convert_datetimes_to_dates=False,
        expand_sub_fields=False,
        expand_components=False,
        merge_heart_rates=False,
    )
    profile = garmin_fit_sdk.Profile["messages"].values()
    numbers = {
        p["messages_key"]: (int(p["num"]), {f["name"]: int(f["num"]) for f in p["fields"].values()})
        for p in profile
    }
    result: Messages = defaultdict(list)
    for key, rows in by_key.items():
        if key in numbers:
            number, fields = numbers[key]
            result[number] = [{fields[n]: v for n, v in row.items() if n in fields} for row in rows]
    return result


def sdk_developer_values(data: bytes, message_key: str) -> list[dict[int, Any]]:
    """Return the developer fields of each message by the place of their description in the file."""
    stream = garmin_fit_sdk.Stream.from_byte_array(bytearray(data))
    by_key, _ = garmin_fit_sdk.Decoder(stream).read(merge_heart_rates=False)
    return [row.get("developer_fields", {}) for row in by_key.get(message_key, [])]


def fitdecode_messages(data: bytes) -> Messages:
    """Read with fitdecode; what it read before an error is kept."""
    result: Messages = defaultdict(list)
    reader = fitdecode.FitReader(
        data, check_crc=fitdecode.CrcCheck.DISABLED, error_handling=fitdecode.ErrorHandling.IGNORE
    )
    try:
        for frame in reader:
            if isinstance(frame, fitdecode.FitDataMessage):
                fields = [f for f in frame.fields if f.field_def is None or not f.field_def.is_dev]
                result[frame.global_mesg_num].append(_values(fields))
    except fitdecode.FitError:
        pass  # every damaged file ends this way; the caller compares what came before
    return result


def fitparse_messages(data: bytes) -> Messages:
    """Read with fitparse; what it read before an error is kept."""
    result: Messages = defaultdict(list)
    try:
        for message in fitparse.FitFile(data, check_crc=False).get_messages():
            developer = fitparse.records.DevFieldDefinition
            fields = [f for f in message.fields if not isinstance(f.field_def, developer)]
            result[message.mesg_num].append(_values(fields))
    except fitparse.FitParseError:
        pass  # every damaged file ends this way; the caller compares what came before
    return result


def _values(fields: list[Any]) -> dict[int, Any]:
    # A field without definition was expanded from another one, but for the time of a compressed header.
    own = [field for field in fields if field.field_def is not None or field.def_num == TIMESTAMP]
    return {field.def_num: field.value if _is_numeric(field.value) else field.raw_value for field in own}


def _is_numeric(value: Any) -> bool:
    elements = value if isinstance(value, list | tuple) else [value]
    return any(_is_number(element) for element in elements)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def as_number(value: Any) -> float:
    """Return the value, of an array its first element, NaN for none and for what is no number."""
    if isinstance(value, list | tuple):
        value = value[0] if value else None
    return float(value) if _is_number(value) else float("nan")


warnings.filterwarnings("ignore", module="fitdecode")
