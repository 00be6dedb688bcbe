"""Addresses of the council's mail."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from dueregard.web.delivery.views import mailing


class MailingEnding(StringConverter):
    """The endings at which the list comes as a file."""

    regex = "csv|xlsx|ods|json"


register_converter(MailingEnding, "mailing_ending")

council_urlpatterns: list[URLPattern | URLResolver] = [
    path("mail/", mailing.mail_list, name="mailing"),
    path("mail.<mailing_ending:ending>", mailing.mail_as_file, name="mailing_as_file"),
    path("mail/<uuid:message_id>/send-again/", mailing.send_mail_again, name="mailing_again"),
]
