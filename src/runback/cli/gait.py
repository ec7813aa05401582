"""``runback gait``: running form, from the watch, from a film, or from the landmarks of one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runback.cli.assessing import TodayOption, open_own_store
from runback.cli.screening import flags_json, flags_text
from runback.cli.terminal import JsonFlag, console, parse_day, parsed_side, print_json
from runback.errors import BadInputError

if TYPE_CHECKING:
    from runback.gait import FilmForm
    from runback.model import Side

HEIGHT_CM = (100.0, 230.0)
FRAMES_PER_S = (10.0, 1000.0)


GUIDE_WORD = "guide"


def gait(
    video: Annotated[
        Path | None,
        typer.Argument(metavar="[VIDEO|guide]", help="A film from the side; or 'guide': how to film."),
    ] = None,
    *,
    landmarks: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Without VIDEO: landmarks of a film from the side, made by a pose tool: TRC, CSV, Parquet, "
            "or a folder of OpenPose's JSON. With VIDEO: where to write its landmarks, as Parquet.",
        ),
    ] = None,
    fps: Annotated[
        float | None,
        typer.Option(
            help="Frames a second as the camera took them, where landmarks have no times or slow motion does "
            "not tell."
        ),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(metavar="FILE.task", help="A MediaPipe pose landmarker instead of the built-in model."),
    ] = None,
    near: Annotated[
        str | None, typer.Option(metavar="left|right", help="The leg towards the camera, which leads.")
    ] = None,
    height_cm: Annotated[
        float | None, typer.Option(help="Your height, for distances. Default: that of the settings.")
    ] = None,
    today: TodayOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Running form: what the watch measured, against your own past; or a film, or its landmarks.

    Every number comes with its band; what a film cannot carry is withheld, and a film that cannot be
    measured is refused with the reason. Films stay where they are: none is copied, kept or sent. How to
    film: runback gait guide.
    """
    if video == Path(GUIDE_WORD):
        from runback.cli.gait_text import GUIDE

        console().print(GUIDE, markup=False)
        return
    _in_range(fps, FRAMES_PER_S, "--fps", "frames a second")
    _in_range(height_cm, HEIGHT_CM, "--height-cm", "cm")
    store = open_own_store()
    if video is not None:
        from runback.cli.filming import show_film

        show_film(
            video,
            near=parsed_side(near, "--near"),
            height_cm=height_cm or store.runner().height_cm,
            capture_fps=fps,
            model=model,
            landmarks_to=landmarks,
            as_json=as_json,
        )
        return
    if landmarks is not None:
        _show_landmarks(
            landmarks,
            fps,
            parsed_side(near, "--near"),
            height_cm or store.runner().height_cm,
            as_json=as_json,
        )
        return
    from runback.gait import watch_form
    from runback.gait.watch import to_json

    as_of = parse_day(today, "--today") or date.today()  # noqa: DTZ011 - the runner's own day
    form = watch_form(store.runs(), as_of)
    screening = store.health.screening(as_of)
    if as_json:
        print_json(flags_json(screening) | to_json(form))
        return
    from runback.cli.gait_text import watch_text

    if screening is not None and screening.red_flags:
        console().print(flags_text(screening))
        console().print()
    console().print(watch_text(form, store.units()))


def _show_landmarks(
    path: Path, fps: float | None, near: Side | None, height_cm: float | None, *, as_json: bool
) -> None:
    from runback.gait import film_form, read_landmarks
    from runback.gait.film import to_json

    form: FilmForm = film_form(read_landmarks(path, frames_per_s=fps), near=near, height_cm=height_cm)
    if as_json:
        print_json(to_json(form))
        return
    from runback.cli.gait_text import film_text

    console().print(film_text(form))


def _in_range(value: float | None, allowed: tuple[float, float], option: str, unit: str) -> None:
    if value is not None and not allowed[0] <= value <= allowed[1]:
        raise BadInputError(
            f"{value:g} is outside {allowed[0]:g} to {allowed[1]:g} {unit}.",
            where=option,
            remedy="Give a value between.",
        )
