"""Addresses of the public register of assessments."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from dueregard.web.assessments.views import public

_REGISTER = "assessments-of-decisions"


class DocumentEnding(StringConverter):
    """The endings at which a published assessment comes as a file."""

    regex = "docx|pdf|json"


class RegisterEnding(StringConverter):
    """The endings at which the public register comes as a file."""

    regex = "csv|xlsx|ods|json"


register_converter(DocumentEnding, "document_ending")
register_converter(RegisterEnding, "register_ending")

council_urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{_REGISTER}/", public.register, name="public_register"),
    path(f"{_REGISTER}.<register_ending:ending>", public.register_as_file, name="public_register_as_file"),
    path(f"{_REGISTER}/everything.jsonl", public.everything, name="public_everything"),
    path(f"{_REGISTER}/<uuid:assessment_id>/", public.assessment, name="public_assessment"),
    path(
        f"{_REGISTER}/<uuid:assessment_id>/assessment.<document_ending:ending>",
        public.assessment_as_file,
        name="public_assessment_as_file",
    ),
]
