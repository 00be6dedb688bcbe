"""The shipped letters are the ones recorded, with their licence beside them."""

from __future__ import annotations

import hashlib
from importlib.resources import files

FONTS = files("dueregard.publish").joinpath("fonts")


def test_each_font_file_is_the_one_recorded():
    recorded = FONTS.joinpath("README.md").read_text(encoding="utf-8")
    shipped = [font for font in FONTS.iterdir() if font.name.endswith(".ttf")]

    assert len(shipped) == 4
    for font in shipped:
        assert f"| {font.name} | {hashlib.sha256(font.read_bytes()).hexdigest()} |" in recorded


def test_the_licence_is_shipped():
    assert "SIL Open Font License, Version 1.1" in FONTS.joinpath("OFL-Atkinson-Hyperlegible-Next.txt").read_text(
        "utf-8"
    )
