"""The body seen from behind, in regions: left on the picture is left on the body."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """One region: the place that it stands for, and its outline in the 200 by 410 units of the map."""

    place: str
    path: str
    mirrored: bool = False


_LOWER_BACK = "M72 131H88V171H68C70 164 72.5 157 72.5 150C72.5 143 72.3 137 72 131Z"
_HIP = "M66 175H77L75 214H63.5C63.5 200 64 186 66 175Z"
_BUTTOCK = "M81 175H98.5V211Q88 219 78.5 213Z"
_THIGH = "M63.5 219H98.5C98.5 250 97 272 94 294H75.5C70 272 65 248 63.5 219Z"
_CALF = "M73.5 304H94.5C97 326 93 354 89 388H77.5C71.5 346 70.5 326 73.5 304Z"

REGIONS: tuple[Region, ...] = (
    Region(
        "upper-back",
        "M70 68Q100 75 130 68C133.5 80 133.5 90 133 100L129.5 127H70.5L67 100C66.5 90 66.5 80 70 68Z",
    ),
    Region("lower-back-left", _LOWER_BACK),
    Region("lower-back-middle", "M91 131H109V171H91Z"),
    Region("lower-back-right", _LOWER_BACK, mirrored=True),
    Region("hip-or-groin-left", _HIP),
    Region("hip-or-groin-right", _HIP, mirrored=True),
    Region("buttock-left", _BUTTOCK),
    Region("buttock-right", _BUTTOCK, mirrored=True),
    Region("leg-above-knee-left", _THIGH),
    Region("leg-above-knee-right", _THIGH, mirrored=True),
    Region("leg-below-knee-left", _CALF),
    Region("leg-below-knee-right", _CALF, mirrored=True),
)
