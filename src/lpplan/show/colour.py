"""Whether words in a colour can be read on white."""

from colorsys import hls_to_rgb, rgb_to_hls

LEAST_CONTRAST = 4.5
"""Of words against what they stand on (WCAG 2, success criterion 1.4.3)."""


def contrast_on_white(colour: str) -> float:
    """The contrast ratio of a colour such as ``#1f3864`` on white, from 1 to 21.

    Source: WCAG 2, relative luminance and contrast ratio.
    """
    red, green, blue = map(_linear, _rgb(colour))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 1.05 / (luminance + 0.05)


def readable(colour: str) -> str:
    """The lightest colour of the same hue, no lighter than this one, that can be read on white."""
    hue, light, strength = rgb_to_hls(*_rgb(colour))
    shades = (hls_to_rgb(hue, light * step / 100, strength) for step in range(100, -1, -1))
    written = ("#" + "".join(f"{int(part * 255):02x}" for part in shade) for shade in shades)
    return next(shade for shade in written if contrast_on_white(shade) >= LEAST_CONTRAST)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue
