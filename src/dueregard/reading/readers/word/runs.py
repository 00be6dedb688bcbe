"""The words of one Word paragraph, as a reader of the printed page would have them.

The one idea: insertions are read, deletions are not; field results are read, field codes are not; hidden text is left
out and counted. Text boxes hang on a run; they are handed back to stand after the paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dueregard.reading.cleaning import symbol
from dueregard.reading.readers.word.names import MC, M, W, is_on, local, number, val
from dueregard.reading.readers.word.styles import Styles

_THROUGH = frozenset(
    {"hyperlink", "ins", "moveTo", "smartTag", "customXml", "fldSimple", "sdt", "sdtContent", "dir", "bdo", "oMath",
     "oMathPara", "rubyBase", "ruby"}
)  # fmt: skip
_HIGHLIGHTS = {
    "green": "#00FF00", "darkGreen": "#008000", "red": "#FF0000", "darkRed": "#800000", "yellow": "#FFFF00",
    "darkYellow": "#808000", "blue": "#0000FF", "darkBlue": "#000080", "cyan": "#00FFFF", "magenta": "#FF00FF",
    "lightGray": "#C0C0C0", "darkGray": "#808080", "black": "#000000", "white": "#FFFFFF", "darkCyan": "#008080",
    "darkMagenta": "#800080",
}  # fmt: skip


@dataclass(slots=True)
class Tally:
    """What was left out or not opened while reading, counted for the remarks."""

    deletions: int = 0
    insertions: int = 0
    hidden: int = 0
    embedded: int = 0


@dataclass(slots=True)
class Words:
    """One paragraph's text and look; `boxes` are the text boxes that hang on it."""

    text: str = ""
    bold: bool = False
    size: int = 0
    fill: str | None = None
    boxes: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class _Gathering:
    parts: list[str] = field(default_factory=list)
    shown: int = 0
    bold: int = 0
    sizes: list[int] = field(default_factory=list)
    fills: list[str | None] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    field_depth: int = 0
    code_from: int | None = None  # the depth of the field whose code is being passed over


def words_of(paragraph: Any, *, styles: Styles, tally: Tally) -> Words:
    """Give the words of a `w:p`, soft line breaks as "\\n"."""
    properties = paragraph.find(f"{W}pPr")
    style_id = val(properties.find(f"{W}pStyle")) if properties is not None else None
    gathering = _Gathering()
    _gather(paragraph, gathering, styles=styles, style_id=style_id, tally=tally)
    text = "".join(gathering.parts)
    fills = set(gathering.fills)
    return Words(
        text=text,
        bold=gathering.shown > 0 and gathering.bold == gathering.shown,
        size=min(gathering.sizes, default=0) or styles.size(style_id) or styles.body_size,
        fill=fills.pop() if len(fills) == 1 else None,
        boxes=gathering.boxes,
    )


def _gather(holder: Any, gathering: _Gathering, *, styles: Styles, style_id: str | None, tally: Tally) -> None:
    for child in holder:
        name = local(child)
        if name == "r":
            _run(child, gathering, styles=styles, style_id=style_id, tally=tally)
        elif name in ("del", "moveFrom"):
            tally.deletions += name == "del"
        elif name in _THROUGH or child.tag == f"{M}e":
            tally.insertions += name == "ins"
            _gather(child, gathering, styles=styles, style_id=style_id, tally=tally)
        elif name == "AlternateContent":
            _gather(_choice(child), gathering, styles=styles, style_id=style_id, tally=tally)


def _choice(alternate: Any) -> Any:
    choice = alternate.find(f"{MC}Choice")
    if choice is None:
        choice = alternate.find(f"{MC}Fallback")
    return choice if choice is not None else ()


def _run(run: Any, gathering: _Gathering, *, styles: Styles, style_id: str | None, tally: Tally) -> None:
    look = run.find(f"{W}rPr")
    run_style = val(look.find(f"{W}rStyle")) if look is not None else None
    hidden = look.find(f"{W}vanish") if look is not None else None
    is_hidden = is_on(hidden) if hidden is not None else styles.is_hidden(run_style) or styles.is_hidden(style_id)
    before = len(gathering.parts)
    _run_content(run, gathering)
    said = "".join(gathering.parts[before:])
    if is_hidden:
        tally.hidden += bool(said.strip())
        del gathering.parts[before:]
        return
    if not said.strip():
        return
    bold = look.find(f"{W}b") if look is not None else None
    gathering.shown += 1
    gathering.bold += is_on(bold) if bold is not None else styles.is_bold(run_style or style_id)
    size = number(val(look.find(f"{W}sz"))) if look is not None else 0
    gathering.sizes.append(size or styles.size(style_id) or styles.body_size)
    highlight = val(look.find(f"{W}highlight")) if look is not None else None
    gathering.fills.append(_HIGHLIGHTS.get(highlight or ""))


def _run_content(run: Any, gathering: _Gathering) -> None:
    for child in run:
        name = local(child)
        if name == "fldChar":
            _field(child, gathering)
        elif name == "AlternateContent":
            _run_content(_choice(child), gathering)
        elif name in ("drawing", "pict", "object"):
            gathering.boxes.extend(child.iter(f"{W}txbxContent"))
        elif gathering.code_from is not None:
            continue
        elif name == "t":
            gathering.parts.append(child.text or "")
        elif name in ("br", "cr"):
            gathering.parts.append(" " if child.get(f"{W}type") in ("page", "column") else "\n")
        elif name in ("tab", "ptab"):
            gathering.parts.append("\t")
        elif name == "noBreakHyphen":
            gathering.parts.append("-")
        elif name == "sym":
            gathering.parts.append(_sign(child.get(f"{W}char")))


def _sign(code: str | None) -> str:
    try:
        return symbol(int(code or "", 16))
    except ValueError:
        return ""


def _field(mark: Any, gathering: _Gathering) -> None:
    kind = mark.get(f"{W}fldCharType")
    if kind == "begin":
        gathering.field_depth += 1
        if gathering.code_from is None:
            gathering.code_from = gathering.field_depth
            box = mark.find(f"{W}ffData/{W}checkBox")
            if box is not None:
                ticked = box.find(f"{W}checked")
                ticked = box.find(f"{W}default") if ticked is None else ticked
                gathering.parts.append("☒ " if is_on(ticked) else "☐ ")
    elif kind == "separate" and gathering.code_from == gathering.field_depth:
        gathering.code_from = None
    elif kind == "end":
        if gathering.code_from == gathering.field_depth:
            gathering.code_from = None
        gathering.field_depth = max(gathering.field_depth - 1, 0)
