"""The events' rules on a second runner: one stride overground between two force plates (BMClab, CC BY 4.0).

One stride is too short to go from landmarks to form, so the rules are applied to the markers themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from runback.gait.events import REST_SHARE, TOE_OFF_SHARES, three_point_angle
from runback.gait.smoothing import low_pass

MARKERS_HZ, CONTACT_N = 150.0, 50.0
BEFORE_S = 0.15
Points = dict[str, np.ndarray]


@dataclass(frozen=True)
class Step:
    """By how much the rules come late on one foot, in milliseconds."""

    side: str
    contact_ms: float
    toe_off_ms: float


def second_runner(folder: Path) -> list[Step]:
    """Return the steps of the recording, one of each foot."""
    points, plates = _markers(folder / "motion_capture_run.trc"), _plates(folder / "grf_run.mot")
    middle = 0.25 * sum(points[name] for name in ("RASI", "LASI", "RPSI", "LPSI"))[:, 0]
    times = np.arange(middle.size) / MARKERS_HZ
    speed = float(np.polyfit(times, middle, 1)[0])
    stride = 2.0 * abs(plates["R"][0] - plates["L"][0])
    found = []
    for short, side in (("R", "right"), ("L", "left")):
        contact, toe_off = plates[short]
        at = _contact(points, short, speed, contact)
        off = _toe_off(points, short, at, stride)
        found.append(Step(side, 1000.0 * (at - contact), 1000.0 * (off - toe_off)))
    return found


def _contact(points: Points, short: str, speed: float, near_s: float) -> float:
    """Return when heel or toe first comes within the rule's share of the ground's speed (here nought)."""
    speeds = []
    for name in ("CAL", "TOE"):
        change = np.gradient(low_pass(points[short + name], MARKERS_HZ), 1.0 / MARKERS_HZ, axis=0)
        speeds.append(np.hypot(*change.T) / speed)
    nearest = np.minimum(*speeds)
    first = max(0, int((near_s - BEFORE_S) * MARKERS_HZ))
    fall = first + int(np.argmax((nearest[first:-1] >= REST_SHARE) & (nearest[first + 1 :] < REST_SHARE)))
    between = (nearest[fall] - REST_SHARE) / (nearest[fall] - nearest[fall + 1])
    return float((fall + between) / MARKERS_HZ)


def _toe_off(points: Points, short: str, contact_s: float, stride_s: float) -> float:
    """Return when the knee is straightest late in stance."""
    hip = 0.5 * (points[short + "ASI"] + points[short + "PSI"])
    knee, ankle = (
        0.5 * (points[f"{short}{one}v"] + points[f"{short}{other}v"])
        for one, other in (("LFC", "MFC"), ("LMAL", "MMAL"))
    )
    bend = three_point_angle(*(low_pass(point, MARKERS_HZ) for point in (hip, knee, ankle)))
    first, last = (int((contact_s + share * stride_s) * MARKERS_HZ) for share in TOE_OFF_SHARES)
    return float((first + int(np.argmax(bend[first:last]))) / MARKERS_HZ)


def _markers(path: Path) -> Points:
    """Return the markers as forward and up, in metres."""
    lines = path.read_text(encoding="utf-8").splitlines()
    names = [name for name in lines[3].split("\t")[2:] if name.strip()]
    width = 2 + 3 * len(names)
    rows = [(line.split("\t") + [""] * width)[:width] for line in lines[5:] if line.strip()]
    values = np.array([[float(cell) if cell.strip() else np.nan for cell in row] for row in rows])
    return {name: values[:, 2 + 3 * at : 4 + 3 * at] / 1000.0 for at, name in enumerate(names)}


def _plates(path: Path) -> dict[str, tuple[float, float]]:
    """Return contact and toe-off of each foot, in seconds, at ``CONTACT_N`` newtons."""
    lines = path.read_text(encoding="utf-8").splitlines()
    header = next(at for at, line in enumerate(lines) if line.split()[:1] == ["time"])
    names = lines[header].split()
    values = np.array(
        [[float(cell) for cell in line.split()] for line in lines[header + 1 :] if line.strip()]
    )
    found = {}
    for short in "RL":
        stands = values[:, names.index(f"{short}_ground_force_vy")] > CONTACT_N
        edges = values[np.flatnonzero(np.diff(stands.astype(int))), 0]
        found[short] = float(edges[0]), float(edges[1])
    return found
