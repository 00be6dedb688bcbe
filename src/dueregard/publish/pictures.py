"""A drawn picture (SVG) as points (PNG), for forms that cannot show drawings.

The one idea: Typst draws it with the shipped fonts, so that the picture in a Word file is the one in the PDF.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import typst

from dueregard.terms.errors import DueRegardError

_SOURCE = b"""\
#set page(width: auto, height: auto, margin: 0pt)
#set text(font: "Atkinson Hyperlegible Next")
#image(bytes(sys.inputs.svg), format: "svg")
"""


@cache
def shipped_fonts() -> typst.Fonts:
    """Give our fonts and Typst's own, and none of the computer's: the same letters everywhere."""
    ours = str(files("dueregard.publish").joinpath("fonts"))
    return typst.Fonts(include_system_fonts=False, font_paths=[ours])


def as_png(svg: bytes, *, points_per_inch: int = 144) -> bytes:
    """Give the picture in points.

    Raises:  DueRegardError where `svg` is not a drawing.

    >>> as_png(b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')[:4]
    b'\\x89PNG'
    """
    try:
        png = typst.compile(
            _SOURCE,
            font_paths=shipped_fonts(),
            sys_inputs={"svg": svg.decode("utf-8")},
            format="png",
            ppi=points_per_inch,
        )
    except (typst.TypstError, UnicodeDecodeError) as error:
        raise DueRegardError("This picture is not a drawing that can be shown.") from error
    return bytes(png)
