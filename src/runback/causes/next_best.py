"""What to measure next: the information expected from a measurement for each minute that it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log2

from runback.knowledge import Measurement, measurements
from runback.model import Finding


@dataclass(frozen=True, slots=True)
class NextMeasurement:
    """A measurement not yet made; ``gain`` is the expected information in bits over ``causes``."""

    id: str
    name: str
    minutes: float
    gain: float
    how: str
    causes: tuple[str, ...]


def next_measurements(support: Mapping[str, float], made: Iterable[Finding]) -> tuple[NextMeasurement, ...]:
    """Return the measurements not yet made, the most bits a minute first.

    ``support`` maps every cause id to its present probability. The gain is the mutual information between
    each cause and the measurement's result, summed over the causes as if they were independent: an upper
    bound where one result bears on several. Method: Lindley 1956, with sensitivity and specificity from the
    evidence base.
    """
    done = {finding.measure for finding in made}
    rows = [_next(entry, support) for entry in measurements() if done.isdisjoint(entry.made_by)]
    return tuple(sorted(rows, key=lambda row: (-row.gain / row.minutes, row.id)))


def _next(entry: Measurement, support: Mapping[str, float]) -> NextMeasurement:
    gain = sum(mutual_information(support[cause], *ratios) for cause, ratios in entry.informs.items())
    return NextMeasurement(entry.id, entry.name, entry.minutes, gain, entry.how, tuple(entry.informs))


def mutual_information(prior: float, sensitivity: float, specificity: float) -> float:
    """Return the bits that a yes-no result is expected to tell of a yes-no cause."""
    positive = prior * sensitivity + (1.0 - prior) * (1.0 - specificity)
    bits = entropy(positive) - prior * entropy(sensitivity) - (1.0 - prior) * entropy(specificity)
    return max(0.0, bits)


def entropy(probability: float) -> float:
    """Return the entropy of a yes-no variable in bits."""
    return -sum(part * log2(part) for part in (probability, 1.0 - probability) if part > 0)
