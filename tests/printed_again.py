"""Print a plan in each of our forms, read it again, and say where the two differ."""

from __future__ import annotations

from dueregard.domain.plans.document import plan_document
from dueregard.domain.plans.model import Plan
from dueregard.domain.plans.parse import read_plan
from dueregard.domain.plans.sheets import plan_workbook
from dueregard.domain.plans.tree import path_of
from dueregard.publish import csv, excel, html, opendocument, pdf, word
from dueregard.reading.read import read_document
from publish_made_up import ON

SHEETS = {"xlsx": excel.write_xlsx, "ods": opendocument.write_ods, "csv": csv.write_csv}
DOCUMENTS = {"docx": word.write_word, "html": html.page, "pdf": pdf.write_pdf}
FIELDS = (
    "number", "strands", "action_text", "how", "links", "leads", "start_date", "due_date", "monitored_by", "resources",
    "measure", "expected_outcome", "priority", "status", "rag", "percent", "update_text", "outcome", "year_end_report",
)  # fmt: skip


def differences(wrote: Plan, read: Plan) -> list[tuple[object, ...]]:
    """Give (number, field, what was written, what was read) for each printed field that differs."""
    found: list[tuple[object, ...]] = []
    if len(wrote.actions) != len(read.actions):
        found.append(("actions", len(wrote.actions), len(read.actions)))
    for one, other in zip(wrote.actions, read.actions, strict=False):
        if path_of(one) != path_of(other):
            found.append((one.number, "path", path_of(one), path_of(other)))
        if one.timescale_text and not (other.timescale_text or "").startswith(one.timescale_text):
            found.append((one.number, "timescale_text", one.timescale_text, other.timescale_text))
        found += [
            (one.number, name, getattr(one, name), getattr(other, name))
            for name in FIELDS
            if getattr(one, name) != getattr(other, name)
        ]
    return found


def printed_again(plan: Plan, form: str) -> Plan:
    """Print and read again."""
    if form in SHEETS:
        package = SHEETS[form](plan_workbook(plan))
    else:
        package = DOCUMENTS[form](plan_document(plan, on=ON, council="Aldermere Council"))
    return read_plan(read_document(package, name=f"plan.{form}"))
