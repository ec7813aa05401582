"""What the runner's own days say of the causes: small weights, from named triggers alone."""

from __future__ import annotations

from runback.knowledge import exposures
from runback.model import Finding
from runback.triggers.answer import Trigger, Triggers

NAMED_WEIGHT = 0.5
"""Judged: the ``log_lr`` of one exposure named alone. A pattern in one's own days is no trial: small."""

WATCHED_WEIGHT = 0.1
"""Judged: that of one only worth watching, by its probability."""

DOUBT = 0.6
"""Judged: the 90 % interval of a weight reaches this part of its size to either side."""


OWN_DAYS = "own_days_"
"""How the measures of these findings begin; what follows is the exposure."""


def trigger_findings(triggers: Triggers) -> list[Finding]:
    """Return what named triggers, and those worth watching, say of the causes that their exposures speak to.

    An exposure speaks for its cause where the suspected way of it goes with worse days, and against where it
    goes with better ones. The weight of a group is shared among its members, so that a group of three adds no
    more than one exposure. The source is the runner's own days; the weights are judged, small and capped.
    """
    known = {exposure.id: exposure for exposure in exposures()}
    found = []
    for trigger in triggers.triggers:
        for name in trigger.exposures:
            exposure = known.get(name)
            if exposure is None or exposure.cause is None or triggers.window is None:
                continue
            worse_way = 1.0 if exposure.suspect == "more" else -1.0
            weight = worse_way * _weight(trigger) / len(trigger.exposures)
            half = DOUBT * abs(weight)
            found.append(
                Finding(
                    cause=exposure.cause,
                    measure=f"{OWN_DAYS}{name.replace('-', '_')}",
                    group=f"own-days-{trigger.exposures[0]}",
                    value=trigger.effect,
                    unit=f"points per {trigger.step}" if trigger.step else "points",
                    reference="your own days without it, or with less of it",
                    log_lr=weight,
                    log_lr_interval=(weight - half, weight + half),
                    basis="judged",
                    evidence=(),
                    window=triggers.window,
                    sentence=trigger.sentence,
                )
            )
    return found


def _weight(trigger: Trigger) -> float:
    """Return the weight of a whole group, with the sign of its effect."""
    size = NAMED_WEIGHT if trigger.tier == "named" else WATCHED_WEIGHT
    return size * trigger.probability * (1.0 if trigger.effect > 0 else -1.0)
