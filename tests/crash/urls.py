"""A save over HTTP: a row in a table and an entry in the ledger, in one transaction."""

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from dueregard.web.ledger.actions import record

CHAIN = "council:crash"


def save(*, token: str) -> int:
    """Write a token to a table, and record it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO saves (token) VALUES (%s)", [token])
        card = record(
            chain=CHAIN,
            kind="crash.saved",
            by="system",
            subject=f"crash.save:{token}",
            facts={"token": token},
            personal={"note": f"about {token}. " * 20},
        )
    return card.number


def save_view(request: HttpRequest, token: str) -> HttpResponse:
    """Answer only when it is saved."""
    return HttpResponse(str(save(token=token))) if request.method == "POST" else HttpResponse(status=405)


urlpatterns = [path("save/<str:token>/", save_view)]
