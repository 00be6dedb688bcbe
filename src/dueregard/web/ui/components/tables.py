"""How a table leaves a page as a file: Excel, CSV, OpenDocument or JSON, with the same cells.

The one idea: the page and the file are made from the same rows by the same query, and the file says its name. A CSV
taken from a page begins with a byte order mark, because Excel on Windows spoils accents without one; `?bom=0` leaves it
out, and so does a program that signs in with a token. Refuses a format it does not know as a page that is not there.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse

from dueregard.publish import csv, excel, opendocument, rows
from dueregard.publish.sheet import Workbook

_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json; charset=utf-8",
}


def table_response(request: HttpRequest, workbook: Workbook, ending: str, filename: str) -> HttpResponse:
    """Answer with a workbook in the form that the address ends in.

    Takes:   `ending`, one of csv, xlsx, ods, json; `filename`, without its ending, as the reader's computer saves it.
    """
    if ending == "csv":
        body = csv.write_csv(workbook, bom=_wants_mark(request))
    elif ending == "xlsx":
        body = excel.write_xlsx(workbook)
    elif ending == "ods":
        body = opendocument.write_ods(workbook)
    elif ending == "json":
        body = rows.write_json(workbook)
    else:
        raise Http404
    return file_response(body, content_type=_TYPES[ending], filename=f"{filename}.{ending}", is_shown=ending == "json")


def file_response(body: bytes, *, content_type: str, filename: str, is_shown: bool = False) -> HttpResponse:
    """Answer with a file that is saved, never run or shown as a page of ours.

    Takes:   `is_shown`, true only for forms a browser shows as plain data (JSON, calendar).
    """
    response = HttpResponse(body, content_type=content_type)
    kind = "inline" if is_shown else "attachment"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-()") else "_" for c in filename)
    response["Content-Disposition"] = f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _wants_mark(request: HttpRequest) -> bool:
    asked = request.GET.get("bom")
    if asked in {"0", "1"}:
        return asked == "1"
    return "Authorization" not in request.headers
