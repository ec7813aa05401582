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
from runback.operations.filming import (
    FRAMES_PER_S,
    HEIGHT_CM,
    KMH_PER_M_S,
    SPEED_KMH,
    FilmTold,
    check_in_range,
)

if TYPE_CHECKING:
    from runback.gait.own_films import Moment
    from runback.store import Store

GUIDE_WORD = "guide"


def gait(
    video: Annotated[
        Path | None,
        typer.Argument(metavar="[VIDEO|guide]", help="A film; or 'guide': how to film."),
    ] = None,
    *,
    landmarks: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Without VIDEO: landmarks of a film, made by a pose tool: TRC, CSV, Parquet, "
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
    overlay: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT.mp4",
            help="Draw the runner's lines on the film, and still pictures of contact beside it (PNG).",
        ),
    ] = None,
    show_face: Annotated[
        bool, typer.Option("--show-face", help="Leave the runner's head as it is in the overlay.")
    ] = False,
    near: Annotated[
        str | None, typer.Option(metavar="left|right", help="The leg towards the camera, which leads.")
    ] = None,
    view: Annotated[
        str, typer.Option(metavar="side|rear", help="Where the camera stood: beside the runner or behind.")
    ] = "side",
    treadmill: Annotated[
        bool | None,
        typer.Option("--treadmill/--overground", help="Where it was. Films of both are not compared."),
    ] = None,
    height_cm: Annotated[
        float | None, typer.Option(help="Your height, for distances. Default: that of the settings.")
    ] = None,
    speed_kmh: Annotated[
        float | None, typer.Option(help="How fast you ran. Films of other speeds are not compared.")
    ] = None,
    moment: Annotated[
        str | None,
        typer.Option(metavar="fresh|tired", help="Early or late in a run, to tell form that decays."),
    ] = None,
    day: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day of the film, as 2026-11-23. Default: today.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep/--no-keep", help="Whether to keep what was measured; never the film.")
    ] = True,
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
    check_in_range(fps, FRAMES_PER_S, "--fps", "frames a second")
    check_in_range(height_cm, HEIGHT_CM, "--height-cm", "cm")
    check_in_range(speed_kmh, SPEED_KMH, "--speed-kmh", "km/h")
    store = open_own_store()
    as_of = parse_day(today, "--today") or date.today()  # noqa: DTZ011 - the runner's own day
    if video is not None or landmarks is not None:
        from runback.cli.filming import FilmAsked, FilmFiles, show_film, show_landmarks

        asked = FilmAsked(
            FilmTold(
                view="rear" if _one_of(view, ("side", "rear"), "--view") == "rear" else "side",
                near=parsed_side(near, "--near"),
                height_cm=height_cm or store.runner().height_cm,
                treadmill=treadmill,
                moment=_moment(moment),
                speed_m_s=None if speed_kmh is None else speed_kmh / KMH_PER_M_S,
            ),
            day=parse_day(day, "--day") or as_of,
            today=as_of,
            keep=keep,
            as_json=as_json,
        )
        if video is not None:
            wanted = FilmFiles(landmarks, overlay, show_face=show_face)
            show_film(store, video, asked, wanted, capture_fps=fps, model=model)
        elif landmarks is not None:
            show_landmarks(store, landmarks, asked, fps=fps)
        return
    _show_watch(store, as_of, as_json=as_json)


def _show_watch(store: Store, as_of: date, *, as_json: bool) -> None:
    from runback.gait import watch_form
    from runback.gait.watch import to_json

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


def _moment(said: str | None) -> Moment | None:
    if said is None:
        return None
    return "fresh" if _one_of(said, ("fresh", "tired"), "--moment") == "fresh" else "tired"


def _one_of(said: str, allowed: tuple[str, str], option: str) -> str:
    if said not in allowed:
        raise BadInputError(f"{said!r} is neither {allowed[0]} nor {allowed[1]}.", where=option)
    return said
