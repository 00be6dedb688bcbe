"""What does a table of an old assessment say?

The one idea: a table is known by its columns and its rows: rows of characteristics are impacts, a column of actions
with an owner or a date is an action plan, sources with findings are evidence, people with what they said are
engagement, roles with names and dates are the sign-off, options with ticks are the conclusion; labels beside words are
a form. A cell that is none of its row's or column's business is left over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from dueregard.domain.assessments.model import Engagement, Evidence, Group
from dueregard.domain.assessments.parts import part_key
from dueregard.domain.assessments.reading_fields import NOT_SAID, take, take_of_group, tick
from dueregard.domain.assessments.reading_gathering import MOST_ITEMS, Gathering, day_in, number_in
from dueregard.domain.assessments.reading_model import SignedBy
from dueregard.domain.assessments.reading_words import (
    group_named,
    groups_named,
    is_ticked,
    is_unticked,
    label_of,
    option_of,
)
from dueregard.domain.plans.parsing.words import clean, flat
from dueregard.reading.blocks import Cell, Row, Table

IMPACT = (
    "characteristic", "positive", "negative", "neutral", "unknown", "effect", "description", "evidence", "feedback",
    "mitigation", "severity", "likelihood", "duration", "people", "residual", "eliminate", "advance", "foster",
)  # fmt: skip
ACTIONS = ("action", "issue", "characteristic", "owner", "due", "measure", "status")
EVIDENCE = ("source", "dated", "finding", "missing", "characteristic")
ENGAGEMENT = ("who", "method", "dated", "answers", "said")
SIGNING = ("role", "name", "dated")
_TICKS = frozenset({"positive", "negative", "neutral", "unknown"})
_COLUMN_TO_FIELD = {
    "eliminate": "regard_eliminate", "advance": "regard_advance", "foster": "regard_foster", "feedback": "engagement"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """Where the reading stands: the group and the field whose heading stands above."""

    group: Group | None = None
    field: str | None = None
    label: str = ""
    level: int = 9
    """The level of the group's heading: a heading as high or higher ends it. 9: a line that only looks like one."""


def read_table(found: Gathering, table: Table, *, within: Context) -> Context:
    """Read one table into what was found; give where the reading stands after it."""
    rows = [row for row in table.rows if any(clean(cell.text) for cell in row.cells)]
    if not rows:
        return within
    for read in (_impacts, _actions, _evidence, _engagement, _options, _signing):
        if read(found, rows, within):
            return within
    return _form(found, rows, within)


def _own(row: Row) -> Iterator[tuple[int, Cell]]:
    """Give the cells of a row that stand in it themselves, with their positions."""
    return ((at, cell) for at, cell in enumerate(row.cells) if cell.repeats is None)


def _columns(heads: Sequence[Row], among: tuple[str, ...]) -> dict[int, tuple[str, str]]:
    """Give what each column is, by the lowest head that says it; a code stands for one column only."""
    columns: dict[int, tuple[str, str]] = {}
    for row in reversed(heads):
        for at, cell in enumerate(row.cells):
            code = label_of(cell.text, table="column", among=among)
            if code and at not in columns and code not in {known for known, _label in columns.values()}:
                columns[at] = (code, cell.text)
    return columns


def _place_of(columns: dict[int, tuple[str, str]], code: str) -> int | None:
    return next((at for at, (known, _label) in columns.items() if known == code), None)


def _impacts(found: Gathering, rows: list[Row], within: Context) -> bool:
    column, first = _where_groups_stand(rows)
    if column is None:
        return False
    heads = rows[:first]
    columns = _columns(heads, IMPACT)
    columns.pop(column, None)
    if not columns:
        return _pairs_of_groups(found, rows[first:], column, heads)
    if _is_action_plan(heads, {code for code, _label in columns.values()}):
        return False
    _leave_heads(found, heads, {*columns, column})
    group: Group | None = None
    for row in rows[first:]:
        named = group_named(row.cells[column].text)
        rest_is_same = named is not None and len({clean(cell.text) for cell in row.cells}) == 1
        group = named or (group if not clean(row.cells[column].text) or row.cells[column].repeats else None)
        if group is None or rest_is_same:
            _leave_row(found, row, "stands in a row of no group" if group is None else "heads the rows below")
            continue
        found.impact_on(group, row.place)
        _one_impact(found, row, column, columns, group, is_first=named is not None and not row.cells[column].repeats)
    return True


