"""The endings at which a table of this app comes as a file: `<table_ending:ending>` in an address."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import StringConverter


class TableEnding(StringConverter):
    """The endings at which a table comes as a file."""

    regex = "csv|xlsx|ods|json"


register_converter(TableEnding, "table_ending")
