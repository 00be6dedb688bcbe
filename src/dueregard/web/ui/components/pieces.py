"""How does a piece of a page, rendered by itself, become part of another page?

The one idea: what a template of ours wrote has been escaped by it, so it may stand in another as markup; nothing else
becomes markup here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from markupsafe import Markup


def rendered(template: str, context: Mapping[str, Any], *, request: HttpRequest) -> Markup:
    """Give a template as markup. The template escapes what it is given."""
    return Markup(render_to_string(template, dict(context), request=request))  # noqa: S704  # a template escapes
