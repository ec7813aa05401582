"""Which watch wrote the file, and which sensors it heard."""

from __future__ import annotations

import numpy as np

from runback.activities.fit.decode import FitPart
from runback.activities.fit.profile import DEVICE_INFO, FILE_ID
from runback.activities.fit.vocabulary import ant_sensor_name, manufacturer_name

_CREATOR = 0
_LOCAL_SOURCE = 5  # a part of the watch itself, such as its barometer
_FOOT_PODS = {95.0: "stryd", 259.0: "runscribe"}


def read_device(part: FitPart) -> str | None:
    """Return the name of the device that wrote the file: its own name, else maker and product number."""
    files, devices = part.table(FILE_ID), part.table(DEVICE_INFO)
    creator = devices.numbers("device_index") == _CREATOR
    names = [name for name, own in zip(devices.texts("product_name"), creator, strict=True) if own]
    named = [name for name in [*files.texts("product_name"), *names] if name]
    if named:
        return named[0]
    makers = [*files.numbers("manufacturer"), *devices.numbers("manufacturer")[creator]]
    products = [*files.numbers("product"), *devices.numbers("product")[creator]]
    for maker, product in zip(makers, products, strict=True):
        name = manufacturer_name(maker)
        if name is not None:
            return name if np.isnan(product) else f"{name} {int(product)}"
    return None


def read_sensors(part: FitPart) -> tuple[str, ...]:
    """Return the sensors outside the watch, sorted: foot pods by maker, ANT+ devices by what they measure."""
    devices = part.table(DEVICE_INFO)
    sensors = set(part.applications())
    rows = zip(
        devices.numbers("device_index"),
        devices.numbers("manufacturer"),
        devices.numbers("source_type"),
        devices.numbers("device_type"),
        strict=True,
    )
    for index, maker, source, kind in rows:
        if index == _CREATOR or source == _LOCAL_SOURCE:
            continue
        name = _FOOT_PODS.get(maker) or _sensor_name(source, kind)
        if name is not None:
            sensors.add(name)
    return tuple(sorted(sensors))


def _sensor_name(source: float, kind: float) -> str | None:
    # Watches before 2013 state no source; their device types are those of ANT+.
    if np.isnan(source) or source == 1:
        return ant_sensor_name(kind)
    return None
