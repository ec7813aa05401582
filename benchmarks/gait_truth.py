"""Hold the form measures against a treadmill trial with a force plate, filmed by a simulated camera.

    python benchmarks/gait_truth.py

The trial lies in the shared data (Fukuchi 2017, one runner at 2.5 m/s). Its 3D markers are projected through
a pinhole camera 3 to 5 m off and turned 0 to 20 degrees, at 30 to 240 frames a second, landmarks shaken,
swapped and dropped. Truth: the plate's contacts and toe-offs, and the same measures of the markers,
neither projected nor smoothed, at them.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

import numpy as np

from machine import measured_on
from second_runner import Step, second_runner

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "gait"))

from treadmill_trial import Trial, read_trial  # noqa: E402 - the tests' reader of the trial

from runback.gait import POINTS, FilmForm, Landmarks, film_form  # noqa: E402
from runback.gait.events import Contact, Gait, find_contacts  # noqa: E402
from runback.gait.rear_view import RearView, find_stances, rear_steps  # noqa: E402
from runback.gait.side_view import SideView, body_steps, leg_steps  # noqa: E402
from runback.gait.smoothing import smoothed  # noqa: E402
from runback.knowledge import fact  # noqa: E402
from runback.model import Side  # noqa: E402
from runback.simulate.camera import Camera, film_points  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "gait_truth.md"
DATA = ROOT.parent / "shared" / "data" / "kinematics"
RATES, SHAKES, DISTANCES = (30.0, 60.0, 120.0, 240.0), (0.0, 1.0, 2.0, 4.0, 6.0, 8.0), (3.0, 5.0)
YAWS = {"side": (0.0, 5.0, 10.0, 15.0, 20.0), "rear": (0.0, 10.0, 20.0)}
SWAPS, DROPPED = 10, 0.03
NEAR = Side.RIGHT
HEIGHT_CM = 181.0
ROUNDS = 10

Cell = tuple[float, float]
"""Frames a second and shake."""


@dataclass
class Found:
    """What the films of one view came to, by cell and by measure."""

    contact_ms: dict[Cell, list[float]] = field(default_factory=lambda: defaultdict(list))
    toe_off_ms: dict[Cell, list[float]] = field(default_factory=lambda: defaultdict(list))
    cadence: dict[Cell, list[float]] = field(default_factory=lambda: defaultdict(list))
    off: dict[tuple[str, float], list[float]] = field(default_factory=lambda: defaultdict(list))
    inside: dict[tuple[str, float], list[bool]] = field(default_factory=lambda: defaultdict(list))
    width: dict[tuple[str, float], list[float]] = field(default_factory=lambda: defaultdict(list))
    withheld: dict[tuple[str, float], int] = field(default_factory=lambda: defaultdict(int))
    films: int = 0
    refused: int = 0


def main() -> None:
    """Film the trial in every way, measure, and write the table."""
    trial = read_trial(DATA)
    truths = {"side": side_truth(trial), "rear": rear_truth(trial)}
    found = {view: filmed(trial, view, truths[view]) for view in truths}
    table = report(found, truths, speeds(trial), second_runner(DATA))
    print(table)
    RESULTS.write_text(table, encoding="utf-8")


def filmed(trial: Trial, view: str, truth: dict[str, float]) -> Found:
    """Return what films of one view from every place, at every rate and shake, came to."""
    found = Found()
    for number, (rate, yaw, shake, far) in enumerate(product(RATES, YAWS[view], SHAKES, DISTANCES)):
        camera = Camera(
            "rear" if view == "rear" else "side",
            distance_m=far,
            yaw_deg=yaw,
            frames_per_s=rate,
            shake_px=shake,
            swaps=SWAPS,
            dropped_share=DROPPED,
        )
        form = measured(film_points(trial.t_s, trial.places_m, camera, seed=number), view)
        found.films += 1
        if form.refusals:
            found.refused += 1
            continue
        cell = rate, shake
        add_events(found, cell, form, trial)
        for one in form.withheld:
            found.withheld[one.metric, shake] += one.side in (None, NEAR)
        for value in form.values:
            if value.metric == "cadence-video":
                found.cadence[cell].append(value.value - trial.cadence_spm)
            elif value.side in (None, NEAR) and value.metric in truth:
                true, key = truth[value.metric], (value.metric, shake)
                found.off[key].append(value.value - true)
                found.inside[key].append(value.band[0] <= true <= value.band[1])
                found.width[key].append(0.5 * (value.band[1] - value.band[0]))
    return found


def measured(landmarks: Landmarks, view: str) -> FilmForm:
    """Return the form without the pose model's own error, which marker landmarks do not have."""
    seen = "rear" if view == "rear" else "side"
    return film_form(landmarks, view=seen, near=NEAR, height_cm=HEIGHT_CM, posed=False)


