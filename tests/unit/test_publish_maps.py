"""Maps of shares: who gets which shade, and what the drawing says and leaves out."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from dueregard.publish.maps import SHADES, Shading, Shape, draw_map, shading
from dueregard.terms.errors import UsedWrongly

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = ((0.0, 51.0), (1.0, 51.0), (1.0, 52.0), (0.0, 52.0))
BESIDE = ((1.0, 51.0), (2.0, 51.0), (2.0, 52.0), (1.0, 52.0))


def _drawn(*shapes: Shape, title: str = "A map") -> ElementTree.Element:
    return ElementTree.fromstring(draw_map(shapes, title=title, description="Two squares."))


def test_shading_shares_out_evenly() -> None:
    assert shading([5, 1, 4, 2, 3]).limits == ((1, 1), (2, 2), (3, 3), (4, 4), (5, 5))


def test_shading_never_parts_the_same_value() -> None:
    shades = shading([1, 1, 1, 1, 2, 3])

    assert shades.limits[0] == (1, 1)
    assert {shades.shade(1)} == {0}
    assert shades.shade(3) == len(shades.limits) - 1


@pytest.mark.parametrize(("values", "count"), [([], 0), ([7.0], 1), ([None, None], 0), ([1, 2], 2)])
def test_shading_of_few_has_as_many_shades_as_values(values: list[float | None], count: int) -> None:
    assert len(shading(values).limits) == count


def test_shade_of_no_figure_is_none() -> None:
    assert Shading(((1, 2),)).shade(None) is None


def test_map_says_its_title_and_escapes_it() -> None:
    drawn = _drawn(Shape("A", (SQUARE,), 0), title="Aged <5 & over")

    assert drawn.findtext(f"{SVG}title") == "Aged <5 & over"
    assert drawn.findtext(f"{SVG}desc") == "Two squares."
    assert drawn.get("role") == "img"


def test_map_draws_the_picked_area_last_and_thick() -> None:
    drawn = _drawn(Shape("A", (SQUARE,), 4, is_picked=True), Shape("B", (BESIDE,), 0))

    first, last = drawn.findall(f"{SVG}path")
    assert (first.get("fill"), last.get("fill")) == (SHADES[0], SHADES[4])
    assert (first.get("stroke-width"), last.get("stroke-width")) == ("1", "4")


def test_map_leaves_what_has_no_figure_white_and_broken() -> None:
    (path,) = _drawn(Shape("A", (SQUARE,), None)).findall(f"{SVG}path")

    assert path.get("fill") == "#FFFFFF"
    assert path.get("stroke-dasharray")


def test_map_keeps_the_shape_of_the_land() -> None:
    """At 51.5 degrees north a degree of longitude is 0.62 of one of latitude: a square of degrees stands upright."""
    drawn = _drawn(Shape("A", (SQUARE,), 0))

    _left, _top, width, height = map(float, drawn.get("viewBox", "").split())
    assert (width - 12) / (height - 12) == pytest.approx(0.6225, abs=0.002)


def test_map_has_no_style_and_no_text() -> None:
    drawn = _drawn(Shape("A", (SQUARE,), 0))

    assert not [one for one in drawn.iter() if "style" in one.attrib or one.tag == f"{SVG}text"]


def test_map_of_nothing_is_refused() -> None:
    with pytest.raises(UsedWrongly):
        draw_map((), title="", description="")
