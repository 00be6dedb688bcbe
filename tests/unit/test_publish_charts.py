"""A chart says what it shows, draws nothing it does not say, and is refused where there is nothing to show."""

from __future__ import annotations

from decimal import Decimal

import pytest
from lxml import etree

from dueregard.publish.charts import Part, Point, line_chart, stacked_bar
from dueregard.publish.checks import NotPublishable
from dueregard.publish.pictures import as_png
from dueregard.terms.errors import DueRegardError

SVG = "{http://www.w3.org/2000/svg}"


def _root(svg: bytes) -> etree._Element:
    return etree.fromstring(svg)


def test_the_words_are_title_description_and_label_of_the_drawing():
    chart = stacked_bar((Part("on_track", "On track", 30), Part("other", "Förnyad <ny>", 1200)), title="Actions & more")

    root = _root(chart.svg)

    assert chart.says == "Actions & more: 1,230 in all; 30 On track, 1,200 Förnyad <ny>."
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) == ("Actions & more", chart.says)
    assert (root.get("role"), root.get("aria-label")) == ("img", chart.says)
    assert "".join(root.itertext()).count("Förnyad <ny>: 1,200") == 1


def test_bars_are_as_long_as_their_counts_and_each_part_has_a_shape():
    root = _root(stacked_bar((Part("on_track", "a", 3), Part("off_track", "b", 1)), title="t").svg)

    first, second = [float(r.get("width")) for r in root.findall(f"{SVG}rect")]
    assert (first + 2) / (second + 2) == pytest.approx(3, abs=0.01)
    assert len(root.findall(f"{SVG}g")) == 2


def test_nothing_to_show_is_refused():
    with pytest.raises(NotPublishable):
        stacked_bar((Part("on_track", "a", 0),), title="t")
    with pytest.raises(NotPublishable):
        stacked_bar((Part("on_track", "a", 2), Part("at_risk", "b", -1)), title="t")
    with pytest.raises(NotPublishable):
        line_chart((Point("2025", None),), title="t")


@pytest.mark.parametrize(
    ("values", "target", "says"),
    [
        ((20, 52), None, "T: from 20% (0) up to 52% (1)."),
        ((52, 20), 90, "T: from 52% (0) down to 20% (1); the target is 90%."),
        ((20, 20), None, "T: from 20% (0) to the same, 20% (1)."),
        ((0, None, 5), None, "T: from 0% (0) up to 5% (2). No value for 1."),
        ((7,), None, "T: 7% (0)."),
        ((90, 95), None, "T: from 90% (0) up to 95% (1). The scale does not begin at nought but at 89%."),
    ],
)
def test_a_line_says_its_direction_its_target_its_gaps_and_its_scale(values, target, says):
    points = [Point(str(n), None if v is None else Decimal(v)) for n, v in enumerate(values)]

    chart = line_chart(points, title="T", unit="%", target=None if target is None else Decimal(target))

    assert chart.says == says


def test_a_missing_value_leaves_a_gap():
    chart = line_chart([Point("a", Decimal(1)), Point("b", None), Point("c", Decimal(9))], title="T")

    lines = [p for p in _root(chart.svg).findall(f"{SVG}path") if p.get("stroke-width") == "3"]
    assert lines == []
    assert len(_root(chart.svg).findall(f"{SVG}circle")) == 2


def test_drawings_hold_no_style_script_or_outside_reference():
    svg = stacked_bar((Part("on_track", "a", 3),), title="t").svg + line_chart((Point("a", Decimal(1)),), title="t").svg

    for word in (b" style=", b"<script", b"href", b"url(", b"<style", b"<image"):
        assert word not in svg


def test_a_drawing_becomes_points_and_anything_else_is_refused():
    assert as_png(stacked_bar((Part("on_track", "a", 3),), title="t").svg).startswith(b"\x89PNG")
    with pytest.raises(DueRegardError):
        as_png(b"not a drawing")
    with pytest.raises(DueRegardError):
        as_png(b"\xff\xfe")