def _is_action_plan(heads: Sequence[Row], codes: set[str]) -> bool:
    """An action plan may name a group in each row, too; what it has and impacts have not is a day."""
    has_day = _place_of(_columns(heads, ACTIONS), "due") is not None
    return has_day and not codes & (_TICKS | {"effect", "description"})


def _one_impact(
    found: Gathering, row: Row, column: int, columns: dict[int, tuple[str, str]], group: Group, *, is_first: bool
) -> None:
    said_effect = False
    own = dict(_own(row))
    for at in sorted(own, key=lambda at: columns.get(at, ("",))[0] not in _TICKS | {"effect"}):
        cell = own[at]
        if at == column:
            _rest_of_group_cell(found, cell, group)
            continue
        if at not in columns:
            found.leave(cell.text, cell.place, "stands in a column that we do not know")
            continue
        code, label = columns[at]
        if code in _TICKS:
            said_effect = tick(found, group, code, cell.text, cell.place, label=label) or said_effect
        elif code == "characteristic":
            found.leave(cell.text, cell.place, "names a second group in one row")
        elif not take_of_group(found, _COLUMN_TO_FIELD.get(code, code), label, cell.text, cell.place, group=group):
            found.leave(cell.text, cell.place, "could not be placed")


def _rest_of_group_cell(found: Gathering, cell: Cell, group: Group) -> None:
    """What stands below a group's name in its cell ("e.g. wheelchair users") is guidance or a reason: it is left."""
    rest = clean(cell.text).partition("\n")[2]
    if rest:
        found.leave(rest, cell.place, "stands below the name of the group")


def _where_groups_stand(rows: list[Row]) -> tuple[int | None, int]:
    """Give the column in which groups are named, and the first row that names one."""
    best: tuple[int, int, int] | None = None
    for column in range(min(3, max(len(row.cells) for row in rows))):
        named = [
            at
            for at, row in enumerate(rows)
            if column < len(row.cells) and not row.cells[column].repeats and group_named(row.cells[column].text)
        ]
        if named and (best is None or len(named) > best[0]):
            best = (len(named), column, named[0])
    if best is None:
        return None, 0
    count, column, first = best
    if first > 3 or (first == 0 and count < 2):
        return None, 0
    if count == 1 and (first == 0 or not _is_headed_as_group(rows[:first], column)):
        return None, 0
    return column, first


def _is_headed_as_group(heads: Sequence[Row], column: int) -> bool:
    return any(label_of(row.cells[column].text, table="column", among=("characteristic",)) for row in heads)


def _pairs_of_groups(found: Gathering, rows: list[Row], column: int, heads: Sequence[Row]) -> bool:
    """Read rows "Age | what it does", with no head that says what stands beside the group."""
    if sum(1 for row in rows if group_named(row.cells[column].text)) < 2:
        return False
    if not all(len(row.cells) == 2 for row in rows):
        return False
    _leave_heads(found, heads, set())
    for row in rows:
        group, beside = group_named(row.cells[column].text), row.cells[1 - column]
        if group is None:
            _leave_row(found, row, "stands in a row of no group")
        elif is_unticked(clean(beside.text)) and not clean(beside.text).casefold().startswith("none"):
            found.impact_on(group, row.place)
            found.leave(beside.text, beside.place, "says nothing of the group")
        else:
            found.take_effect(group, beside.text, beside.place, label=row.cells[column].text)
    return True


def _leave_heads(found: Gathering, heads: Sequence[Row], known: set[int]) -> None:
    for row in heads:
        for at, cell in _own(row):
            if at not in known and not label_of(cell.text, table="column"):
                found.leave(cell.text, cell.place, "heads a column that we do not know")


def _leave_row(found: Gathering, row: Row, why: str) -> None:
    for _at, cell in _own(row):
        found.leave(cell.text, cell.place, why)


Takes = Callable[[Gathering, Row, dict[str, Cell], dict[str, str]], None]


def _headed(
    found: Gathering,
    rows: list[Row],
    among: tuple[str, ...],
    *,
    needs: str,
    one_of: frozenset[str],
    takes: Takes,
) -> bool:
    """Read a table whose first rows name its columns, row by row, where it has the columns it needs."""
    for head in range(min(2, len(rows) - 1)):
        columns = _columns(rows[head : head + 1], among)
        codes = {code for code, _label in columns.values()}
        if needs in codes and codes & one_of:
            _leave_heads(found, rows[: head + 1], set(columns))
            labels = dict(columns.values())
            for row in rows[head + 1 :]:
                own = dict(_own(row))
                takes(found, row, {columns[at][0]: cell for at, cell in own.items() if at in columns}, labels)
                for at, cell in own.items():
                    if at not in columns:
                        found.leave(cell.text, cell.place, "stands in a column that we do not know")
            return True
    return False


