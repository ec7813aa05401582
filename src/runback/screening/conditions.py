"""Conditions over answers, written as data and evaluated with three values: yes, no and not known.

A condition can only ask for facts to be there, never for one to be absent, so that a further "yes" can
never make a true condition false. "Don't know" is neither yes nor no: a condition that hangs on it is
not known.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

_COMPARISON = re.compile(r"(?P<name>[a-z0-9_-]+)\s*(?P<operator>>=|<)\s*(?P<number>\d+(\.\d+)?)")
_CHOICE = re.compile(r"(?P<name>[a-z0-9_-]+)=(?P<value>[a-z0-9_-]+)")
_WEEKS_PER_YEAR = 52.18


class Facts(Protocol):
    """What a condition looks facts up in."""

    def yes(self, fact: str) -> bool | None:
        """Return whether the fact was affirmed; None where it is not known."""

    def number(self, name: str) -> float | None:
        """Return the number answered to a question; None where it is not known."""

    def choice(self, name: str) -> str | None:
        """Return the option chosen; None where it is not known."""


class Condition(Protocol):
    """Anything that can be held against the facts."""

    def holds(self, facts: Facts) -> bool | None:
        """Return whether the condition holds; None where the facts do not say."""


@dataclass(frozen=True, slots=True)
class Yes:
    """A fact that must have been affirmed."""

    fact: str

    def holds(self, facts: Facts) -> bool | None:
        """Return the answer itself."""
        return facts.yes(self.fact)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A number at least, or below, a bound; ``onset_age`` is the age in years when the pain began."""

    name: str
    operator: str
    bound: float

    def holds(self, facts: Facts) -> bool | None:
        """Return the comparison; None where the number is not known."""
        value = _onset_age(facts) if self.name == "onset_age" else facts.number(self.name)
        if value is None:
            return None
        return value >= self.bound if self.operator == ">=" else value < self.bound


@dataclass(frozen=True, slots=True)
class Choice:
    """A question answered with one particular option."""

    name: str
    value: str

    def holds(self, facts: Facts) -> bool | None:
        """Return the comparison; None where the choice is not known."""
        chosen = facts.choice(self.name)
        return None if chosen is None else chosen == self.value


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``count`` of ``parts`` hold; with all of them it is "and", with one it is "or"."""

    count: int
    parts: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool | None:
        """Return yes as soon as enough parts hold, no when too few can still hold."""
        values = [part.holds(facts) for part in self.parts]
        held = sum(value is True for value in values)
        if held >= self.count:
            return True
        open_ = sum(value is None for value in values)
        return None if held + open_ >= self.count else False


def parse_condition(
    data: object, *, groups: Mapping[str, Sequence[str]], known: Collection[str], where: str
) -> Condition:
    """Build a condition from its TOML form, naming ``where`` in the ValueError for anything unknown."""
    if isinstance(data, str):
        return _atom(data, groups=groups, known=known, where=where)
    if not isinstance(data, dict):
        raise ValueError(f"{where}: a condition is a text or a table, not {data!r}")

    def parts(value: object) -> tuple[Condition, ...]:
        if not isinstance(value, list):
            raise ValueError(f"{where}: expected a list of conditions, not {value!r}")
        return tuple(parse_condition(part, groups=groups, known=known, where=where) for part in value)

    match data:
        case {"all": value, **rest} if not rest:
            built = parts(value)
            return AtLeast(len(built), built)
        case {"any": value, **rest} if not rest:
            return AtLeast(1, parts(value))
        case {"at_least": int(count), "of": list(names), **rest} if not rest:
            return AtLeast(count, parts([member for name in names for member in _members(name, groups)]))
    raise ValueError(f"{where}: a condition needs all, any, or at_least with of, not {sorted(data)}")


def _members(name: object, groups: Mapping[str, Sequence[str]]) -> list[object]:
    """Spell a group out, so that its members count one by one."""
    if isinstance(name, str) and name.startswith("@"):
        return [member for part in groups[name[1:]] for member in _members(part, groups)]
    return [name]


def _atom(text: str, *, groups: Mapping[str, Sequence[str]], known: Collection[str], where: str) -> Condition:
    if text.startswith("@"):
        if text[1:] not in groups:
            raise ValueError(f"{where}: no group is called {text}")
        members = groups[text[1:]]
        return AtLeast(1, tuple(_atom(part, groups=groups, known=known, where=where) for part in members))
    atom: Condition
    if match := _COMPARISON.fullmatch(text):
        atom = Comparison(match["name"], match["operator"], float(match["number"]))
    elif match := _CHOICE.fullmatch(text):
        atom = Choice(match["name"], match["value"])
    else:
        atom = Yes(text)
    name = atom.fact if isinstance(atom, Yes) else atom.name
    if name not in known and name != "onset_age":
        raise ValueError(f"{where}: no question or option is called {name!r}")
    return atom


def _onset_age(facts: Facts) -> float | None:
    age, weeks = facts.number("age"), facts.number("pain-weeks")
    return None if age is None or weeks is None else age - weeks / _WEEKS_PER_YEAR
