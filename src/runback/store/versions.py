"""What the measures of a run rest on: versions of reading and measuring, and the runner's settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from runback import model
from runback.activities.methods import MEASURE_VERSIONS

READING_CHANGES: tuple[str, ...] = ()
"""For version 2 of reading files and each later one: what changed, so that originals are read anew."""

READING_VERSION = str(1 + len(READING_CHANGES))

_READING = "reading"
# A setting may be called as a measure is: max_heart_rate_bpm is both.
_SETTING = "setting "
_SETTINGS = {
    "sex": "The sex",
    "max_heart_rate_bpm": "The maximum heart rate",
    "rest_heart_rate_bpm": "The resting heart rate",
    "zone": "The time zone",
}
"""The settings that a measure of a run depends on, as named in a sentence."""


def versions_for(runner: model.Runner) -> dict[str, str]:
    """Return everything that measures made now rest on, by name."""
    settings = {name: getattr(runner, name) for name in _SETTINGS}
    return {
        _READING: READING_VERSION,
        **{column: str(measure.version) for column, measure in MEASURE_VERSIONS.items()},
        **{_SETTING + name: str(value) for name, value in settings.items() if value is not None},
    }


def key_of(versions: Mapping[str, str]) -> str:
    """Return the hash by which a set of versions is found."""
    return hashlib.sha256(json.dumps(versions, sort_keys=True).encode()).hexdigest()


def reasons(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return in plain words what changed between two sets of versions."""
    found = []
    if before.get(_READING) != now[_READING]:
        since = int(before.get(_READING, "0"))
        found.append(" ".join(["Files are read in a new way.", *READING_CHANGES[max(since - 1, 0) :]]))
    for column, measure in MEASURE_VERSIONS.items():
        if column not in before:
            found.append(f"{column} is new: {measure.method}")
        elif before[column] != now[column]:
            changes = " ".join(measure.changes[max(int(before[column]) - 1, 0) :])
            found.append(f"{column} is made in a new way: {changes or measure.method}")
    for name, words in _SETTINGS.items():
        told, tells = (versions.get(_SETTING + name, "not known") for versions in (before, now))
        if told != tells:
            found.append(f"{words} changed from {told} to {tells}.")
    return found
