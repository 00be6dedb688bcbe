"""Making councils and changing what they say about themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dueregard.terms.characteristics import LOCAL_COMMON
from dueregard.terms.errors import UsedWrongly
from dueregard.terms.laws import law_of
from dueregard.web.organisation.actions.recording import entry
from dueregard.web.organisation.models import Council, CouncilCharacteristic, CouncilWord
from dueregard.web.organisation.queries.councils import CouncilCard, council_card, kind_of_picture

LOGO_MOST_BYTES = 200_000
CHARACTERISTICS_MOST = 20
FIELDS = ("name", "nation", "contact_email", "colour", "show_personal_names", "logo_alt")


def make_council(
    *, name: str, slug: str, nation: str, by: UUID | None, contact_email: str = "", is_made_up: bool = False
) -> CouncilCard:
    """Make a council. Its address never changes afterwards.

    Raises:  UsedWrongly when the name or the address is taken.
    """
    with transaction.atomic():
        if Council.objects.filter(slug=slug).exists() or Council.objects.filter(name=name).exists():
            raise UsedWrongly(_("There is already a council with this name or address."))
        council = Council.objects.create(
            name=name, slug=slug, nation=nation, contact_email=contact_email, is_made_up=is_made_up
        )
        facts = {"name": name, "slug": slug, "nation": nation, "is_made_up": is_made_up}
        entry(council.pk, "council_made", by=by, subject=f"council:{council.pk}", facts=facts)
    return council_card(council)


def change_council(*, council_id: UUID, by: UUID, **changes: str | bool) -> CouncilCard:
    """Change what is in FIELDS. What stays the same is left alone, and nothing is recorded then."""
    with transaction.atomic():
        council = Council.objects.select_for_update().defer("logo").get(pk=council_id)
        new = {name: changes[name] for name in FIELDS if name in changes and getattr(council, name) != changes[name]}
        if not new:
            return council_card(council)
        if "name" in new and Council.objects.filter(name=new["name"]).exclude(pk=council_id).exists():
            raise UsedWrongly(_("There is already a council with this name."))
        for name, value in new.items():
            setattr(council, name, value)
        council.save(update_fields=[*new])
        entry(council_id, "council_changed", by=by, subject=f"council:{council_id}", facts=new)
    return council_card(council)


def set_logo(*, council_id: UUID, by: UUID, data: bytes, alt: str) -> None:
    """Keep a logo: PNG or JPEG by its first bytes, up to 200 kB. Pictures that can hold scripts (SVG) are refused.

    Raises:  UsedWrongly for any other file.
    """
    kind = kind_of_picture(data)
    if kind is None:
        raise UsedWrongly(_("The logo must be a PNG or JPEG picture."))
    if len(data) > LOGO_MOST_BYTES:
        raise UsedWrongly(_("The logo must be smaller than 200 kB."))
    with transaction.atomic():
        Council.objects.filter(pk=council_id).update(logo=data, logo_type=kind, logo_alt=alt)
        facts = {"kind": kind, "bytes": len(data), "alt": alt}
        entry(council_id, "logo_set", by=by, subject=f"council:{council_id}", facts=facts)


def remove_logo(*, council_id: UUID, by: UUID) -> None:
    """Take the logo away. Without one, nothing happens."""
    with transaction.atomic():
        had = Council.objects.filter(pk=council_id, logo__isnull=False)
        if had.update(logo=None, logo_type="", logo_alt=""):
            entry(council_id, "logo_removed", by=by, subject=f"council:{council_id}")


def set_characteristics(*, council_id: UUID, by: UUID, labels: Sequence[str]) -> None:
    """Say which local characteristics the council names beside the nine of its nation's law, in order.

    A label that stays keeps its code, so that what was recorded under it stays with it.
    Raises:  UsedWrongly for one of the nine, for the same twice, or for more than 20.
    """
    wanted = [" ".join(label.split()) for label in labels if label.strip()]
    codes = [_code_of(label) for label in wanted]
    law = law_of(Council.objects.values_list("nation", flat=True).get(pk=council_id))
    nine = {*law.codes, *(slugify(each.label).replace("-", "_") for each in law.groups)}
    if len(wanted) > CHARACTERISTICS_MOST:
        raise UsedWrongly(_("Name at most 20 local characteristics."))
    if len(set(codes)) < len(codes) or "" in codes:
        raise UsedWrongly(_("Each local characteristic needs its own name."))
    if taken := [label for label, code in zip(wanted, codes, strict=True) if code in nine]:
        raise UsedWrongly(
            _("%(name)s is in %(law)s already, so it is always there.") % {"name": taken[0], "law": law.short}
        )
    with transaction.atomic():
        before = list(CouncilCharacteristic.objects.filter(council=council_id).values_list("label", flat=True))
        if before == wanted:
            return
        CouncilCharacteristic.objects.filter(council=council_id).exclude(code__in=codes).delete()
        for position, (code, label) in enumerate(zip(codes, wanted, strict=True)):
            CouncilCharacteristic.objects.update_or_create(
                council_id=council_id, code=code, defaults={"label": label, "position": position}
            )
        facts = {"names": wanted}
        entry(council_id, "characteristics_set", by=by, subject=f"council:{council_id}", facts=facts)


def _code_of(label: str) -> str:
    """Give the code of a local characteristic: that of the common ones where it is called so, else one of its own.

    The reader of plans knows the common codes, so that "SE" in a document means the council's own "Socio-economic
    disadvantage" and not a second thing beside it.
    """
    common = {each.label.casefold(): each.code for each in LOCAL_COMMON}
    return common.get(label.casefold(), slugify(label).replace("-", "_"))


def set_words(*, council_id: UUID, by: UUID, kind: str, words: Mapping[str, str]) -> None:
    """Say what the council calls each status, colour or outcome. An empty word means ours.

    Raises:  UsedWrongly when two of them would read the same.
    """
    own = {code: word.strip() for code, word in words.items() if word.strip()}
    if len({word.casefold() for word in own.values()}) < len(own):
        raise UsedWrongly(_("Two of them have the same word. A reader could not tell them apart."))
    with transaction.atomic():
        rows = CouncilWord.objects.filter(council=council_id, kind=kind)
        if dict(rows.values_list("code", "word")) == own:
            return
        rows.delete()
        CouncilWord.objects.bulk_create(
            CouncilWord(council_id=council_id, kind=kind, code=code, word=word) for code, word in own.items()
        )
        facts = {"kind": kind, "words": own}
        entry(council_id, "words_set", by=by, subject=f"council:{council_id}", facts=facts)
