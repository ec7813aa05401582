"""The figures of exercises and self-tests as SVG: moving for the page, side by side for print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

import numpy as np

from runback.figures.movement.motion import Motion, motion
from runback.figures.movement.props import Thing, floor, thing
from runback.figures.movement.silhouette import PARTS, Camera, joints_of, outlines
from runback.figures.movement.skeleton import Array
from runback.figures.movement.style import PRINT, SCREEN
from runback.figures.movement.timing import Beat, beats, seconds_to_hold

_PAD = 14.0
_HEAD_ROOM = 30.0
_OUTLINE = 1.3
_FAR = 0.02
"""From this depth between a limb and its twin, in statures, the farther one is drawn lighter."""


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
    arrows: list[Array]
    box: tuple[float, float, float, float]


def movement_svg(movement_id: str, *, animate: bool = True) -> str:
    """Return the figure of an exercise or self-test as one self-contained SVG; it moves unless told not to.

    Without script; still where the viewer asks for reduced motion. Colours follow the CSS variables
    ``--figure-ink``, ``--figure-paper``, ``--figure-far``, ``--figure-accent`` and ``--figure-ground`` of the
    page. Raises ``UnknownFactError`` for an id without a figure.
    """
    scene = _scene(movement_id)
    still = _still(scene, f"{movement_id}-s")
    if not animate:
        return _document(scene, movement_id, SCREEN, still)
    going = _moving(scene, movement_id)
    return _document(
        scene,
        movement_id,
        SCREEN,
        f'<g class="rb-go">{going}</g><g class="rb-still" display="none">{still}</g>',
    )


def movement_frames(movement_id: str) -> tuple[str, ...]:
    """Return the key poses of a movement as still SVGs for print, first to last, legible in black and white.

    Raises ``UnknownFactError`` for an id without a figure.
    """
    scene = _scene(movement_id)
    keys = scene.motion.key_frames[: len(scene.motion.movement.keys)]
    made = []
    for number, frame in enumerate(keys):
        last = number == len(keys) - 1
        drawn = _pose(scene, frame, f"{movement_id}-{number}", arrows=last)
        made.append(_document(scene, f"{movement_id}-{number}", PRINT, drawn))
    return tuple(made)


@cache
def _scene(movement_id: str) -> Scene:
    run = motion(movement_id)
    plan, camera = run.movement, Camera(*run.movement.view)
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
            _far(part, depth),
            outlines(run.body, camera, part),
            outlines(run.body, camera, part, breath=plan.hold),
        )
        for part in sorted(PARTS, key=lambda part: -depth[part])
    ]
    arrows = [camera.screen(run.body.points[point]) for point in plan.arrow.split()]
    return Scene(run, things, parts, arrows, _box(run, camera, things))


def _far(part: str, depth: dict[str, float]) -> bool:
    side, _, limb = part.partition("_")
    twin = {"left": "right", "right": "left"}.get(side)
    return twin is not None and depth[part] > depth[f"{twin}_{limb}"] + _FAR


def _box(run: Motion, camera: Camera, things: Sequence[Thing]) -> tuple[float, float, float, float]:
    seen = [camera.screen(points) for points in run.body.points.values()]
    heads = [camera.screen(run.body.points["head_centre"]) + sign * 16.0 for sign in (1, -1)]
    every = np.concatenate([*seen, *heads, *(made.corners for made in things)])
    (left, top), (right, bottom) = every.min(axis=0) - _PAD, every.max(axis=0) + _PAD
    room = _HEAD_ROOM if run.movement.hold else 0.0
    return float(left), float(top - room), float(right - left), float(bottom - top + room)


def _still(scene: Scene, prefix: str) -> str:
    """The last key pose over a trace of the first: start, end and what moves at one look."""
    keys = scene.motion.key_frames[: len(scene.motion.movement.keys)]
    return _pose(scene, keys[-1], prefix, arrows=True, trace=keys[0])


def _pose(scene: Scene, frame: int, prefix: str, *, arrows: bool, trace: int | None = None) -> str:
    out = [_things(scene, frame, front=False)]
    if trace is not None:
        out += [
            f'<path class="rb-trace" d="{part.calm[trace]}"/>'
            for part in scene.parts
            if part.moving and part.calm[trace] != part.calm[frame]
        ]
    out += [_inked(part, f'<path d="{part.calm[frame]}"/>', prefix) for part in scene.parts]
    out.append(_things(scene, frame, front=True))
    if arrows:
        out.append(_arrows(scene))
    return "".join(out)


def _things(scene: Scene, frame: int, *, front: bool) -> str:
    return "".join(
        f'<path class="rb-{made.look}" d="{made.paths[frame if len(made.paths) > 1 else 0]}"/>'
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


def _arrows(scene: Scene) -> str:
    return "".join(f'<path class="rb-arrow" d="{_arrow(line)}"/>' for line in scene.arrows)


def _arrow(line: Array) -> str:
    """The way of a point from the first key pose to the last, with an open head."""
    end, way = line[-1], line[-1] - line[-2]
    way = way / max(float(np.hypot(*way)), 1e-9)
    across = np.array([-way[1], way[0]])
    barbs = [end - 7 * way + sign * 4.5 * across for sign in (1, -1)]
    text = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line.tolist())
    (x0, y0), (x1, y1), (x2, y2) = barbs[0].tolist(), end.tolist(), barbs[1].tolist()
    return f"{text}M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"


def _moving(scene: Scene, prefix: str) -> str:
    course, seconds = beats(scene.motion)
    out = [_animated_things(scene, course, seconds, front=False)]
    out += [_inked(part, _animated(part.calm, part.breath, course, seconds), prefix) for part in scene.parts]
    out.append(_animated_things(scene, course, seconds, front=True))
    out.append(_arrows(scene))
    if scene.motion.movement.hold:
        out.append(_timer(scene, course, seconds))
    return "".join(out)


def _animated_things(scene: Scene, course: Sequence[Beat], seconds: float, *, front: bool) -> str:
    return "".join(
        _animated(made.paths, made.paths, course, seconds, f' class="rb-{made.look}"')
        if len(made.paths) > 1
        else f'<path class="rb-{made.look}" d="{made.paths[0]}"/>'
        for made in scene.things
        if made.front is front
    )


def _animated(
    calm: Sequence[str], breath: Sequence[str], course: Sequence[Beat], seconds: float, look: str = ""
) -> str:
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


def _timer(scene: Scene, course: Sequence[Beat], seconds: float) -> str:
    """A ring that fills while the pose is held, with the seconds of the starting dose where it names them."""
    held = [beat.at for beat in course if beat.held]
    x, y, _, _ = scene.box
    around = 2 * np.pi * 11
    shown = seconds_to_hold(scene.motion.movement.id)
    told = f"hold {shown} s" if shown else "hold"
    return (
        f'<circle class="rb-track" cx="{x + 20:.1f}" cy="{y + 20:.1f}" r="11"/>'
        f'<circle class="rb-ring" cx="{x + 20:.1f}" cy="{y + 20:.1f}" r="11" stroke-dasharray="{around:.1f}" '
        f'stroke-dashoffset="{around:.1f}" transform="rotate(-90 {x + 20:.1f} {y + 20:.1f})">'
        f'<animate attributeName="stroke-dashoffset" dur="{seconds:g}s" repeatCount="indefinite" '
        f'keyTimes="0;{min(held):.3g};{max(held):.3g};1" '
        f'values="{around:.1f};{around:.1f};0;0"/></circle>'
        f'<text class="rb-text" x="{x + 37:.1f}" y="{y + 25:.1f}">{told}</text>'
    )


def _document(scene: Scene, prefix: str, style: str, drawn: str) -> str:
    plan = scene.motion.movement
    x, y, width, height = scene.box
    told = f"Start: {plan.start} What moves: {plan.moves} End: {plan.end}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="rb-figure" role="img" '
        f'aria-labelledby="{prefix}-t {prefix}-d" viewBox="{x:.0f} {y:.0f} {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}">'
        f'<title id="{prefix}-t">{escape(_name(plan.id))}</title><desc id="{prefix}-d">{escape(told)}</desc>'
        f"<style>{style}</style>{drawn}</svg>"
    )


def _name(movement_id: str) -> str:
    from runback.knowledge import entries

    return next(entry.name for entry in entries(movement_id) if hasattr(entry, "name"))
