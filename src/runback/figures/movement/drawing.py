"""The figures of exercises and self-tests as SVG: moving for the page, side by side for print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

import numpy as np

from runback.figures.movement.motion import Motion, motion
from runback.figures.movement.poses import Movement
from runback.figures.movement.props import Thing, floor, thing
from runback.figures.movement.silhouette import (
    PARTS,
    Camera,
    eyes,
    joints_of,
    open_curve,
    open_line,
    outlines,
)
from runback.figures.movement.skeleton import Array
from runback.figures.movement.style import PRINT, SCREEN
from runback.figures.movement.timing import Beat, beats, seconds_to_hold
from runback.knowledge import Exercise, SelfTest, entries

_PAD = 14.0
_HEAD_ROOM = 30.0
_RING = 11.0
_SHORTEST_ARROW = 5.0
_ROOTS = {"leg": "hip", "arm": "shoulder"}
_FAR = 0.7
"""Two limbs are near and far when so much of the way between them leads away from the viewer."""


Show = Callable[[Sequence[str], Sequence[str], str], str]
"""Turns the paths of one piece, a frame each (calm, breathed in), and its attributes into what is drawn."""


@dataclass(frozen=True)
class Part:
    """A part of the body ready to draw: one path a frame, calm and, of a trunk that holds, breathed in."""

    name: str
    moving: bool
    far: bool
    calm: list[str]
    breath: list[str]

    @property
    def look(self) -> str:
        """The classes of its style."""
        return " ".join(["rb-moving" if self.moving else "rb-near", *(["rb-far"] if self.far else [])])


@dataclass(frozen=True)
class Scene:
    """All that is seen of a movement, back to front, and the part of the paper that it needs."""

    motion: Motion
    things: list[Thing]
    parts: list[Part]
    eyes: list[str]
    arrows: list[Array]
    box: tuple[float, float, float, float]

    @property
    def keys(self) -> tuple[int, ...]:
        """The frames of the key poses, each once."""
        return self.motion.key_frames[: len(self.motion.movement.keys)]


def movement_svg(movement_id: str, *, rung: int | None = None, animate: bool = True) -> str:
    """Return the figure of an exercise or self-test as one self-contained SVG; it moves unless told not to.

    ``rung`` of the exercise's ladder counts from 0; without it the exercise is shown where it starts.
    It has no script, and is still where the viewer asks for reduced motion. Its colours (``style.COLOURS``)
    follow the page's CSS variables ``--figure-NAME``. Raises ``UnknownFactError`` for an id without a figure
    and ``BadInputError`` for a rung without one.
    """
    scene = _scene(movement_id, rung)
    name = scene.motion.movement.id
    still = _still(scene, f"{name}-s")
    if animate:
        moving = _moving(scene, name)
        still = f'<g class="rb-go">{moving}</g><g class="rb-still" display="none">{still}</g>'
    return _document(scene, name, SCREEN, still)


def movement_frames(movement_id: str, *, rung: int | None = None) -> tuple[str, ...]:
    """Return the key poses of a movement as still SVGs for print, legible without colour.

    Arguments and errors as for :func:`movement_svg`.
    """
    scene = _scene(movement_id, rung)
    made = []
    for number, frame in enumerate(scene.keys):
        prefix = f"{scene.motion.movement.id}-{number}"
        arrows = _arrows(scene, scene.keys[number - 1], frame) if number else ""
        made.append(_document(scene, prefix, PRINT, _drawn(scene, _at(frame), prefix) + arrows))
    return tuple(made)


@cache
def _scene(movement_id: str, rung: int | None) -> Scene:
    run = motion(movement_id, rung)
    plan, camera = run.movement, Camera(*run.movement.view[:2])
    things = [floor(run.body, camera, mat=any(prop["kind"] == "mat" for prop in plan.props))]
    things += [made for prop in plan.props for made in thing(prop, run.body, camera)]
    depth = {
        part: float(np.mean([camera.depth(run.body.points[joint]) for joint in joints_of(part)]))
        for part in PARTS
    }
    parts = [
        Part(
            part,
            part in plan.moving,
            _far(run, camera, part),
            outlines(run.body, camera, part),
            outlines(run.body, camera, part, breath=plan.hold),
        )
        for part in _back_to_front(depth, plan.behind)
    ]
    arrows = [camera.screen(run.body.points[point]) for point in plan.arrow]
    return Scene(run, things, parts, eyes(run.body, camera), arrows, _box(run, camera, things))


def _back_to_front(depth: dict[str, float], behind: Sequence[str]) -> list[str]:
    order = sorted(PARTS, key=lambda part: -depth[part])
    return sorted(order, key=lambda part: part not in behind) if behind else order


def _far(run: Motion, camera: Camera, part: str) -> bool:
    """Whether a limb is drawn as the farther of two; one that moves alone keeps its full colour."""
    side, _, limb = part.partition("_")
    if limb not in _ROOTS:
        return False
    other = "right" if side == "left" else "left"
    apart = run.body.points[f"{side}_{_ROOTS[limb]}"] - run.body.points[f"{other}_{_ROOTS[limb]}"]
    away = float((camera.depth(apart) / np.linalg.norm(apart, axis=1)).mean())
    moving = run.movement.moving
    return away > _FAR and (part not in moving or f"{other}_{limb}" in moving)


def _box(run: Motion, camera: Camera, things: Sequence[Thing]) -> tuple[float, float, float, float]:
    seen = [camera.screen(points) for points in run.body.points.values()]
    heads = [camera.screen(run.body.points["head_centre"]) + sign * 16.0 for sign in (1, -1)]
    every = np.concatenate([*seen, *heads, *(made.corners for made in things)])
    (left, top), (right, bottom) = every.min(axis=0) - _PAD, every.max(axis=0) + _PAD
    room = _HEAD_ROOM if run.movement.hold else 0.0
    return float(left), float(top - room), float(right - left), float(bottom - top + room)


def _still(scene: Scene, prefix: str) -> str:
    """The last key pose over a trace of the first: start, end and what moves at one look."""
    first, *_, last = scene.keys if len(scene.keys) > 1 else scene.keys * 2
    trace = "".join(
        f'<path class="rb-trace" d="{part.calm[first]}"/>'
        for part in scene.parts
        if part.moving and part.calm[first] != part.calm[last]
    )
    return _drawn(scene, _at(last), prefix, below=trace) + _arrows(scene, *_main_stage(scene))


def _at(frame: int) -> Show:
    """Show every path as it is in one frame."""
    return lambda calm, _breath, look: f'<path{look} d="{calm[frame if len(calm) > 1 else 0]}"/>'


def _moving(scene: Scene, prefix: str) -> str:
    course, seconds = beats(scene.motion)

    def show(calm: Sequence[str], breath: Sequence[str], look: str) -> str:
        return _animated(calm, breath, course, seconds, look)

    timer = _timer(scene, course, seconds) if scene.motion.movement.hold else ""
    return _drawn(scene, show, prefix) + _arrows(scene, *_main_stage(scene)) + timer


def _drawn(scene: Scene, show: Show, prefix: str, *, below: str = "") -> str:
    """All of a scene from the back to the front."""
    out = [_things(scene, show, front=False), below]
    for part in scene.parts:
        out.append(_inked(part, show(part.calm, part.breath, ""), prefix))
        if part.name == "head":
            out.append(show(scene.eyes, scene.eyes, ' class="rb-eye"'))
    return "".join([*out, _things(scene, show, front=True)])


def _things(scene: Scene, show: Show, *, front: bool) -> str:
    return "".join(
        show(made.paths, made.paths, f' class="rb-{made.look}"')
        for made in scene.things
        if made.front is front
    )


def _inked(part: Part, drawn: str, prefix: str) -> str:
    """The part twice: as ink a little larger, then filled, so that only the outer outline stays."""
    name = f"{prefix}-{part.name}"
    return (
        f'<g class="{part.look}"><g class="rb-ink"><g id="{name}">{drawn}</g></g>'
        f'<use href="#{name}" class="rb-fill"/></g>'
    )


def _animated(
    calm: Sequence[str], breath: Sequence[str], course: Sequence[Beat], seconds: float, look: str
) -> str:
    if len(calm) == 1:
        return f'<path{look} d="{calm[0]}"/>'
    told = [(beat.at, (breath if beat.breath else calm)[beat.frame]) for beat in course]
    values = [value for _, value in told]
    if len(set(values)) == 1:
        return f'<path{look} d="{values[0]}"/>'
    # Of a stay only its ends are written.
    kept = [
        pair
        for at, pair in enumerate(told)
        if at in {0, len(told) - 1} or not values[at - 1] == values[at] == values[at + 1]
    ]
    times, shapes = (";".join(column) for column in zip(*((f"{at:.3g}", d) for at, d in kept), strict=True))
    return (
        f'<path{look} d="{values[0]}"><animate attributeName="d" dur="{seconds:g}s" repeatCount="indefinite" '
        f'keyTimes="{times}" values="{shapes}"/></path>'
    )


def _main_stage(scene: Scene) -> tuple[int, int]:
    """The frames between which arrows run: the whole way, or its first stage where the way leads back."""
    last = scene.keys[1] if scene.motion.movement.course == "round" else scene.keys[-1]
    return scene.keys[0], last


def _arrows(scene: Scene, first: int, last: int) -> str:
    lines = [line[first : last + 1] for line in scene.arrows]
    drawn = [_arrow(line) for line in lines if np.hypot(*(line[-1] - line[0])) >= _SHORTEST_ARROW]
    return "".join(f'<path class="rb-{look}" d="{path}"/>' for path in drawn for look in ("halo", "arrow"))


def _arrow(line: Array) -> str:
    """The way of a point as a smooth line with an open head."""
    end = line[-1]
    way = end - line[-2]
    way = way / max(float(np.hypot(*way)), 1e-9)
    across = np.array([-way[1], way[0]])
    one, other = (end - 7 * way + sign * 4.5 * across for sign in (1, -1))
    return open_curve(line) + open_line(np.array([one, end, other]))


def _timer(scene: Scene, course: Sequence[Beat], seconds: float) -> str:
    """A ring that fills while the pose is held, with the seconds of the starting dose where it names them."""
    held = [beat.at for beat in course if beat.held]
    x, y = scene.box[0] + 20, scene.box[1] + 20
    around = 2 * np.pi * _RING
    dose = seconds_to_hold(scene.motion.movement)
    told = f"hold {dose} s" if dose else "hold"
    ring = f'cx="{x:.1f}" cy="{y:.1f}" r="{_RING:g}"'
    return (
        f'<circle class="rb-track" {ring}/><circle class="rb-ring" {ring} stroke-dasharray="{around:.1f}" '
        f'stroke-dashoffset="{around:.1f}" transform="rotate(-90 {x:.1f} {y:.1f})">'
        f'<animate attributeName="stroke-dashoffset" dur="{seconds:g}s" repeatCount="indefinite" '
        f'keyTimes="0;{min(held):.3g};{max(held):.3g};1" values="{around:.1f};{around:.1f};0;0"/></circle>'
        f'<text class="rb-text" x="{x + 17:.1f}" y="{y + 5:.1f}">{told}</text>'
    )


def _document(scene: Scene, prefix: str, style: str, drawn: str) -> str:
    plan = scene.motion.movement
    x, y, width, height = scene.box
    told = f"Start: {plan.start} What moves: {plan.moves} End: {plan.end}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="rb-figure" role="img" '
        f'aria-labelledby="{prefix}-t {prefix}-d" viewBox="{x:.0f} {y:.0f} {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}">'
        f'<title id="{prefix}-t">{escape(_title(plan))}</title><desc id="{prefix}-d">{escape(told)}</desc>'
        f"<style>{style}</style>{drawn}</svg>"
    )


def _title(plan: Movement) -> str:
    name = next(entry.name for entry in entries(plan.of) if isinstance(entry, Exercise | SelfTest))
    rung = plan.ladder_rung()
    return f"{name}: {rung.text}" if rung else name
