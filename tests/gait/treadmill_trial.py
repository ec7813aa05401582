"""The treadmill trial with force plate of the shared data (Fukuchi 2017, CC BY 4.0) as points and events."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.signal import butter, filtfilt

MARKERS_HZ, PLATE_HZ = 150.0, 300.0
PLATE_CUT_OFF_HZ, CONTACT_N = 30.0, 50.0
# Hip joint centre from the pelvis markers (Bell 1990): shares of the distance between the front spines.
HIP_BACK, HIP_DOWN, HIP_OUT = 0.19, 0.30, 0.36
Points = dict[str, np.ndarray]


@dataclass(frozen=True)
class Trial:
    """Points by name, shape ``(n, 3)`` in metres at ``t_s``; contacts and toe-offs by the plate."""

    t_s: np.ndarray
    places_m: Points
    contacts_s: np.ndarray
    toe_offs_s: np.ndarray

    @property
    def cadence_spm(self) -> float:
        return float(60.0 * (self.contacts_s.size - 1) / (self.contacts_s[-1] - self.contacts_s[0]))


def read_trial(folder: Path) -> Trial:
    static = {
        name: np.nanmean(places, axis=0) for name, places in _markers(folder / "RBDS001static.txt").items()
    }
    running = _markers(folder / "RBDS001runT25markers.txt")
    count = len(running["R.ASIS"])
    places: Points = {}
    for short, side in (("R", "right"), ("L", "left")):
        pelvis = [f"{s}.{name}" for s in "RL" for name in ("ASIS", "PSIS", "Iliac.Crest")]
        thigh, shank = (
            [f"{short}.{part}.{end}.{way}" for end in ("Top", "Bottom") for way in ("Lateral", "Medial")]
            for part in ("Thigh", "Shank")
        )
        foot = [f"{short}.{name}" for name in ("Heel.Top", "Heel.Bottom", "Heel.Lateral", "MT1", "MT5")]
        for point, at, cluster in (
            ("hip", _hip_centre(static, short), pelvis),
            ("knee", _middle(static, f"{short}.Knee", f"{short}.Knee.Medial"), thigh),
            ("ankle", _middle(static, f"{short}.Ankle", f"{short}.Ankle.Medial"), shank),
            ("heel", static[f"{short}.Heel.Bottom"], foot),
            ("big_toe", _middle(static, f"{short}.MT1", f"{short}.MT5"), foot),
        ):
            places[f"{side}_{point}"] = _carried(at, cluster, static, running) / 1000.0
    contacts, toe_offs = _plate_events(folder / "RBDS001runT25forces.txt")
    return Trial(np.arange(count) / MARKERS_HZ, places, contacts, toe_offs)


def _table(path: Path) -> tuple[list[str], np.ndarray]:
    names = [name for name in path.read_text(encoding="utf-8").partition("\n")[0].split("\t") if name.strip()]
    return names, np.genfromtxt(path, delimiter="\t", skip_header=1)


def _markers(path: Path) -> Points:
    names, values = _table(path)
    return {
        name[:-1]: values[:, column : column + 3] for column, name in enumerate(names) if name.endswith("X")
    }


def _middle(points: Points, one: str, other: str) -> np.ndarray:
    return 0.5 * (points[one] + points[other])


def _hip_centre(static: Points, short: str) -> np.ndarray:
    front, back = _middle(static, "R.ASIS", "L.ASIS"), _middle(static, "R.PSIS", "L.PSIS")
    across = static["R.ASIS"] - static["L.ASIS"]
    width = np.linalg.norm(across)
    out = across / width
    forward = front - back
    forward -= (forward @ out) * out
    forward /= np.linalg.norm(forward)
    up = np.cross(out, forward)
    side = 1.0 if short == "R" else -1.0
    return front + width * (-HIP_BACK * forward - HIP_DOWN * up + side * HIP_OUT * out)


def _carried(at: np.ndarray, cluster: list[str], static: Points, running: Points) -> np.ndarray:
    """Carry a point of the standing body along with its segment's markers (Soederkvist and Wedin 1993)."""
    still = np.array([static[name] for name in cluster])
    result = np.full((len(running[cluster[0]]), 3), np.nan)
    for frame in range(len(result)):
        now = np.array([running[name][frame] for name in cluster])
        seen = np.isfinite(now).all(axis=1) & np.isfinite(still).all(axis=1)
        if seen.sum() < 3:
            continue
        here, there = still[seen].mean(axis=0), now[seen].mean(axis=0)
        left, _, right = np.linalg.svd((still[seen] - here).T @ (now[seen] - there))
        flip = np.diag([1.0, 1.0, np.sign(np.linalg.det(right.T @ left.T))])
        result[frame] = right.T @ flip @ left.T @ (at - here) + there
    return result


def _plate_events(path: Path) -> tuple[np.ndarray, np.ndarray]:
    names, values = _table(path)
    force = filtfilt(*butter(2, PLATE_CUT_OFF_HZ / (PLATE_HZ / 2)), values[:, names.index("Fy")])
    change = np.diff((force > CONTACT_N).astype(int))

    def times(edges: np.ndarray) -> np.ndarray:
        between = (CONTACT_N - force[edges]) / (force[edges + 1] - force[edges])
        return (edges + between) / PLATE_HZ

    return times(np.flatnonzero(change == 1)), times(np.flatnonzero(change == -1))