def _actions(found: Gathering, rows: list[Row], within: Context) -> bool:
    return _headed(found, rows, ACTIONS, needs="action", one_of=frozenset({"owner", "due"}), takes=_one_action)


def _one_action(found: Gathering, row: Row, cells: dict[str, Cell], labels: dict[str, str]) -> None:
    text = _text(cells, "action")
    if not text:
        for cell in cells.values():
            found.leave(cell.text, cell.place, "stands in a row without an action")
        return
    groups = groups_named(_text(cells, "characteristic"))
    found.promise(
        text,
        cells["action"].place,
        groups=groups,
        owner=_text(cells, "owner"),
        due=_text(cells, "due"),
        measure=_text(cells, "measure"),
        label=labels["action"],
    )
    for code in ("issue", "status", *(() if groups else ("characteristic",))):
        if code in cells:
            found.leave(cells[code].text, cells[code].place, f"stands beside an action under “{flat(labels[code])}”")


def _evidence(found: Gathering, rows: list[Row], within: Context) -> bool:
    one_of = frozenset({"finding", "dated", "missing"})
    return _headed(found, rows, EVIDENCE, needs="source", one_of=one_of, takes=_one_evidence)


def _one_evidence(found: Gathering, row: Row, cells: dict[str, Cell], labels: dict[str, str]) -> None:
    title = _text(cells, "source")
    if not title:
        for cell in cells.values():
            found.leave(cell.text, cell.place, "stands in a row without a source")
        return
    named = groups_named(_text(cells, "characteristic"))
    code = found.add_evidence(
        title,
        cells["source"].place,
        groups=named,
        says=_text(cells, "finding") or None,
        dated=_text(cells, "dated"),
        gap=_text(cells, "missing") or None,
        label=labels["source"],
    )
    if "characteristic" in cells and not named:
        found.leave(cells["characteristic"].text, cells["characteristic"].place, "names no group that we know")
    for at, one in enumerate(found.evidence):
        if one.code == code and one.on is None and _text(cells, "dated"):
            found.evidence[at] = _with_date_in_words(one, _text(cells, "dated"))


def _with_date_in_words(one: Evidence, words: str) -> Evidence:
    """A date that is no single day stands in the base as it was written, so that it is not lost."""
    return replace(one, base=one.base or words)


def _engagement(found: Gathering, rows: list[Row], within: Context) -> bool:
    one_of = frozenset({"method", "said", "answers"})
    return _headed(found, rows, ENGAGEMENT, needs="who", one_of=one_of, takes=_one_engagement)


def _one_engagement(found: Gathering, row: Row, cells: dict[str, Cell], labels: dict[str, str]) -> None:
    if not any(clean(cell.text) for cell in cells.values()) or len(found.engagement) >= MOST_ITEMS:
        return
    code = str(len(found.engagement) + 1)
    key = part_key("engagement", code)
    who, dated, answers = _text(cells, "who"), _text(cells, "dated"), _text(cells, "answers")
    day, number = day_in(dated), number_in(answers)
    said = _text(cells, "said")
    if answers and number is None:
        said = "\n".join(part for part in (said, f"{flat(labels['answers'])}: {answers}") if part)
    how = _text(cells, "method")
    if dated and day is None:
        how = "\n".join(part for part in (how, f"{flat(labels['dated'])}: {dated}") if part)
        found.ask(
            key, "This date is not a single day, so it is kept in words.", words=dated, place=cells["dated"].place
        )
    codes = tuple(dict.fromkeys(each for group in groups_named(who) for each in group.characteristics))
    found.engagement.append(
        Engagement(
            who or NOT_SAID,
            how=how or None,
            begun=day,
            answers=number,
            said=said or None,
            characteristics=codes,
            code=code,
        )
    )
    for each, cell in cells.items():
        if clean(cell.text):
            found.say(labels[each], cell.text, cell.place, part=key)


