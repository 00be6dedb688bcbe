"""The Jinja environment: which templates are ours, what they can say, and what they refuse.

The one idea: a name that is not there is a fault, not an empty place. `Careful` stops on an unknown name and on an
unknown attribute of an object; only the keys of a dictionary may be absent, because GOV.UK's own macros rely on it. Our
templates end in `.jinja`; every other name is left to the next engine, so that plain e-mails stay with Django's.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.middleware.csrf import get_token
from django.template import TemplateDoesNotExist
from django.template.backends.jinja2 import Jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined, Undefined
from jinja2.runtime import missing

from dueregard.web.ui.components import bound, drawings, formats, statuses


class Careful(StrictUndefined):
    """What stands for a thing that is not there: strict, save for the absent key of a dictionary."""

    __slots__ = ()

    def __new__(
        cls, hint: str | None = None, obj: Any = missing, name: str | None = None, *rest: Any, **named: Any
    ) -> Any:
        """Give jinja's forgiving kind for dictionaries, and for `caller` outside a call block."""
        if isinstance(obj, dict) or name == "caller":
            return Undefined(hint, obj, name, *rest, **named)
        return super().__new__(cls)


class Templates(Jinja2):
    """Django's Jinja2 engine, answering for `templates/…​.jinja` of each app and for nothing else."""

    app_dirname = "templates"

    def get_template(self, template_name: str) -> Any:
        """Give a template of ours, or say that it is not ours so that the next engine is asked."""
        if not template_name.endswith(".jinja"):
            raise TemplateDoesNotExist(template_name, backend=self)
        return super().get_template(template_name)


def environment(**options: Any) -> Environment:
    """Make the environment that settings.TEMPLATES names."""
    own = options.pop("loader")
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options.update(loader=ChoiceLoader([own, govuk]), undefined=Careful, trim_blocks=True, lstrip_blocks=True)
    made = Environment(**options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])  # noqa: S701  # Django sets autoescape
    made.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.globals.update(
        static=static,
        url=reverse,
        undefined=Undefined(),  # GOV.UK's macros say `else undefined` and `null`, as in JavaScript
        null=None,
        csrf_token_of=get_token,
        page_language=_page_language,
        today=timezone.localdate,
        is_demo=lambda: settings.DUEREGARD_ENV == "demo",
        status_mark=statuses.status,
        status_words=statuses.status_words,
        status_glyph=statuses.glyph,
        rag_mark=statuses.rag,
        draw_stack=drawings.stack,
        draw_key=drawings.key,
        draw_progress=drawings.progress,
        draw_interval=drawings.interval,
        draw_axis=drawings.axis,
        draw_share=drawings.share,
        draw_line=drawings.line,
        Line=drawings.Line,
        bar_order=statuses.BAR_ORDER,
        years=formats.years,
        kind_of=bound.kind_of,
        extra_attributes=bound.extra_attributes,
        choice_items=bound.choice_items,
        option_groups=bound.option_groups,
        day_parts=bound.day_parts,
        errors_of=bound.errors_of,
        error_links=bound.error_links,
    )
    made.filters.update(
        day=formats.day,
        short_day=formats.short_day,
        long_day=formats.long_day,
        moment=formats.moment,
        iso=formats.iso,
        number=formats.number,
        plural=formats.plural,
        size=formats.size,
        until=formats.until,
        paragraphs=formats.paragraphs,
        lines=formats.lines,
        join_years=formats.join_years,
    )
    return made


def _page_language() -> str:
    """Give the language a page is really in: Welsh only once its layout has been translated."""
    is_welsh = (translation.get_language() or "").startswith("cy")
    first_words = "Skip to main content"
    return "cy" if is_welsh and translation.gettext(first_words) != first_words else "en-GB"
