"""A colour of a light drawing in, its counterpart on a dark ground out.

Lightness is turned round in Oklab (Ottosson, 2020), where equal steps look equal; hue and most of the chroma stay.
"""

from functools import cache

NAMED = {"white": "#ffffff", "black": "#000000"}
DARKEST, RANGE, BEND = 0.23, 0.76, 0.78
"""Lightness that white becomes, how far black is above it, and how much the middle is lifted so that small grey text stays readable."""
NIGHT = (-0.002, -0.016)
"""The blue tint of the dark ground."""


@cache
def dark(colour: str) -> str:
    """Return the dark counterpart of `#rgb`, `#rrggbb`, white or black."""
    lightness, a, b = _oklab(_channels(colour))
    turned = DARKEST + RANGE * (1 - min(1.0, lightness)) ** BEND
    tint = max(0.0, 1 - turned)
    return _hex(_rgb(turned, a * 0.85 + NIGHT[0] * tint, b * 0.85 + NIGHT[1] * tint))


def _channels(colour: str) -> tuple[float, float, float]:
    digits = NAMED.get(colour, colour)[1:]
    pairs = [digit * 2 for digit in digits[:3]] if len(digits) < 6 else [digits[at : at + 2] for at in (0, 2, 4)]
    red, green, blue = (_linear(int(pair, 16) / 255) for pair in pairs)
    return red, green, blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encoded(value: float) -> float:
    value = min(1.0, max(0.0, value))
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _oklab(rgb: tuple[float, float, float]) -> tuple[float, float, float]:
    red, green, blue = rgb
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _rgb(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _hex(rgb: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(_encoded(value) * 255):02x}" for value in rgb)
