"""``runback settings``: units, zone, and what some measures need to know of the runner."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from runback.cli.terminal import JsonFlag, console, print_json
from runback.errors import BadInputError
from runback.units import INCH_CM

POUND_KG = 0.45359237

NAMES = {
    "units": "km or mi",
    "zone": "your time zone, for files that tell neither place nor offset: Europe/Zurich",
    "sex": "female or male; the heart-rate load and later the norms need it",
    "birth-year": "the year you were born",
    "height-cm": "height in cm; 5ft10in is taken too",
    "mass-kg": "body mass in kg; 154lb is taken too",
    "max-heart-rate-bpm": "highest heart rate you have measured; heart-rate zones and load need it",
    "rest-heart-rate-bpm": "heart rate at rest in the morning; the heart-rate load needs it",
    "default-surface": "ground of runs that tell none: asphalt, trail, cambered road ...",
}
TEXTS = ("units", "zone", "sex", "default-surface")


def settings(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Setting to change.")] = None,
    value: Annotated[
        str | None, typer.Argument(metavar="[VALUE]", help="New value; none forgets it.")
    ] = None,
    *,
    as_json: JsonFlag = False,
) -> None:
    """Show or change settings: runback settings units mi."""
    from runback.cli.importing import recompute_in_background
    from runback.store import open_store

    if name is not None and (name not in NAMES or value is None):
        known = ", ".join(NAMES)
        wrong = f"there is no setting {name!r}." if name not in NAMES else f"{name} needs a value."
        raise BadInputError(wrong, remedy=f"Settings: {known}. Example: runback settings units mi")
    store = open_store()
    if name is not None and value is not None:
        store.update_runner(**{name.replace("-", "_"): _typed(name, value)})
        recompute_in_background(store)
    runner = store.runner()
    now: dict[str, Any] = {"units": store.units()}
    own = [key for key in NAMES if key not in ("units", "default-surface")]
    now |= {key: getattr(runner, key.replace("-", "_")) for key in own}
    now["default-surface"] = store.default_surface()
    if as_json:
        print_json({key.replace("-", "_"): found for key, found in now.items()})
        return
    for key, found in now.items():
        said = "not set" if found is None else f"{found:g}" if isinstance(found, float) else str(found)
        console().print(f"{key:<20} {said:<16} {NAMES[key]}", markup=False)


def _typed(name: str, value: str) -> str | float | int | None:
    if value.lower() == "none":
        return None
    if name in TEXTS:
        return value
    text = value.lower().replace(",", ".").strip()
    try:
        if name == "mass-kg" and text.endswith("lb"):
            return round(float(text.removesuffix("lb")) * POUND_KG, 1)
        if name == "height-cm" and "ft" in text:
            feet, inches = text.removesuffix("in").split("ft")
            return round((float(feet) * 12 + float(inches or 0)) * INCH_CM, 1)
        return int(text) if name == "birth-year" else float(text)
    except ValueError:
        raise BadInputError(
            f"{value!r} is not a number.", where=name, remedy=f"It takes {NAMES[name]}."
        ) from None
