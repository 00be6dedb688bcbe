"""The rules of this house that a reader would miss and a machine does not: who may write, read, paste and print.

An own walk over the syntax trees of `src` (trust row 26). Each rule gives the lines that break it; each is held to a
planted fault below. An exception stands in `ALLOWED` with its reason.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "dueregard"
Rule = Callable[[ast.Module, str], Iterator[int]]
QUERY_WORDS = {"filter", "exclude", "annotate", "aggregate", "alias", "order_by", "values", "values_list", "get"}
WRITE_WORDS = {"create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create", "save"}
ROWS = {"objects", "_default_manager", "_base_manager"}
DOORS = ("cli/", "web/")
RECORDERS = {"record", "entry"}
"""What writes the entry for an action, with the action's own `by`."""

ALLOWED: dict[tuple[str, str], tuple[int, str]] = {
    ("writes_only_in_actions", "web/accounts/queries.py"): (
        1,
        "when a token was last used is noted by using it, at most once in five minutes; it is no act of a person",
    ),
    ("writes_name_who_and_what", "web/accounts/actions.py"): (
        3,
        "what a person did at the sign-in library's own pages is by that person; the set-up code is the installation's",
    ),
    ("writes_name_who_and_what", "web/organisation/actions/invitations.py"): (
        1,
        "whoever accepts an invitation may have no account yet: the act makes it",
    ),
    ("writes_name_who_and_what", "web/assessments/actions/bundles.py"): (
        1,
        "the command on the server makes a bundle for whoever runs it: it is recorded as the system’s",
    ),
    ("no_dict_of_a_person_in_a_query", "web/organisation/actions/sharing.py"): (
        1,
        "the column is a post, a team or a board: `_thing` stopped everything else before",
    ),
    ("no_sql_by_pasting", "web/plans/queries/lineage.py"): (
        1,
        "a walk over any number of plans is one recursive statement, a constant, with both ids as parameters",
    ),
    ("quiet_below_the_doors", "reading/readers/pdf/reader.py"): (1, "it silences the PDF library, and logs nothing"),
}
"""(rule, file) → how many lines may, and why."""


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    func = call.func
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def _touches_rows(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Attribute) and part.attr in ROWS for part in ast.walk(node))


def _part(file: str) -> str:
    """Give which file of an app it is: "views", "actions" …, whether a file or a folder."""
    parts = file.removesuffix(".py").split("/")
    return parts[2] if len(parts) > 2 and parts[0] == "web" else ""


def no_dict_of_a_person_in_a_query(tree: ast.Module, file: str) -> Iterator[int]:
    """`**something` into filter, annotate, order_by … only where its keys are written out on the spot."""
    written = _written_out(tree)
    for call in _calls(tree):
        if _name(call) in QUERY_WORDS and isinstance(call.func, ast.Attribute):
            for keyword in call.keywords:
                is_here = isinstance(keyword.value, ast.Name) and keyword.value.id in written
                if keyword.arg is None and not is_here and not _is_written_out(keyword.value):
                    yield call.lineno


def _written_out(tree: ast.Module) -> set[str]:
    """Give the names that are, wherever the file assigns them, a dict whose keys stand there."""
    assigned: dict[str, bool] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    assigned[target.id] = assigned.get(target.id, True) and _is_written_out(node.value)
    return {name for name, is_so in assigned.items() if is_so}


def _is_written_out(node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return _is_written_out(node.body) and _is_written_out(node.orelse)
    if not isinstance(node, ast.Dict):
        return False
    return all(isinstance(key, ast.Constant | ast.JoinedStr) for key in node.keys)


def no_sql_by_pasting(tree: ast.Module, file: str) -> Iterator[int]:
    """No statement is put together from pieces that are not constants, and none goes round the ORM's parameters."""
    for call in _calls(tree):
        if _name(call) in {"extra", "RawSQL"} or (_name(call) == "raw" and _touches_rows(call.func)):
            yield call.lineno
        if _name(call) in {"execute", "executemany", "executescript"} and call.args and _is_pasted(call.args[0]):
            yield call.lineno


def _is_pasted(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr | ast.BinOp):
        return True
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"format", "join"}


def no_markup_by_hand(tree: ast.Module, file: str) -> Iterator[int]:
    """Text becomes markup in `web/ui` and `publish/html` only."""
    if file.startswith("web/ui/") or file == "publish/html.py":
        return
    for call in _calls(tree):
        if _name(call) in {"mark_safe", "Markup", "SafeString", "format_html"}:
            yield call.lineno


def no_rows_in_views_or_forms(tree: ast.Module, file: str) -> Iterator[int]:
    """Views and forms ask `queries` and tell `actions`: no manager, no models."""
    if _part(file) not in {"views", "forms", "urls"}:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ROWS:
            yield node.lineno


def writes_only_in_actions(tree: ast.Module, file: str) -> Iterator[int]:
    """Rows are made, changed and deleted in `actions`, and where DESIGN grants it: worker, models, migrations."""
    if not file.startswith("web/") or _part(file) in {"actions", "worker", "models", "migrations"}:
        return
    for call in _calls(tree):
        if _name(call) in WRITE_WORDS and isinstance(call.func, ast.Attribute) and _touches_rows(call.func):
            yield call.lineno


