"""The drawn figures: whole, small, alike each time, still where asked, legible without colour."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import vl_convert

from runback import knowledge
from runback.errors import UnknownFactError
from runback.figures.movement import (
    drawing,
    drawn_rungs,
    motion,
    movement_frames,
    movement_ids,
    movement_svg,
)
from runback.figures.movement.poses import movement
from runback.figures.movement.silhouette import smooth_loop

SVG = "{http://www.w3.org/2000/svg}"
IDS = movement_ids()


FIGURES = [(movement_id, None) for movement_id in IDS] + [
    (exercise.id, rung)
    for exercise in knowledge.exercises()
    for rung in drawn_rungs(exercise.id)
    if rung != exercise.start_step
]

Shown = tuple[str, int | None]


@pytest.fixture(scope="module", params=FIGURES, ids=lambda of: of[0] if of[1] is None else f"{of[0]}-{of[1]}")
def shown(request: pytest.FixtureRequest) -> Shown:
    movement_id, rung = request.param
    return str(movement_id), rung


@pytest.fixture(scope="module")
def drawn(shown: Shown) -> str:
    return movement_svg(shown[0], rung=shown[1])


@pytest.fixture(scope="module")
def tree(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)


def test_each_is_one_small_self_contained_file(shown: Shown, drawn: str, tree: ET.Element) -> None:
    assert len(drawn.encode()) < 30_000
    assert tree.tag == f"{SVG}svg"
    assert not tree.findall(f".//{SVG}script") and "javascript:" not in drawn
    assert not re.findall(r"""(?:href|src)=["']?https?:|url\(""", drawn)
    ids = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert all(i.startswith(movement(*shown).id) for i in ids), "two figures on a page would mix"
    uses = {use.attrib["href"] for use in tree.iter(f"{SVG}use")}
    assert uses <= {f"#{i}" for i in ids}


def test_each_says_start_end_and_what_moves(shown: Shown, tree: ET.Element) -> None:
    plan = movement(*shown)
    told = tree.findtext(f"{SVG}desc") or ""
    assert tree.findtext(f"{SVG}title")
    assert plan.start in told and plan.moves in told and plan.end in told
    assert tree.attrib["aria-labelledby"].split() == [
        element.attrib["id"] for name in ("title", "desc") for element in tree.iter(f"{SVG}{name}")
    ]


def test_each_moves_unless_less_motion_is_asked_for(shown: Shown, drawn: str, tree: ET.Element) -> None:
    assert tree.findall(f".//{SVG}animate")
    groups = {group.get("class"): group for group in tree.findall(f"{SVG}g")}
    assert not groups["rb-still"].findall(f".//{SVG}animate")
    assert groups["rb-still"].get("display") == "none"
    assert "@media(prefers-reduced-motion:reduce){.rb-go{display:none}.rb-still{display:inline}}" in drawn
    still = ET.fromstring(movement_svg(shown[0], rung=shown[1], animate=False))
    assert not still.findall(f".//{SVG}animate")


def test_every_animation_can_be_played(tree: ET.Element) -> None:
    """SMIL ignores one whose times and values differ in number, or whose paths differ in build."""
    for animate in tree.iter(f"{SVG}animate"):
        times = [float(time) for time in animate.attrib["keyTimes"].split(";")]
        values = animate.attrib["values"].split(";")
        assert len(times) == len(values)
        assert times == sorted(times) and (times[0], times[-1]) == (0, 1)
        if animate.attrib["attributeName"] == "d":
            assert len({re.sub(r"[^A-Za-z]", "", value) for value in values}) == 1
            assert len({tuple(re.findall(r"a[\d.]+ [\d.]+ 0 ([01])0", value)) for value in values}) == 1, (
                "arcs would flip"
            )


def test_colours_follow_light_and_dark_and_the_page() -> None:
    drawn = movement_svg("front-plank")
    assert "@media(prefers-color-scheme:dark){" in drawn
    for name in ("ink", "paper", "far", "accent", "ground"):
        assert f"var(--figure-{name},var(--rb-{name}))" in drawn
        assert len(re.findall(rf"--rb-{name}:#", drawn)) == 2


def test_frames_for_print_are_grey_and_still(shown: Shown) -> None:
    frames = movement_frames(shown[0], rung=shown[1])
    assert len(frames) == len(movement(*shown).keys) >= 2
    trees = [ET.fromstring(frame) for frame in frames]
    for frame, parsed in zip(frames, trees, strict=True):
        assert not parsed.findall(f".//{SVG}animate") and "var(" not in frame
        for colour in set(re.findall(r"#([0-9a-f]{6})", frame)):
            assert colour[:2] == colour[2:4] == colour[4:], "a colour that black and white would lose"
    assert len({parsed.attrib["viewBox"] for parsed in trees}) == 1
    ids = [element.attrib["id"] for parsed in trees for element in parsed.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids)), "frames stand side by side on one page"
    poses = {tuple(element.get("d") for element in parsed.iter(f"{SVG}path")) for parsed in trees}
    assert len(poses) == len(frames), "each frame shows another pose"


@pytest.mark.parametrize("movement_id", ["dead-bug", "squat", "seated-rotation"])
def test_frames_render_where_the_report_is_made(movement_id: str) -> None:
    for frame in movement_frames(movement_id):
        picture = bytes(vl_convert.svg_to_png(frame))
        assert picture.startswith(b"\x89PNG") and len(picture) > 2_000


def test_the_same_id_draws_the_same_bytes_again() -> None:
    first = movement_svg("side-plank"), movement_frames("side-plank")
    drawing._scene.cache_clear()
    motion._made.cache_clear()
    assert (movement_svg("side-plank"), movement_frames("side-plank")) == first


def test_a_hold_has_a_ring_with_the_seconds_of_its_dose() -> None:
    assert ">hold 20 s<" in movement_svg("front-plank")
    assert ">hold<" in movement_svg("prone-plank")
    assert "rb-ring" not in movement_svg("squat").split("</style>")[1]


def test_every_hold_breathes(shown: Shown, drawn: str) -> None:
    plan = movement(*shown)
    trunk = re.search(rf'id="{plan.id}-trunk">(.*?)</g>', drawn)
    assert trunk
    if plan.hold:
        values = re.search(r'values="([^"]*)"', trunk[1])
        assert values
        course = values[1].split(";")
        held = max(range(len(course)), key=lambda at: course.count(course[at]))
        assert course.count(course[held]) >= 2 and len(set(course)) >= 2


def test_an_unknown_id_draws_nothing() -> None:
    for draw in (movement_svg, movement_frames):
        with pytest.raises(UnknownFactError):
            draw("front-plonk")


def test_a_loop_closes() -> None:
    drawn = smooth_loop(np.array([[0.0, 0], [10, 0], [10, 10], [0, 10]]))
    assert drawn.startswith("M0 5q") and drawn.endswith("z") and drawn.count("q") == 4
