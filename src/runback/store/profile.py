"""What the runner told of themselves: checked at the door, kept in one row."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from runback import model
from runback.activities.local_time import find_zone
from runback.errors import BadInputError
from runback.store.models import Runner

RANGES: dict[str, tuple[float, float, str]] = {
    "birth_year": (1900, 2100, ""),
    "height_cm": (100, 250, "cm"),
    "mass_kg": (25, 300, "kg"),
    "max_heart_rate_bpm": (100, 240, "beats a minute"),
    "rest_heart_rate_bpm": (25, 120, "beats a minute"),
}
"""Lowest and highest value taken, and its unit."""

BESIDES = ("units", "default_surface")
"""Settings that are no part of ``model.Runner``."""

LONGEST_SURFACE = 40

SEXES = ("female", "male")
UNITS = ("km", "mi")


def as_model(row: Runner) -> model.Runner:
    """Return what is known of the runner as the noun that all packages share."""
    return model.Runner(**{field.name: getattr(row, field.name) for field in fields(model.Runner)})


def change(row: Runner, values: dict[str, Any], today: date) -> model.Runner:
    """Write ``values`` (None forgets one) to the runner's row, all or none, and return the runner.

    Raises:
        BadInputError: a name is unknown or a value outside its range; the message names the range.
    """
    for name, value in values.items():
        if name not in {*BESIDES, *(field.name for field in fields(model.Runner))}:
            raise BadInputError(f"there is no setting named {name!r}.")
        if value is not None:
            _check(name, value, today)
    if "units" in values and values["units"] is None:
        values = {**values, "units": UNITS[0]}
    numbers = {key: value for key, value in values.items() if key not in BESIDES}
    changed = replace(as_model(row), **numbers)
    highest, rest = changed.max_heart_rate_bpm, changed.rest_heart_rate_bpm
    if highest is not None and rest is not None and rest >= highest:
        raise BadInputError(
            f"a resting heart rate of {rest:g} is not below the maximum of {highest:g}.",
            remedy="Give both in beats a minute, the resting one below the maximum.",
        )
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return changed


def _check(name: str, value: Any, today: date) -> None:
    if name == "sex":
        _one_of(name, value, SEXES)
    elif name == "units":
        _one_of(name, value, UNITS)
    elif name == "zone":
        find_zone(str(value))
    elif name == "default_surface":
        if not isinstance(value, str) or not 0 < len(value.strip()) <= LONGEST_SURFACE:
            raise BadInputError(f"a surface is a word such as asphalt, of {LONGEST_SURFACE} letters at most.")
    else:
        low, high, unit = RANGES[name]
        high = min(high, today.year) if name == "birth_year" else high
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            shown = f"{low:g} to {high:g} {unit}".rstrip()
            raise BadInputError(f"{name} must be a number from {shown}, not {value!r}.")


def _one_of(name: str, value: Any, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise BadInputError(f"{name} must be {' or '.join(allowed)}, not {value!r}.")
