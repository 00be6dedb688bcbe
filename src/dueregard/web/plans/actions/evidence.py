"""How is evidence added to an action?

The one idea: what a file holds says what it is; it lies under a random name that its own name never touches, and only
its action's readers are given it back. A link is an address and is never fetched. Should the record fail, the file goes
as well.
"""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from dueregard.domain.plans.evidence import check_address, evidence_kind
from dueregard.terms.errors import CannotBeRead, UsedWrongly
from dueregard.web.plans.actions.editing import changing, record
from dueregard.web.plans.actions.editing_actions import number_fact
from dueregard.web.plans.actions.handing_in import shown_name
from dueregard.web.plans.models import Action, Evidence

MOST_FOR_ONE_ACTION = 100


def add_file(action_id: UUID, *, data: bytes, file_name: str, name: str, by: UUID | str) -> UUID:
    """Keep a file as evidence and give its id.

    Takes:   `file_name`, as it was called; `name`, what it is to be called ("" for the file's own name); `by`, a
             person's id, or "link:<id>".
    Raises:  CannotBeRead for what is too large or of a kind that is not kept; UsedWrongly where there is too much.
    """
    if len(data) > settings.MAX_UPLOAD_BYTES:
        raise CannotBeRead(_("The file is too large."), mend=_("Send a smaller one, or a link to it."))
    kind = evidence_kind(data, name=file_name)
    row = Evidence(
        action_id=action_id,
        name=_named(name, file_name=file_name, ending=kind.ending),
        media_type=kind.media_type,
        size=len(data),
        sha256=sha256(data).hexdigest(),
        **_adder(by),
    )
    try:
        _add(row, by=by, data=data)
    except BaseException:
        if row.file.name:
            row.file.storage.delete(row.file.name)
        raise
    return row.pk


def add_link(action_id: UUID, *, url: str, name: str, by: UUID | str) -> UUID:
    """Keep an address as evidence and give its id. It is not fetched.

    Raises:  UsedWrongly for an address that is not https, or holds a name and password.
    """
    check_address(url)
    row = Evidence(action_id=action_id, name=(name.strip() or url)[:300], url=url, **_adder(by))
    _add(row, by=by, data=None)
    return row.pk


def _add(row: Evidence, *, by: UUID | str, data: bytes | None) -> None:
    with changing(Action.objects.values_list("plan_id", flat=True).get(pk=row.action_id)) as plan:
        action = plan.actions.get(pk=row.action_id)
        if action.evidence.count() >= MOST_FOR_ONE_ACTION:
            raise UsedWrongly(_("This action has as much evidence as it can hold."), mend=_("Remove some first."))
        if data is not None:
            row.file.save("evidence", ContentFile(data), save=False)
        row.save(force_insert=True)
        said = {"evidence": str(row.pk)}
        if row.sha256:
            said |= {"sha256": row.sha256, "media_type": row.media_type or ""}
        record(
            plan,
            "evidence_added",
            by=by,
            subject=f"plans.action:{action.pk}",
            after={"name": row.name, **({"url": row.url} if row.url else {})},
            facts={**number_fact(action), **said},
        )


def _adder(by: UUID | str) -> dict[str, UUID]:
    """Give the column that says who added it: a link is never taken for a person."""
    if isinstance(by, UUID):
        return {"added_by_id": by}
    kind, _colon, ident = by.partition(":")
    return {"by_link" if kind == "link" else "added_by_id": UUID(ident)}


def _named(name: str, *, file_name: str, ending: str) -> str:
    """Give the name under which a file is shown and saved: with the ending that it really has."""
    shown = shown_name(name.strip() or file_name)
    stem, _dot, said = shown.rpartition(".")
    is_right = said.lower() in {ending, "jpeg" if ending == "jpg" else ending} and bool(stem)
    return shown if is_right else f"{shown}.{ending}"
