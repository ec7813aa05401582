"""The drawn figures: whole, small, alike each time, still where asked, legible without colour."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import vl_convert

from runback.errors import UnknownFactError
from runback.figures.movement import drawing, movement_frames, movement_ids, movement_svg
from runback.figures.movement.poses import movement
from runback.figures.movement.silhouette import smooth_loop

SVG = "{http://www.w3.org/2000/svg}"
IDS = movement_ids()


@pytest.fixture(scope="module", params=IDS)
def figure(request: pytest.FixtureRequest) -> tuple[str, str]:
    return str(request.param), movement_svg(str(request.param))


def test_each_is_one_small_self_contained_file(figure: tuple[str, str]) -> None:
    movement_id, drawn = figure
    assert len(drawn.encode()) < 30_000
    tree = ET.fromstring(drawn)
    assert tree.tag == f"{SVG}svg"
    assert not tree.findall(f".//{SVG}script") and "javascript:" not in drawn
    assert not re.findall(r"""(?:href|src)=["']?https?:|url\(""", drawn)
    ids = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert all(i.startswith(movement_id) for i in ids), "two figures on a page would mix"
    uses = {use.attrib["href"] for use in tree.iter(f"{SVG}use")}
    assert uses <= {f"#{i}" for i in ids}


def test_each_says_start_end_and_what_moves(figure: tuple[str, str]) -> None:
    movement_id, drawn = figure
    tree, plan = ET.fromstring(drawn), movement(movement_id)
    told = tree.findtext(f"{SVG}desc") or ""
    assert tree.findtext(f"{SVG}title")
    assert plan.start in told and plan.moves in told and plan.end in told
    assert tree.attrib["aria-labelledby"].split() == [
        element.attrib["id"] for name in ("title", "desc") for element in tree.iter(f"{SVG}{name}")
    ]


def test_each_moves_unless_less_motion_is_asked_for(figure: tuple[str, str]) -> None:
    movement_id, drawn = figure
    moving = ET.fromstring(drawn)
    assert moving.findall(f".//{SVG}animate")
    groups = {group.get("class"): group for group in moving.findall(f"{SVG}g")}
    assert not groups["rb-still"].findall(f".//{SVG}animate")
    assert groups["rb-still"].get("display") == "none"
    assert "@media(prefers-reduced-motion:reduce){.rb-go{display:none}.rb-still{display:inline}}" in drawn
    still = ET.fromstring(movement_svg(movement_id, animate=False))
    assert not still.findall(f".//{SVG}animate")


def test_every_animation_can_be_played(figure: tuple[str, str]) -> None:
    """SMIL ignores one whose times and values differ in number, or whose paths differ in build."""
    for animate in ET.fromstring(figure[1]).iter(f"{SVG}animate"):
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


def test_frames_for_print_are_grey_and_still(figure: tuple[str, str]) -> None:
    movement_id, _ = figure
    frames = movement_frames(movement_id)
    assert len(frames) == len(movement(movement_id).keys) >= 2
    ids: list[str] = []
    for frame in frames:
        tree = ET.fromstring(frame)
        assert not tree.findall(f".//{SVG}animate") and "var(" not in frame
        for colour in re.findall(r"#([0-9a-f]{6})", frame):
            assert colour[:2] == colour[2:4] == colour[4:], "a colour that black and white would lose"
        ids += [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
        assert len({tree.attrib["viewBox"] for tree in map(ET.fromstring, frames)}) == 1
    assert len(ids) == len(set(ids)), "frames stand side by side on one page"
    assert len({re.sub(r"-\d+-|-\d+\"", "", frame) for frame in frames}) == len(frames)


@pytest.mark.parametrize("movement_id", ["dead-bug", "squat", "seated-rotation"])
def test_frames_render_where_the_report_is_made(movement_id: str) -> None:
    for frame in movement_frames(movement_id):
        picture = bytes(vl_convert.svg_to_png(frame))
        assert picture.startswith(b"\x89PNG") and len(picture) > 2_000


def test_the_same_id_draws_the_same_bytes_again() -> None:
    first = movement_svg("side-plank"), movement_frames("side-plank")
    drawing._scene.cache_clear()
    drawing.motion.cache_clear()
    assert (movement_svg("side-plank"), movement_frames("side-plank")) == first


def test_a_hold_has_a_ring_with_the_seconds_of_its_dose() -> None:
    assert ">hold 20 s<" in movement_svg("front-plank")
    assert ">hold<" in movement_svg("prone-plank")
    assert "rb-ring" not in movement_svg("squat").split("</style>")[1]


def test_every_hold_breathes() -> None:
    for movement_id in IDS:
        if movement(movement_id).hold:
            trunk = re.search(rf'id="{movement_id}-trunk">(.*?)</g>', movement_svg(movement_id))
            assert trunk and "<animate" in trunk[1], movement_id


def test_an_unknown_id_draws_nothing() -> None:
    for draw in (movement_svg, movement_frames):
        with pytest.raises(UnknownFactError):
            draw("front-plonk")


def test_a_loop_closes() -> None:
    drawn = smooth_loop(np.array([[0.0, 0], [10, 0], [10, 10], [0, 10]]))
    assert drawn.startswith("M0 5q") and drawn.endswith("z") and drawn.count("q") == 4
