"""Reads ``knowledge/poses``: for every exercise and self-test its key poses, contacts and things in reach."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from runback.errors import BadInputError, UnknownFactError
from runback.figures.movement.contacts import Pin
from runback.figures.movement.skeleton import points_named, sided, spread
from runback.knowledge import Rung, exercises

Course = Literal["back", "round", "again"]

_NOT_ANGLES = {"touch", "stays", "locked"}
_FILES = ("strength", "loaded", "mobility", "endurance_tests", "range_tests", "other_rungs")


@dataclass(frozen=True)
class Key:
    """One key pose: all joint angles in degrees, and what holds only here.

    ``touch`` are its own pins, ``stays`` the points that stay from here to the next key pose, ``free`` the
    angles that may give way.
    """

    angles: Mapping[str, float]
    touch: tuple[Pin, ...]
    stays: tuple[str, ...]
    free: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Movement:
    """How one exercise or self-test is drawn.

    ``keys`` are run through in order, then ``back`` the same way, on ``round`` to the first, or from the
    first ``again``. ``planted`` pins hold in every frame; points in ``fixed`` stay where the key pose
    numbered ``anchor`` puts them. ``free`` are the angles that may give way, those of one entry alike.
    ``moving`` names the parts to mark, ``behind`` those to draw behind the trunk whatever their depth,
    ``arrow`` the points whose way is drawn. ``of`` is the exercise or self-test
    that is drawn, ``rung`` the rung of its ladder where it has one.
    """

    id: str
    of: str
    start: str
    moves: str
    end: str
    view: tuple[float, ...]
    keys: tuple[Key, ...]
    anchor: int
    planted: tuple[Pin, ...]
    fixed: frozenset[str]
    free: tuple[tuple[str, ...], ...]
    moving: tuple[str, ...]
    behind: tuple[str, ...]
    arrow: tuple[str, ...]
    hold: bool
    course: Course
    rung: int | None
    props: tuple[Mapping[str, Any], ...]

    def ladder_rung(self) -> Rung | None:
        """Return the rung of the exercise's ladder that is drawn; None for a self-test."""
        if self.rung is None:
            return None
        return next(entry for entry in exercises() if entry.id == self.of).rungs[self.rung]


def movement_ids() -> tuple[str, ...]:
    """Return the ids of the exercises and self-tests that have a figure, in the order of the files."""
    return tuple(raw["id"] for raw in _rows() if "of" not in raw)


def drawn_rungs(movement_id: str) -> tuple[int, ...]:
    """Return the rungs of an exercise's ladder that have a figure, from 0; none for a self-test."""
    rungs = {raw["rung"] for raw in _rows() if raw.get("of", raw["id"]) == movement_id and "rung" in raw}
    return tuple(sorted(rungs))


@cache
def movement(movement_id: str, rung: int | None = None) -> Movement:
    """Return the movement of a self-test, or of an exercise on a rung of its ladder (else where it starts).

    Raises ``UnknownFactError`` for an id without a figure, ``BadInputError`` for a rung without one.
    """
    found = [raw for raw in _rows() if raw.get("of", raw["id"]) == movement_id]
    if not found:
        raise UnknownFactError(
            f"There is no figure for {movement_id!r}.",
            remedy="Exercises and self-tests have one: `runback exercises` and `runback tests` list them.",
        )
    for raw in found:
        if rung is None or raw.get("rung") == rung:
            return _movement(raw)
    drawn = ", ".join(map(str, drawn_rungs(movement_id))) or "none, for it has no ladder"
    raise BadInputError(f"Rung {rung} of {movement_id} has no figure.", remedy=f"Drawn: {drawn}.")


def _whole(raw: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with what it does not say taken from the one that it is ``like``."""
    if "like" not in raw:
        return raw
    model = _whole(next(other for other in _rows() if other["id"] == raw["like"]))
    return {key: value for key, value in model.items() if key not in {"rung", "of"}} | raw


def _rows() -> Iterator[dict[str, Any]]:
    for file in _FILES:
        yield from _read(file)


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
    raw = _whole(raw)
    planted = [(pin, _slides(spec)) for spec in raw.get("planted", ()) for pin in _pins(spec)]
    return Movement(
        id=raw["id"],
        of=raw.get("of", raw["id"]),
        start=raw["start"],
        moves=raw["moves"],
        end=raw["end"],
        view=tuple(map(float, raw.get("view", (15, 10)))),
        keys=tuple(_keys(raw)),
        anchor=raw.get("anchor", 0),
        planted=tuple(pin for pin, _ in planted),
        fixed=frozenset(pin.point for pin, slides in planted if not slides),
        free=tuple(sided(name) for name in raw.get("free", ())),
        moving=tuple(raw["moving"]),
        behind=tuple(raw.get("behind", ())),
        arrow=tuple(raw.get("arrow", ())),
        hold=raw.get("hold", False),
        course=raw.get("course", "back"),
        rung=raw.get("rung"),
        props=tuple(raw.get("props", ())),
    )


def _keys(raw: Mapping[str, Any]) -> Iterator[Key]:
    """Every key pose says only what differs from the one before."""
    angles: dict[str, float] = {}
    for base in raw["base"].split(" + "):
        angles |= _bases()[base]
    for key in raw["keys"]:
        angles |= spread({name: value for name, value in key.items() if name not in _NOT_ANGLES})
        touch = tuple(pin for spec in key.get("touch", ()) for pin in _pins(spec))
        free = tuple(sided(name) for name in raw.get("free", ()) if name not in key.get("locked", ()))
        yield Key(dict(angles), touch, tuple(key.get("stays", ())), free)


def _slides(spec: str | Mapping[str, Any]) -> bool:
    return not isinstance(spec, str) and ("to" in spec or spec.get("slides", False))


def _pins(spec: str | Mapping[str, Any]) -> list[Pin]:
    """A point's name alone means that it lies on the floor; one without a side counts for both."""
    raw: Mapping[str, Any] = {"point": spec, "z": 0.0} if isinstance(spec, str) else spec
    where = {axis: float(raw[axis]) for axis in ("x", "y", "z") if axis in raw}
    return [Pin(point, **where, to=raw.get("to", "")) for point in points_named(raw["point"])]
