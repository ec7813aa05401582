"""Which column of a table is which field of a check-in: by the names people give them, or as told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from runback.errors import BadInputError
from runback.progress.check_ins import FIELD_OF, RANGES

DAY = "day"
SHORT_NAMES = ("day", *FIELD_OF)

_KNOWN_AS = {
    "day": "day date datum tag jour fecha data timestamp time",
    "pain": "pain|worst pain|max pain|pain worst|pain level|pain score|pain today|back pain|low back pain|"
    "lower back pain|nrs|vas|schmerz|schmerzen|rueckenschmerz|ruckenschmerz|ruckenschmerzen|"
    "starkster schmerz|"
    "schmerzstarke|douleur|dolor|dolore",
    "during": "pain during run|pain during the run|pain while running|pain running|during|during run|"
    "schmerz beim laufen|schmerz beim lauf",
    "morning": "pain next morning|pain the next morning|next morning|morning|morning pain|"
    "schmerz am nachsten morgen",
    "place": "places|place|where|location|ort|stelle|wo|lieu|lugar",
    "stiffness": "stiffness|morning stiffness|stiff|steifheit|steifigkeit|morgensteifigkeit|raideur|rigidez",
    "sleep": "sleep|slept|sleep time|sleep duration|hours slept|schlaf|schlafdauer|sommeil|sueno|sonno",
    "sleep-quality": "sleep quality|quality of sleep|sleep score|schlafqualitat|restful|erholsam",
    "sitting": "sitting|sat|sitting time|sitzen|gesessen|sitzzeit|assis|sentado",
    "driving": "driving|drive|car|driving time|autofahren|fahren|fahrzeit|auto|conduite",
    "lifting": "lifting|lifted|heavy lifting|heavy work|heben|schweres heben|gehoben",
    "stress": "stress|strain|stress level|estres|belastung",
    "strength": "strength|strength done|strength training|kraft|krafttraining",
    "stretches": "stretches|stretching|stretched|dehnen|gedehnt|etirements",
    "pack": "pack|backpack|rucksack|pack carried",
    "easy-start": "easy start|warm up|warmup|warmed up|aufgewarmt|aufwarmen",
    "note": "note|notes|comment|comments|notiz|notizen|bemerkung|kommentar|remarque",
}
_SHORT_NAME_OF = {
    name: short for short, names in _KNOWN_AS.items() for name in names.split(" " if short == "day" else "|")
} | {field.replace("_", " "): short for short, field in FIELD_OF.items()}

_UNIT_WORDS = {
    "hours": "h hr hrs hour hours std stunden heures horas ore",
    "minutes": "min mins minute minutes minuten",
    "": "0 10 1 nrs of von points punkte",
}
_UNIT_OF = {word: unit for unit, words in _UNIT_WORDS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is read: where it lies, its name in the file, its field and the unit its name tells."""

    at: int
    header: str
    short_name: str
    unit: str

    @property
    def field(self) -> str:
        """The field of ``CheckIn``, or ``day``."""
        return FIELD_OF.get(self.short_name, DAY)

    @property
    def factor(self) -> float:
        """What its numbers are multiplied with to have the field's own unit."""
        own = RANGES.get(self.field, (0, 0, ""))[2]
        if self.unit == own or not self.unit or own not in ("hours", "minutes"):
            return 1.0
        return 1 / 60 if own == "hours" else 60.0


def find_columns(
    header: Sequence[str], mapping: Mapping[str, str], where: str
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Return the columns to read, and the names of those that are not used.

    ``mapping`` gives the file's name for a short name such as ``pain``; an empty one leaves a column out.

    Raises:
        BadInputError: no column is the day, or none tells anything; two would be the same; a name of
            ``mapping`` is not there.
    """
    _check(mapping, header, where)
    found: dict[str, Column] = {}
    for at, name in enumerate(header):
        told = [short for short, named in mapping.items() if named and _same(named, name)]
        short, unit = _recognised(name)
        if told:
            short = told[0]
        elif short in mapping or not short:
            continue
        if short in found and _same(found[short].header, name):
            continue
        if short in found:
            raise BadInputError(
                f"the columns {found[short].header!r} and {name!r} may both be {short}.",
                where=where,
                remedy=f'Say which: --map {short}="{name}"',
            )
        found[short] = Column(at, name, short, unit)
    if DAY not in found or len(found) < 2:
        lacking = "the day" if DAY not in found else "what to read, such as pain"
        raise BadInputError(
            f"no column is {lacking}. The columns are: {', '.join(name or '(no name)' for name in header)}.",
            where=where,
            remedy=f'Name it: --map {"day" if DAY not in found else "pain"}="its name in the file"',
        )
    used = {column.at for column in found.values()}
    unused = tuple(name for at, name in enumerate(header) if at not in used and name)
    return tuple(found[short] for short in SHORT_NAMES if short in found), unused


def _check(mapping: Mapping[str, str], header: Sequence[str], where: str) -> None:
    for short, name in mapping.items():
        if short not in SHORT_NAMES:
            raise BadInputError(
                f"a diary has no {short!r}.", where="--map", remedy=f"It has: {', '.join(SHORT_NAMES)}."
            )
        if name and not any(_same(name, one) for one in header):
            raise BadInputError(
                f"no column is called {name!r}.", where=where, remedy=f"The columns: {', '.join(header)}."
            )


def recognised(at: int, header: str) -> Column | None:
    """Return the column by what its name means, None where it means nothing known."""
    short, unit = _recognised(header)
    return Column(at, header, short, unit) if short else None


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _recognised(header: str) -> tuple[str, str]:
    """Return the short name that a column's name means, empty for none, and the unit that it tells."""
    words = _plain(header).split()
    unit = next((_UNIT_OF[word] for word in words if _UNIT_OF.get(word)), "")
    whole = _SHORT_NAME_OF.get(" ".join(words), "")
    bare = _SHORT_NAME_OF.get(" ".join(word for word in words if word not in _UNIT_OF), "")
    return whole or bare, unit


def _plain(text: str) -> str:
    """Return a name in lower case without accents, its signs as blanks."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(one for one in decomposed if not unicodedata.combining(one))
    return re.sub(r"[\W_]+", " ", letters).strip()
