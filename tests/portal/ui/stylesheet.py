"""The stylesheet as data: its tokens in both themes, its classes."""

import re
from pathlib import Path
from typing import Final

STYLESHEET: Final = Path(__file__).parents[3] / "portal" / "static" / "portal" / "app.css"
THEMES: Final = ("light", "dark")
Colours = dict[str, tuple[str, str]]


def colours(css: str) -> Colours:
    """Each colour token with its value in light and in dark."""
    both = {
        name: (light, dark)
        for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", css)
    }
    one = {name: (value, value) for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css)}
    return one | both


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2 between two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def classes(css: str) -> set[str]:
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", css))
