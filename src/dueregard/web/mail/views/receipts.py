"""Where GOV.UK Notify may tell us what became of a message.

The one idea: it is closed until a token is set, takes nothing but a POST with that token, and changes nothing but one
message's state, by a reference that only Notify knows from us.
Source: https://docs.notifications.service.gov.uk/rest-api.html (delivery receipts: a bearer token of our choice).
"""

from __future__ import annotations

import hmac
import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from dueregard.web.mail.actions.bounces import take_receipt

LONGEST = 20_000


@csrf_exempt  # a machine has no session; the token says who it is
@require_POST
def receipts(request: HttpRequest) -> HttpResponse:
    """Take one receipt."""
    if not settings.NOTIFY_RECEIPTS_TOKEN:
        raise Http404
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(token.encode(), settings.NOTIFY_RECEIPTS_TOKEN.encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    if int(request.headers.get("Content-Length") or 0) > LONGEST:
        return HttpResponse(status=413)
    try:
        told = json.loads(request.body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return HttpResponse(status=400)
    take_receipt(told)
    return HttpResponse(status=204)
