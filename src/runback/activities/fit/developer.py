"""Developer fields: what apps on the watch wrote beside the native fields, under names of their own."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from runback.activities.fit.base_types import BASE_TYPE_MASK, BASE_TYPES
from runback.activities.fit.table import Floats, MessageTable, valid_numbers
from runback.activities.fit.walk import Definition
from runback.errors import LimitExceededError

KNOWN_APPLICATIONS = {
    "18fb2cf01a4b430dad66988c847421f4": "stryd",  # Stryd Zones
    "660a581e5301460c8f2f034c8b6dc90f": "stryd",  # Stryd's first data field
    "1841a964b8a111e7abc4cec278b6b50a": "runscribe",  # RunScribe Beta
    "aee3c518b4bf11e7abc4cec278b6b50a": "runscribe",  # RunScribe Light
}
"""Connect IQ applications by id, as read from their own files and manifests."""

_TELLING_NAMES = {
    "form power": "stryd",
    "leg spring stiffness": "stryd",
    "impactgs left": "runscribe",
    "brakinggs left": "runscribe",
    "impact gs left": "runscribe",
    "braking gs left": "runscribe",
    "flightratio left": "runscribe",
}
"""Field names that only one maker uses: other tools rewrite files without the application id."""

_RUNSCRIBE_FIELDS = ("impact", "braking", "footstrike", "pronation", "flight_ratio", "contact_time")
"""RunScribe leaves field names empty: numbers 0 to 5 are the left foot, 6 to 11 the right, 12 is power."""

_MOST_DESCRIPTIONS = 10_000
_MOST_VALUES = 50_000_000
"""A hostile file could ask for 65,536 columns over two million records."""

_UNITS = {
    "watts": "w",
    "milliseconds": "ms",
    "centimeters": "cm",
    "millimeters": "mm",
    "meters": "m",
    "percent": "pct",
    "%": "pct",
    "degrees": "deg",
    "celsius": "c",
}


@dataclass(frozen=True, slots=True)
class FieldDescription:
    """What one field_description message says, with the application that wrote it."""

    developer: int
    number: int
    base_type: int
    name: str
    units: str
    application: str | None

    @property
    def column(self) -> str:
        """Name of the stream column: ``dev_``, the maker where known, the field and its unit."""
        parts = [
            self.application,
            _slug(self._field_name()),
            _slug(_UNITS.get(self.units.lower(), self.units)),
        ]
        return "_".join(["dev", *(part for part in parts if part)])

    def _field_name(self) -> str:
        if self.name:
            return self.name
        if self.application == "runscribe" and self.number <= 12:
            side = "left" if self.number < 6 else "right"
            return "power" if self.number == 12 else f"{_RUNSCRIBE_FIELDS[self.number % 6]} {side}"
        return f"field {self.number}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def read_descriptions(descriptions: MessageTable, identities: MessageTable) -> list[FieldDescription]:
    """Return the field descriptions of a file in its order, each with the maker of its application."""
    developers = descriptions.numbers("developer_data_index")
    numbers = descriptions.numbers("field_definition_number")
    types = descriptions.numbers("fit_base_type_id")
    names = [name or "" for name in descriptions.texts("field_name")]
    units = [unit or "" for unit in descriptions.texts("units")]
    if len(descriptions) > _MOST_DESCRIPTIONS or len(identities) > _MOST_DESCRIPTIONS:
        raise LimitExceededError(
            f"more than {_MOST_DESCRIPTIONS:,} descriptions of developer fields.",
            where=f"byte {descriptions.offsets[-1] if len(descriptions) else identities.offsets[-1]}",
            remedy="No watch writes such a file; export the activity again.",
        )
    makers = _makers(identities)
    told = {
        developers[row]: _TELLING_NAMES[_slug(name).replace("_", " ")]
        for row, name in enumerate(names)
        if _slug(name).replace("_", " ") in _TELLING_NAMES
    }
    result = []
    latest: dict[float, str | None] = {}
    coming = 0
    for row, offset in enumerate(descriptions.offsets.tolist()):
        while coming < len(makers) and makers[coming][1] < offset:
            latest[makers[coming][0]] = makers[coming][2]
            coming += 1
        maker = latest.get(developers[row]) or told.get(developers[row])
        result.append(
            FieldDescription(
                developer=_whole(developers[row]),
                number=_whole(numbers[row]),
                base_type=_whole(types[row]) & BASE_TYPE_MASK if types[row] >= 0 else -1,
                name=names[row],
                units=units[row],
                application=maker,
            )
        )
    return result


def _makers(identities: MessageTable) -> list[tuple[float, int, str | None]]:
    """Return developer index, byte and known maker of every developer_data_id message."""
    indices = identities.numbers("developer_data_index").tolist()
    ids = [(raw or b"").hex() for raw in identities.raw("application_id")]
    return [
        (index, offset, KNOWN_APPLICATIONS.get(app))
        for index, offset, app in zip(indices, identities.offsets.tolist(), ids, strict=True)
    ]


def _whole(value: np.float64) -> int:
    return int(value) if np.isfinite(value) else -1


def developer_columns(table: MessageTable, descriptions: list[FieldDescription]) -> dict[str, Floats]:
    """Return the numeric developer fields of a table by column name, float64, NaN where absent or invalid.

    Fields of one name from different applications that are not known are told apart by their developer index.
    Scale and offset of a field description are not applied: the official SDK does not, and apps write values
    in the unit they name.
    """
    found: dict[str, Floats] = {}
    owners: dict[str, tuple[int, int]] = {}
    places: dict[tuple[int, int], list[int]] = {}
    for place, each in enumerate(descriptions):
        places.setdefault((each.developer, each.number), []).append(place)
    for block in table.blocks:
        for layout in block.definition.developer_fields:
            own = places.get((layout.developer, layout.number))
            description = descriptions[_in_force(own, block.definition)] if own else None
            kind = BASE_TYPES.get(description.base_type) if description else None
            if description is None or kind is None or kind.size != layout.size:
                continue
            name, key = description.column, (layout.developer, layout.number)
            if owners.setdefault(name, key) != key and description.application is None:
                name = f"{name}_{layout.developer}_{layout.number}"
            if name not in found:
                _check_size(len(table) * (len(found) + 1))
                found[name] = np.full(len(table), np.nan)
            found[name][block.rows] = valid_numbers(block, layout.offset, kind, 1)[:, 0]
    return found


def _in_force(places: list[int], definition: Definition) -> int:
    """Return which description was in force when the layout was defined, else the first that comes later."""
    before = bisect_left(places, definition.descriptions_before)
    return places[before - 1] if before else places[0]


def _check_size(values: int) -> None:
    if values > _MOST_VALUES:
        raise LimitExceededError(
            f"more than {_MOST_VALUES:,} values in developer fields.",
            where="its developer fields",
            remedy="No watch writes such a file; export the activity again.",
        )


def applications(descriptions: list[FieldDescription], identities: MessageTable) -> tuple[str, ...]:
    """Return the known makers whose applications wrote into the file, sorted."""
    makers = {maker for _, _, maker in _makers(identities)} | {d.application for d in descriptions}
    return tuple(sorted(maker for maker in makers if maker))