def _signing(found: Gathering, rows: list[Row], within: Context) -> bool:
    if _headed(found, rows, SIGNING, needs="role", one_of=frozenset({"name", "dated"}), takes=_one_signature):
        return True
    return within.field == "sign_off" and _headed(
        found, rows, SIGNING, needs="name", one_of=frozenset({"dated"}), takes=_one_signature
    )


def _one_signature(found: Gathering, row: Row, cells: dict[str, Cell], labels: dict[str, str]) -> None:
    role, name, dated = _text(cells, "role"), _text(cells, "name"), _text(cells, "dated")
    if not name and not dated:
        for cell in cells.values():
            found.leave(cell.text, cell.place, "nobody has signed here")
        return
    day = day_in(dated)
    if dated and day is None:
        name = f"{name} ({dated})" if name else dated
    found.signed.append(SignedBy(role, name, day, row.place.in_words()))


def _options(found: Gathering, rows: list[Row], within: Context) -> bool:
    """Read a list of options with a tick beside one of them."""
    named = []
    for row in rows:
        own = [cell for _at, cell in _own(row)]
        texts = [cell for cell in own if option_of(cell.text)]
        marks = [
            cell for cell in own if cell not in texts and (is_ticked(clean(cell.text)) or is_unticked(clean(cell.text)))
        ]
        if texts and marks and not group_named(texts[0].text):
            named.append((texts[0], any(is_ticked(clean(mark.text)) for mark in marks), row))
    if len(named) < 2:
        return False
    ticked = [cell for cell, is_chosen, _row in named if is_chosen]
    for cell in ticked:
        found.options.append((cell.text, cell.place))
        found.say("Option ticked", cell.text, cell.place, part="conclusion")
    if not ticked:
        found.ask("conclusion", "No option is ticked.", words=named[0][0].text, place=named[0][0].place)
    known = {id(row) for _cell, _chosen, row in named}
    chosen = {id(cell) for cell in ticked}
    for row in rows:
        for _at, cell in _own(row):
            if id(row) not in known:
                found.leave(cell.text, cell.place, "stands beside the options")
            elif id(cell) not in chosen and not _is_mark(cell):
                found.leave(cell.text, cell.place, "an option that was not chosen")
    return True


def _is_mark(cell: Cell) -> bool:
    return is_ticked(clean(cell.text)) or is_unticked(clean(cell.text))


def _text(cells: dict[str, Cell], code: str) -> str:
    return clean(cells[code].text) if code in cells else ""


def _form(found: Gathering, rows: list[Row], within: Context) -> Context:
    """Read labels with words beside or below them; the name of a group over the whole row begins that group."""
    context = within
    for row in rows:
        own = [cell for _at, cell in _own(row) if clean(cell.text)]
        if not own:
            continue
        if len(own) == 1:
            context = _alone(found, own[0], context)
            continue
        at = 0
        while at < len(own):
            label, after = own[at], own[at + 1] if at + 1 < len(own) else None
            at += _pair(found, label, after, context)
    return replace(context, field=within.field, label=within.label)


def _alone(found: Gathering, cell: Cell, context: Context) -> Context:
    group = group_named(cell.text)
    if group is not None:
        found.impact_on(group, cell.place)
        return Context(group)
    head, _mark, rest = clean(cell.text).partition("\n")
    code = label_of(head)
    if code and rest:
        if not take(found, code, head, rest, cell.place, group=context.group):
            found.leave(cell.text, cell.place, "could not be placed")
        return replace(context, field=None)
    if code:
        return replace(context, field=code, label=head)
    if context.field and take(found, context.field, context.label, cell.text, cell.place, group=context.group):
        return context
    found.leave(cell.text, cell.place, "stands in no part that we know")
    return context


def _pair(found: Gathering, label: Cell, after: Cell | None, context: Context) -> int:
    """Take a label with the words beside it; give how many cells that were."""
    code, group = label_of(label.text), group_named(label.text)
    if after is None:
        found.leave(label.text, label.place, "stands in no part that we know")
        return 1
    if code and (group is None or context.group is not None):
        if not take(found, code, label.text, after.text, after.place, group=context.group):
            found.leave(f"{flat(label.text)}: {clean(after.text)}", after.place, "could not be placed")
        return 2
    if group is not None:
        found.take_effect(group, after.text, after.place, label=label.text)
        return 2
    found.leave(f"{flat(label.text)}: {clean(after.text)}", label.place, "stands under a label that we do not know")
    return 2
