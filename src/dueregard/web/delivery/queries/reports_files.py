"""How is a report frozen, and how is every form of it written from what is frozen?

The one idea: frozen are the document as blocks and the actions as rows, with the SHA-256 of their canonical form. A
page, Word, PDF and a workbook are written from these alone, so the same version gives the same bytes on any day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from dueregard.domain.delivery.report import ReportedAction, ReportedMeasure, YearReport, findings
from dueregard.domain.delivery.report_document import BAR, action_blocks, report_document, report_workbook
from dueregard.domain.ledger.canonical import canonical, tidied
from dueregard.publish.checks import check_document
from dueregard.publish.document import Block, Document, Facts, Figure, words
from dueregard.publish.frozen import document_from_json, document_to_json
from dueregard.publish.html import fragment
from dueregard.publish.sheet import Workbook

FORMAT = "dueregard.year-end-report/1"


def frozen(report: YearReport) -> tuple[dict[str, Any], str]:
    """Give what is kept of a report for good, and its SHA-256.

    Raises:  NotPublishable where some readers could not use it.
    """
    document = report_document(report)
    check_document(replace(document, blocks=(*document.blocks, *action_blocks(report.actions))))
    facts: Any = tidied(
        {
            "format": FORMAT,
            "council": report.council,
            "plan": report.plan,
            "period": report.period,
            "on": report.on.isoformat(),
            "version": report.version,
            "findings": list(findings(report)),
            "counts": report.counts.by_code(),
            "document": document_to_json(document),
            "actions": [asdict(one) for one in report.actions],
            "objective_measures": [asdict(one) for one in report.objective_measures],
        }
    )
    return facts, fingerprint(facts)


def fingerprint(facts: Mapping[str, Any]) -> str:
    """Give the SHA-256 of what is frozen."""
    return sha256(canonical(facts)).hexdigest()


def page_html(facts: Mapping[str, Any]) -> Markup:
    """Give the report as markup for a page, without the part that lists every action.

    A page draws its own pictures, because its content policy lets none in that is written into it; their tables stay.
    The first finding is left out, too: a page says it above, large.
    """
    document = page_document(facts)
    blocks = tuple(
        block.table if isinstance(block, Figure) else block
        for block in document.blocks
        if block != words(facts["findings"][0])
    )
    return fragment(replace(document, blocks=blocks))


def bar_of(facts: Mapping[str, Any]) -> dict[str, int]:
    """Give the counts of a frozen report as the bar of a page draws them, by its own codes."""
    counted: dict[str, int] = {}
    for code, number in facts["counts"].items():
        counted[BAR[code]] = counted.get(BAR[code], 0) + number
    return {code: number for code, number in counted.items() if number}


def page_document(facts: Mapping[str, Any]) -> Document:
    """Give the report as a page shows it: without the part that lists every action."""
    return document_from_json(facts["document"])


def whole_document(facts: Mapping[str, Any], *, sha: str) -> Document:
    """Give the whole report, as Word and PDF hold it, with the fingerprint of what it was made from."""
    document = page_document(facts)
    about: tuple[Block, ...] = (*document.about, Facts((("Fingerprint (SHA-256)", sha),)))
    return replace(document, blocks=(*document.blocks, *action_blocks(actions_of(facts))), about=about)


def workbook(facts: Mapping[str, Any], *, sha: str) -> Workbook:
    """Give the report's actions as a workbook."""
    title = page_document(facts).title
    notes = (
        ("Report", f"{title}, version {facts['version']}"),
        ("Covers", facts["period"] or "Not given"),
        ("Frozen on", facts["on"]),
        ("Fingerprint (SHA-256)", sha),
    )
    return report_workbook(
        title=title,
        council=facts["council"],
        on=date.fromisoformat(facts["on"]),
        actions=actions_of(facts),
        objective_measures=tuple(ReportedMeasure(**one) for one in facts["objective_measures"]),
        notes=notes,
    )


def actions_of(facts: Mapping[str, Any]) -> tuple[ReportedAction, ...]:
    """Give the actions of a frozen report."""
    return tuple(action_of(kept) for kept in facts["actions"])


def action_of(kept: Mapping[str, Any]) -> ReportedAction:
    """Give one action of a frozen report."""
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
    values["measures"] = tuple(ReportedMeasure(**one) for one in kept["measures"])
    return ReportedAction(**values)
