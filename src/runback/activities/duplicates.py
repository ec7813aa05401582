"""Which recordings are copies of one activity, and which copy speaks for it. Pure: rows in, links out.

Watches, phones and web sites hand out the same run as FIT, TCX and GPX: without pauses, with the start
trimmed away, with a distance of their own making. What stays is that one person cannot do two runs at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from runback.activities.recording import Recording
from runback.activities.sports import UNKNOWN_SPORT, sport_of

START_TOLERANCE_S = 60.0
"""Copies start within this many seconds of each other."""

DURATION_TOLERANCE = 0.02
DISTANCE_TOLERANCE = 0.02
"""Copies differ by at most this part of the longer one."""

MIN_OVERLAP = 0.8
"""Part of the longer one in which both are under way: repeats of a minute each are no copies."""

TRIM_SPEED_M_S = 6.0
"""Distance that a trimmed start or end may have taken away, per second trimmed."""

SAME_ENDS_S = 5.0
"""Recordings that start and end within this are one activity whatever their distances: these differ by a
third and more where one comes from positions and the other from a sensor on a wheel or foot."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One recording as far as the question needs it; times in seconds since 1970, distance in metres.

    ``richness`` orders copies of one activity: the greatest leads, ``run_id`` decides between equals.
    """

    run_id: str
    original: int
    start_s: float
    elapsed_s: float | None
    distance_m: float | None
    sport: str | None
    richness: tuple[int, ...]

    @property
    def order(self) -> tuple[tuple[int, ...], str]:
        """Sorting by this puts the copy that leads first."""
        return (tuple(-part for part in self.richness), self.run_id)


def richness_of(recording: Recording) -> int:
    """Return how many kinds of samples, device totals and laps a recording holds."""
    totals = sum(value is not None for value in asdict(recording.totals).values())
    return recording.stream.width + totals + bool(recording.laps.height)


def copy_of(recording: Recording, row: Mapping[str, object], *, original: int) -> Copy:
    """Return a measured recording as the search for copies sees it; ``original`` numbers its file."""
    elapsed, distance = row.get("elapsed_s"), row.get("distance_m")
    return Copy(
        run_id=str(row["run_id"]),
        original=original,
        start_s=recording.start_utc.timestamp(),
        elapsed_s=elapsed if isinstance(elapsed, float) else None,
        distance_m=distance if isinstance(distance, float) else None,
        sport=None if sport_of(recording.sport)[0] == UNKNOWN_SPORT else recording.sport,
        richness=(richness_of(recording), recording.stream.height),
    )


def same_activity(first: Copy, second: Copy) -> bool:
    """Return whether two recordings of one runner are of one activity.

    Their starts lie within 60 s; their durations and distances differ by at most 2 %, plus what a trimmed
    start or end explains; both are under way for most of the time. Sessions of one file are never copies.
    """
    starts_apart = abs(first.start_s - second.start_s)
    if first.original == second.original or starts_apart > START_TOLERANCE_S or _other_sport(first, second):
        return False
    if first.elapsed_s is None or second.elapsed_s is None:
        return _alike(first.distance_m, second.distance_m, 0.0)
    first_end, second_end = first.start_s + first.elapsed_s, second.start_s + second.elapsed_s
    ends_apart = abs(first_end - second_end)
    longer = max(first.elapsed_s, second.elapsed_s)
    overlap = min(first_end, second_end) - max(first.start_s, second.start_s)
    if ends_apart > max(START_TOLERANCE_S, DURATION_TOLERANCE * longer) or overlap < MIN_OVERLAP * longer:
        return False
    if max(starts_apart, ends_apart) <= SAME_ENDS_S:
        return True
    return _alike(first.distance_m, second.distance_m, TRIM_SPEED_M_S * (starts_apart + ends_apart))


def _other_sport(first: Copy, second: Copy) -> bool:
    return first.sport is not None and second.sport is not None and first.sport != second.sport


def _alike(first_m: float | None, second_m: float | None, slack_m: float) -> bool:
    if first_m is None or second_m is None:
        return True
    return abs(first_m - second_m) <= DISTANCE_TOLERANCE * max(first_m, second_m) + slack_m


def chains(copies: Iterable[Copy]) -> Iterator[list[Copy]]:
    """Split recordings, in order of start, wherever more than 60 s lie between two starts."""
    chain: list[Copy] = []
    for copy in sorted(copies, key=lambda copy: (copy.start_s, copy.run_id)):
        if chain and copy.start_s - chain[-1].start_s > START_TOLERANCE_S:
            yield chain
            chain = []
        chain.append(copy)
    if chain:
        yield chain


def leads(copies: Iterable[Copy]) -> dict[str, str | None]:
    """Return, for each run id, the run id of the copy that leads it, or None where it leads itself.

    The richest recording takes all that are its copies, then the richest of the rest, and so on: the result
    depends on the recordings alone, not on the order in which they came, and no chain of small differences
    makes one activity of two.
    """
    found: dict[str, str | None] = {}
    for chain in chains(copies):
        found.update(_leads_of_chain(chain))
    return found


def _leads_of_chain(chain: Sequence[Copy]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    waiting = sorted(chain, key=lambda copy: copy.order)
    while waiting:
        lead, *rest = waiting
        found[lead.run_id] = None
        waiting = []
        for copy in rest:
            if same_activity(lead, copy):
                found[copy.run_id] = lead.run_id
            else:
                waiting.append(copy)
    return found
