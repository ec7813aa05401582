"""``runback gait``: running form, from the watch or from the landmarks of a film."""

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


def gait(
    *,
    landmarks: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Landmarks of a film from the side, made by a pose tool: TRC, CSV, Parquet, or a folder of "
            "OpenPose's JSON.",
        ),
    ] = None,
    fps: Annotated[
        float | None, typer.Option(help="The film's frames a second, where the landmarks have no times.")
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
    """Running form: what the watch measured, against your own past; or, with --landmarks, a film.

    Every number comes with its band; what a film cannot carry is withheld, and a film that cannot be
    measured is refused with the reason. How to film: runback gait-guide.
    """
    store = open_own_store()
    if landmarks is not None:
        _in_range(fps, FRAMES_PER_S, "--fps", "frames a second")
        _in_range(height_cm, HEIGHT_CM, "--height-cm", "cm")
        _show_film(
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


def gait_guide() -> None:
    """How to film yourself running, so that the film can be measured."""
    from runback.cli.gait_text import GUIDE

    console().print(GUIDE, markup=False)


def _show_film(
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
