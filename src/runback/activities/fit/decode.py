"""FIT bytes to columns: the files of a chain, their messages by global number, and the damage."""

from __future__ import annotations

from dataclasses import dataclass, field

from runback.activities.fit.developer import (
    FieldDescription,
    applications,
    developer_columns,
    read_descriptions,
)
from runback.activities.fit.profile import DEVELOPER_DATA_ID, FIELD_DESCRIPTION
from runback.activities.fit.table import Floats, MessageTable
from runback.activities.fit.timestamps import message_times
from runback.activities.fit.walk import Definition, header_fault, walk
from runback.activities.recording import Damage
from runback.errors import LimitExceededError, UnreadableFileError

MAX_MESSAGES = 2_000_000
"""More messages than this are refused: at one a second, 23 days."""


MAX_FILES = 1_000
"""More files than this in one chain are refused."""

_DAMAGES_TOLD = 4


@dataclass
class FitPart:
    """One file of a chain. Its messages are decoded when asked for."""

    data: bytes
    definitions: tuple[Definition, ...]
    start: int
    _tables: dict[int, MessageTable] = field(default_factory=dict)
    _descriptions: list[FieldDescription] | None = None

    @property
    def global_numbers(self) -> set[int]:
        """Global numbers of the messages there are."""
        return {definition.global_number for definition in self.definitions if definition.starts}

    def table(self, global_number: int) -> MessageTable:
        """Return the messages of a global number (empty where there are none) as columns."""
        if global_number not in self._tables:
            own = [d for d in self.definitions if d.global_number == global_number]
            self._tables[global_number] = MessageTable(global_number, own, self.data)
        return self._tables[global_number]

    def times(self, global_number: int) -> Floats:
        """Return the FIT timestamps of the messages in seconds, those of compressed headers included."""
        return message_times(self.table(global_number), self.definitions, self.data)

    def descriptions(self) -> list[FieldDescription]:
        """Return what the file says of its developer fields."""
        if self._descriptions is None:
            self._descriptions = read_descriptions(
                self.table(FIELD_DESCRIPTION), self.table(DEVELOPER_DATA_ID)
            )
        return self._descriptions

    def developer_columns(self, global_number: int) -> dict[str, Floats]:
        """Return the numeric developer fields of the messages by column name (``dev_stryd_power_w``)."""
        table = self.table(global_number)
        if not any(block.definition.developer_fields for block in table.blocks):
            return {}
        return developer_columns(table, self.descriptions())

    def applications(self) -> tuple[str, ...]:
        """Return the known makers of the file's developer fields (``stryd``, ``runscribe``)."""
        return applications(self.descriptions(), self.table(DEVELOPER_DATA_ID))


@dataclass(frozen=True)
class FitFile:
    """Every file of a chain in order, and the first damage."""

    parts: tuple[FitPart, ...]
    damage: Damage | None


def decode_fit(data: bytes, *, max_messages: int = MAX_MESSAGES) -> FitFile:
    """Decode a FIT file, or several written one after another, to columns.

    Damage keeps every whole message before it; a wrong checksum keeps all. Raises UnreadableFileError where
    no FIT file begins at byte 0, LimitExceededError at more than ``max_messages`` messages or ``MAX_FILES``
    files.

    Source: Garmin's FIT protocol; developer fields, invalid values and odd sizes as the official SDK 21.218.
    """
    fault = header_fault(data, 0)
    if fault is not None:
        raise UnreadableFileError(
            f"this is not a FIT file: {fault}.",
            where="byte 0",
            remedy="Copy it from the watch again, or download the original from the service.",
        )
    parts: list[FitPart] = []
    damages: list[Damage] = []
    start, left = 0, max_messages
    while start < len(data):
        fault = header_fault(data, start)
        if fault is not None:
            damages.append(Damage(f"byte {start}", f"what follows the file is no further FIT file: {fault}"))
            break
        if len(parts) >= MAX_FILES:
            raise LimitExceededError(
                f"more than {MAX_FILES:,} FIT files one after another.",
                where=f"byte {start}",
                remedy="No watch writes such a file; export the activity again.",
            )
        walked = walk(data, start, left)
        parts.append(FitPart(data, walked.definitions, start))
        left -= walked.messages
        if walked.damage is not None:
            damages.append(walked.damage)
        if not walked.intact:
            break
        start = walked.end
    return FitFile(tuple(parts), _first(damages))


def _first(damages: list[Damage]) -> Damage | None:
    """Return the first damage, with what comes after it in its reason."""
    if len(damages) < 2:
        return damages[0] if damages else None
    later = "; ".join(f"{damage.place}: {damage.reason}" for damage in damages[1:_DAMAGES_TOLD])
    return Damage(damages[0].place, f"{damages[0].reason}; then at {later}")