def writes_name_who_and_what(tree: ast.Module, file: str) -> Iterator[int]:
    """A public function of `actions` that writes takes `by=` and takes it, as all but its first argument, by name."""
    if _part(file) != "actions":
        return
    for one in tree.body:
        if not isinstance(one, ast.FunctionDef) or one.name.startswith("_") or one.name in RECORDERS:
            continue
        if _records(one):
            names = {argument.arg for argument in one.args.kwonlyargs}
            if "by" not in names or len(one.args.args) > 1:
                yield one.lineno


def _records(one: ast.FunctionDef) -> bool:
    return any(_name(call) in {"record", "_record", "entry"} for call in _calls(one))


def no_assert_of_input(tree: ast.Module, file: str) -> Iterator[int]:
    """`assert` narrows a type (`is not None`, `isinstance`) and never tests what somebody handed in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and not _narrows(node.test):
            yield node.lineno


def _narrows(test: ast.expr) -> bool:
    if isinstance(test, ast.BoolOp):
        return all(_narrows(part) for part in test.values)
    if isinstance(test, ast.Compare):
        return any(isinstance(op, ast.IsNot | ast.Is) for op in test.ops)
    return isinstance(test, ast.Call) and _name(test) == "isinstance"


def quiet_below_the_doors(tree: ast.Module, file: str) -> Iterator[int]:
    """Below the doors nothing prints, logs, or reads the environment, the clock or the network."""
    if file.startswith(DOORS) or file == "__init__.py":
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"print", "input"}:
            yield node.lineno
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv", "putenv"}:
            yield node.lineno
        if isinstance(node, ast.Attribute) and node.attr in {"today", "now", "utcnow"} and _is_clock(node.value):
            yield node.lineno
        if isinstance(node, ast.Import) and {alias.name for alias in node.names} & {"logging", "requests", "urllib3"}:
            yield node.lineno
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"logging", "requests", "urllib3"}:
            yield node.lineno


def _is_clock(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {"date", "datetime", "dt"}


def no_secret_compared_by_eye(tree: ast.Module, file: str) -> Iterator[int]:
    """Hashes and secrets are compared in constant time, or looked up by a unique column; never with `==`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
            yield from (node.lineno for side in (node.left, *node.comparators) if _is_secret(side))


def _is_secret(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name in {"secret", "password", "token", "token_hash", "token_sha256"}


RULES: tuple[Rule, ...] = (
    no_dict_of_a_person_in_a_query,
    no_sql_by_pasting,
    no_markup_by_hand,
    no_rows_in_views_or_forms,
    writes_only_in_actions,
    writes_name_who_and_what,
    no_assert_of_input,
    quiet_below_the_doors,
    no_secret_compared_by_eye,
)
PLANTED: dict[Rule, tuple[str, str]] = {
    no_dict_of_a_person_in_a_query: ("web/plans/queries/lists.py", "rows = Action.objects.filter(**request.GET)"),
    no_sql_by_pasting: ("web/plans/queries/lists.py", 'cursor.execute(f"SELECT * FROM {name}")'),
    no_markup_by_hand: ("web/plans/views/plans.py", "shown = mark_safe(text)"),
    no_rows_in_views_or_forms: ("web/plans/views/plans.py", "rows = Plan.objects.all()"),
    writes_only_in_actions: ("web/plans/queries/plans.py", "Plan.objects.filter(pk=pk).update(title='x')"),
    writes_name_who_and_what: ("web/plans/actions/publishing.py", "def publish(plan, person):\n    record(chain='x')"),
    no_assert_of_input: ("domain/plans/shape.py", "assert len(rows) < 10"),
    quiet_below_the_doors: ("domain/plans/shape.py", "print(rows)"),
    no_secret_compared_by_eye: ("web/accounts/queries.py", "is_good = row.token_hash == given"),
}


def _files() -> list[str]:
    return sorted(str(path.relative_to(SRC)) for path in SRC.rglob("*.py"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_code_keeps_the_rule(rule: Rule) -> None:
    broken = {}

    for file in _files():
        lines = list(rule(ast.parse((SRC / file).read_text(encoding="utf-8")), file))
        if len(lines) > ALLOWED.get((rule.__name__, file), (0, ""))[0]:
            broken[file] = lines

    assert broken == {}, rule.__doc__


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_sees_a_planted_fault(rule: Rule) -> None:
    file, code = PLANTED[rule]

    assert list(rule(ast.parse(code), file)) == [1]


@pytest.mark.parametrize(("rule", "file"), sorted(ALLOWED))
def test_every_exception_is_needed(rule: str, file: str) -> None:
    (walk,) = (each for each in RULES if each.__name__ == rule)

    lines = list(walk(ast.parse((SRC / file).read_text(encoding="utf-8")), file))

    assert len(lines) == ALLOWED[rule, file][0]