def add_events(found: Found, cell: Cell, form: FilmForm, trial: Trial) -> None:
    """Add by how much contacts and toe-offs come late, in milliseconds, against the nearest of the plate."""
    if form.gait is None:
        return
    for one in form.gait.contacts:
        found.contact_ms[cell].append(1000.0 * (one.t_s - nearest(trial.contacts_s, one.t_s)))
        if one.toe_off_s is not None:
            late = one.toe_off_s - nearest(trial.toe_offs_s, one.toe_off_s)
            found.toe_off_ms[cell].append(1000.0 * late)


def nearest(times_s: np.ndarray, at_s: float) -> float:
    """Return the time nearest to ``at_s``."""
    return float(times_s[np.argmin(np.abs(times_s - at_s))])


def plain(trial: Trial, axes: tuple[int, int]) -> Landmarks:
    """Return the markers as landmarks in a plane: ``axes`` become across and up."""
    xy = np.full((trial.t_s.size, len(POINTS), 2), np.nan)
    for name, places in trial.places_m.items():
        xy[:, POINTS.index(name)] = places[:, list(axes)]
    return Landmarks(trial.t_s, xy, np.full(xy.shape[:2], np.nan), "markers")


def side_truth(trial: Trial) -> dict[str, float]:
    """Return the measures of the markers in the plane of running, at the plate's events."""
    still = plain(trial, (0, 1))
    found = find_contacts(smoothed(still))
    assert found is not None
    contacts = tuple(plate_contact(one, trial) for one in found.contacts)
    view = SideView(still, Gait(contacts, found.stride_s, found.direction))
    truth = medians(leg_steps(view, NEAR) | body_steps(view))
    stances = [one.toe_off_s - one.t_s for one in contacts if one.side is NEAR and one.toe_off_s is not None]
    return truth | {"contact-time-video": 1000.0 * float(np.median(stances))}


def rear_truth(trial: Trial) -> dict[str, float]:
    """Return the measures of the markers in the plane across the way of running."""
    still = plain(trial, (2, 1))
    gait = find_stances(smoothed(still))
    assert gait is not None
    return medians(rear_steps(RearView(still, gait)))


def medians(measures: dict) -> dict[str, float]:
    """Return the median over the steps of each measure that was seen, in the unit of its metric."""
    lengths = fact("segment-lengths").numbers
    cm = HEIGHT_CM * (lengths["thigh"] + lengths["shank"])
    scale = {"vertical-oscillation-video": cm, "step-width": cm}
    return {
        metric: float(np.nanmedian(steps.values)) * scale.get(metric, 1.0)
        for metric, steps in measures.items()
        if np.isfinite(steps.values).any()
    }


def plate_contact(contact: Contact, trial: Trial) -> Contact:
    """Return the contact at the times of the plate."""
    at = nearest(trial.contacts_s, contact.t_s)
    later = trial.toe_offs_s[trial.toe_offs_s > at]
    return replace(contact, t_s=at, toe_off_s=float(later[0]) if later.size else None)


def speeds(trial: Trial) -> dict[float, float]:
    """Return how many times faster than real time landmarks become form, by frames a second; CPU time."""
    result = {}
    for rate in RATES:
        camera = Camera(frames_per_s=rate, shake_px=2.0, swaps=SWAPS, dropped_share=DROPPED)
        landmarks = film_points(trial.t_s, trial.places_m, camera, seed=0)
        measured(landmarks, "side")
        began = time.process_time()
        for _ in range(ROUNDS):
            measured(landmarks, "side")
        result[rate] = ROUNDS * landmarks.seconds / (time.process_time() - began)
    return result


