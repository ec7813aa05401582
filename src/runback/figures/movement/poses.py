"""Reads ``knowledge/poses``: for every exercise and self-test its key poses, contacts and things in reach."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from runback.errors import UnknownFactError
from runback.figures.movement.contacts import Pin
from runback.figures.movement.skeleton import sided, spread

_FILES = ("strength", "loaded", "mobility", "endurance_tests", "range_tests")


@dataclass(frozen=True)
class Key:
    """One key pose: all joint angles in degrees, and what touches only here."""

    angles: Mapping[str, float]
    touch: tuple[Pin, ...]


@dataclass(frozen=True)
class Movement:
    """How one exercise or self-test is drawn.

    ``keys`` are run through in order and, unless ``cycle``, back again. ``planted`` pins hold in every frame: a
    coordinate ``None`` of a planted point is kept from the first frame on if its name is in ``fixed``.
    ``free`` are the angles that may give way. ``moving`` names the parts to mark; ``props`` the things drawn.
    """

    id: str
    start: str
    moves: str
    end: str
    view: tuple[float, float]
    keys: tuple[Key, ...]
    planted: tuple[Pin, ...]
    fixed: tuple[str, ...]
    free: tuple[tuple[str, ...], ...]
    moving: tuple[str, ...]
    arrow: str
    hold: bool
    cycle: bool
    step: int | None
    props: tuple[Mapping[str, Any], ...]


def movement_ids() -> tuple[str, ...]:
    """Return the ids of the exercises and self-tests that have a figure, in the order of the files."""
    return tuple(raw["id"] for file in _FILES for raw in _read(file))


@cache
def movement(movement_id: str) -> Movement:
    """Return the movement of an exercise or self-test; ``UnknownFactError`` for an id without a figure."""
    for file in _FILES:
        for raw in _read(file):
            if raw["id"] == movement_id:
                return _movement(raw)
    raise UnknownFactError(
        f"There is no figure for {movement_id!r}.",
        remedy="Exercises and self-tests have one: `runback exercises` and `runback tests` list them.",
    )


@cache
def _read(file: str) -> list[dict[str, Any]]:
    text = files("runback.knowledge").joinpath(f"poses/{file}.toml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text).get("movement", [])
    return rows


@cache
def _bases() -> dict[str, dict[str, float]]:
    text = files("runback.knowledge").joinpath("poses/bases.toml").read_text(encoding="utf-8")
    return {row["id"]: spread(row["angles"]) for row in tomllib.loads(text)["base"]}


def _movement(raw: dict[str, Any]) -> Movement:
    angles, keys = dict(_bases()[raw["base"]]), []
    for key in raw["keys"]:
        touch = tuple(_pin(pin) for pin in key.get("touch", ()))
        angles = angles | spread({name: value for name, value in key.items() if name != "touch"})
        keys.append(Key(angles, touch))
    view = raw.get("view", (15.0, 10.0))
    return Movement(
        id=raw["id"],
        start=raw["start"],
        moves=raw["moves"],
        end=raw["end"],
        view=(float(view[0]), float(view[1])),
        keys=tuple(keys),
        planted=tuple(_pin(pin) for pin in raw.get("planted", ())),
        fixed=tuple(
            pin if isinstance(pin, str) else pin["point"] for pin in raw.get("planted", ()) if _stays(pin)
        ),
        free=tuple(sided(name) for name in raw.get("free", ())),
        moving=tuple(raw["moving"]),
        arrow=raw.get("arrow", ""),
        hold=raw.get("hold", False),
        cycle=raw.get("cycle", False),
        step=raw.get("step"),
        props=tuple(raw.get("props", ())),
    )


def _stays(pin: str | Mapping[str, Any]) -> bool:
    return isinstance(pin, str) or not (pin.get("slides") or pin.get("to"))


def _pin(raw: str | Mapping[str, Any]) -> Pin:
    """A point's name alone means that it lies on the floor."""
    if isinstance(raw, str):
        return Pin(raw, z=0.0)
    return Pin(raw["point"], *(raw.get(axis) for axis in "xyz"), to=raw.get("to", ""))
