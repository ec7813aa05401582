"""Outside influences: shoes, ground, sitting, sleep, lifting, stress, and how runs begin."""

from runback.influences.findings import influence_findings
from runback.influences.shoe_findings import pairs_evidence, wear_evidence
from runback.influences.shoes import Pair, PairUse, Rotation, pair_uses, rotation
from runback.influences.surfaces import is_hard_or_cambered

__all__ = [
    "Pair",
    "PairUse",
    "Rotation",
    "influence_findings",
    "is_hard_or_cambered",
    "pair_uses",
    "pairs_evidence",
    "rotation",
    "wear_evidence",
]