def report(
    found: dict[str, Found],
    truths: dict[str, dict[str, float]],
    speed: dict[float, float],
    second: list[Step],
) -> str:
    """Return the tables in Markdown."""
    side, rear = found["side"], found["rear"]
    lines = [
        "# Form from a simulated camera against a force plate",
        "",
        "One runner at 2.5 m/s on a treadmill; markers projected from 3 and 5 m, with 10 swaps of the legs",
        f"and 3 % of the points dropped. From the side: yaw 0 to 20 degrees, {side.films} films, "
        f"{side.refused} refused; from behind: yaw 0 to 20, {rear.films} films, {rear.refused} refused.",
        "",
        "From landmarks to measures, times real time (CPU time; asked: 1,000): "
        + ", ".join(f"{times:,.0f} at {rate:g} frames a second" for rate, times in speed.items())
        + ".",
        "",
        "## Events and cadence, from the side",
        "",
        "Asked at 60 frames a second and better: contact within 10 ms mean, 15 ms SD; cadence within 0.5.",
        "Toe-off is used where it is told, and for contact time from 120 frames a second.",
        "",
        "| frames/s | shake, px | contact, ms | SD | toe-off, ms | SD | steps | cadence off |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for rate, shake in sorted(side.contact_ms):
        contact, off = (np.array(one[rate, shake]) for one in (side.contact_ms, side.toe_off_ms))
        worst = max(side.cadence[rate, shake], key=abs)
        cells = f"{contact.mean():+.1f} | {contact.std():.1f} | {off.mean():+.1f} | {off.std():.1f}"
        lines.append(f"| {rate:g} | {shake:g} | {cells} | {contact.size} | {worst:+.2f} |")
    lines += ["", "## Measures of the near leg and the body, from the side", "", *_legend("2 degrees")]
    lines += _measures(side, truths["side"])
    lines += ["", "## Measures from behind", ""]
    worst = max((one for cell in rear.cadence.values() for one in cell), key=abs)
    lines += [f"Cadence is off by {worst:+.2f} steps a minute at most.", "", *_legend("none asked")]
    lines += _measures(rear, truths["rear"])
    lines += [
        "",
        "## A second runner",
        "",
        "One stride overground at 2.7 m/s between two plates (BMClab); the rules on the markers themselves:",
        "; ".join(
            f"{step.side} contact {step.contact_ms:+.0f} ms, toe-off {step.toe_off_ms:+.0f} ms"
            for step in second
        )
        + ".",
    ]
    return "\n".join([*lines, "", measured_on(), ""])


def _legend(asked: str) -> list[str]:
    return [
        "Root mean square of the error over all rates, yaws and distances, the share of films whose 90 %",
        f"band holds the truth, and half its usual width (asked: angles within {asked} at low shake; bands",
        "at least 88 %). The pose model's own error, which real films add, is left out of these bands.",
        "",
        "| measure | truth | " + " | ".join(f"{shake:g} px" for shake in SHAKES) + " |",
        "|---|---:|" + "---:|" * len(SHAKES),
    ]


def _measures(found: Found, truth: dict[str, float]) -> list[str]:
    lines = []
    for metric in sorted(truth):
        cells = []
        for shake in SHAKES:
            key = metric, shake
            if not found.off[key]:
                cells.append("withheld")
                continue
            root = np.sqrt(np.mean(np.square(found.off[key])))
            left_out = f", {found.withheld[key]} withheld" if found.withheld[key] else ""
            cells.append(
                f"{root:.2f} ({100 * np.mean(found.inside[key]):.0f} %, ±{np.median(found.width[key]):.2f}"
                f"{left_out})"
            )
        lines.append(f"| {metric} | {truth[metric]:.2f} | " + " | ".join(cells) + " |")
    return lines


if __name__ == "__main__":
    main()
