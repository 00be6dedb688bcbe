"""Where does an action stand in its plan, and how are levels renamed and merged?

The one idea: the printed section and the levels above an action are one *path* from the top. A document may count its
section among the levels or not; `path_of` gives the same path for both, and `with_path` puts a changed path back in the
form the action had.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dueregard.domain.plans.model import Action, Level, Plan, Section

Path = tuple[str, ...]


def path_of(action: Action) -> Path:
    """Give the names above an action, from the top.

    >>> path_of(Action("Train staff", section="Finance", levels=("Fair pay",)))
    ('Finance', 'Fair pay')
    >>> path_of(Action("Train staff", section="Finance", levels=("Finance", "Fair pay")))
    ('Finance', 'Fair pay')
    """
    if action.section is None or is_section_a_level(action):
        return action.levels
    return (action.section, *action.levels)


def is_section_a_level(action: Action) -> bool:
    """Say whether the document counts the action's section among its levels."""
    return action.section is not None and action.levels[:1] == (action.section,)


def with_path(action: Action, path: Path) -> Action:
    """Put an action under another path, keeping section and levels in the form they had.

    >>> with_path(Action("Train staff", section="Finance"), ("Money", "Fair pay")).levels
    ('Fair pay',)
    """
    if not path:
        return replace(action, section=None, levels=())
    if action.section is None:
        return replace(action, levels=path)
    return replace(action, section=path[0], levels=path if is_section_a_level(action) else path[1:])


def sections_of(actions: Iterable[Action]) -> tuple[Section, ...]:
    """Count the actions of each printed section, in order of first appearance.

    >>> sections_of([Action("a", section="Finance"), Action("b", section="Finance"), Action("c")])
    (Section(name='Finance', count=2),)
    """
    counts = Counter(action.section for action in actions if action.section is not None)
    return tuple(Section(name, count) for name, count in counts.items())


def levels_of(plan: Plan) -> tuple[Level, ...]:
    """Give every level of the plan once, parents before children, in the order of the document.

    Levels that only actions or sections name are added to those the plan describes.

    >>> [level.path for level in levels_of(Plan(actions=(Action("a", section="Finance", levels=("Fair pay",)),)))]
    [('Finance',), ('Finance', 'Fair pay')]
    """
    described = {level.path: level for level in plan.levels}
    found: dict[Path, Level] = {}
    paths = [*described, *((section.name,) for section in plan.sections), *map(path_of, plan.actions)]
    section_names = {action.section for action in plan.actions}
    for path in paths:
        for depth in range(1, len(path) + 1):
            part = path[:depth]
            kind = "section" if depth == 1 and part[0] in section_names else "level"
            found.setdefault(part, described.get(part) or Level(path=part, kind=kind))
    return tuple(found.values())


def move_levels(plan: Plan, moves: Mapping[Path, Path]) -> Plan:
    """Rename levels, or merge them where the new path is already another level's.

    Takes:   old path → new path; the longest old path that fits an action wins.

    >>> plan = Plan(actions=(Action("a", section="Fin."), Action("b", section="Finance")))
    >>> move_levels(plan, {("Fin.",): ("Finance",)}).sections
    (Section(name='Finance', count=2),)
    """
    if not moves:
        return plan
    actions = tuple(with_path(action, _moved(path_of(action), moves)) for action in plan.actions)
    levels: dict[Path, Level] = {}
    for level in plan.levels:
        path = _moved(level.path, moves)
        kept = levels.get(path)
        levels[path] = replace(level, path=path) if kept is None else _merged(kept, level)
    return replace(plan, actions=actions, levels=tuple(levels.values()), sections=sections_of(actions))


def _moved(path: Path, moves: Mapping[Path, Path]) -> Path:
    for depth in range(len(path), 0, -1):
        if path[:depth] in moves:
            return (*moves[path[:depth]], *path[depth:])
    return path


def _merged(kept: Level, other: Level) -> Level:
    """Keep what either of two merged levels says; where both speak, both are kept."""

    def both(first: str | None, second: str | None) -> str | None:
        said = [words for words in dict.fromkeys((first, second)) if words]
        return "\n".join(said) or None

    return replace(
        kept,
        ref=kept.ref or other.ref,
        why=both(kept.why, other.why),
        success_measure=both(kept.success_measure, other.success_measure),
        strands=tuple(dict.fromkeys((*kept.strands, *other.strands))),
        contributions=(*kept.contributions, *other.contributions),
        measures=(*kept.measures, *other.measures),
    )
