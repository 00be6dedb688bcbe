"""The pages of one's account, the outbox of the demo, and setting up a new installation."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from dueregard.web.accounts import actions
from dueregard.web.accounts.adapters import AccountAdapter, OutboxBackend
from dueregard.web.accounts.models import OutboxMessage, Person
from dueregard.web.accounts.queries import PersonCard, outbox
from factories.organisation import PASSWORD, make_person
from people import DEE, KOFI, make_cast


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


@pytest.fixture
def amina(db: None) -> PersonCard:
    return make_person("Amina Rahman", password=PASSWORD)


def test_sign_in_page_has_what_the_drawing_has(db: None, settings: object) -> None:
    settings.OIDC_URL, settings.OIDC_NAME = "https://login.example", "your council account"

    text = Client().get("/sign-in/").content.decode()

    assert "Your council e-mail address" in text
    assert "Send me a code" in text
    assert "Sign in with your council account" in text
    assert "Open to everyone" in text


@pytest.mark.parametrize(
    "page",
    [
        "/sign-in/",
        "/account/login/",
        "/account/login/code/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/password/reset/key/done/",
        "/account/password/reset/key/x-y/",
        "/account/inactive/",
        "/account/confirm-email/",
        "/account/confirm-email/nonsense/",
        "/account/3rdparty/login/cancelled/",
        "/account/3rdparty/login/error/",
        "/set-up/",
        "/invitation/",
    ],
)
def test_pages_before_sign_in_are_ours(db: None, page: str) -> None:
    response = Client().get(page, follow=True)

    text = response.content.decode()
    assert response.status_code in {200, 401, 410}
    assert "– Due Regard</title>" in text
    assert text.count("<h1") == 1


@pytest.mark.parametrize(
    "page",
    [
        "/account/",
        "/account/tokens/",
        "/account/email/",
        "/account/password/change/",
        "/account/password/set/",
        "/account/2fa/",
        "/account/2fa/totp/activate/",
        "/account/2fa/reauthenticate/",
        "/account/sessions/",
        "/account/3rdparty/",
        "/account/logout/",
        "/councils/",
    ],
)
def test_pages_of_ones_account_are_ours(db: None, page: str) -> None:
    somebody = make_person("Ben Carter", password=PASSWORD)
    browser = Client()
    browser.post("/account/login/", {"login": somebody.email, "password": PASSWORD})
    browser.post("/account/reauthenticate/", {"password": PASSWORD})

    response = browser.get(page, follow=True)

    text = response.content.decode()
    assert response.status_code == 200
    assert "– Due Regard</title>" in text
    assert text.count("<h1") == 1
    assert "no-store" in response["Cache-Control"]


def test_picture_for_the_app_is_part_of_the_page(amina: PersonCard) -> None:
    """The policy takes pictures from our own address only, so a picture in a data address would not be shown."""
    browser = Client()
    browser.post("/account/login/", {"login": amina.email, "password": PASSWORD})
    browser.post("/account/reauthenticate/", {"password": PASSWORD})

    text = browser.get("/account/2fa/totp/activate/").content.decode()

    assert '<svg role="img" aria-labelledby="qr-words"' in text
    assert "data:image" not in text


def test_about_you_keeps_what_was_typed(amina: PersonCard) -> None:
    browser = Client()
    browser.post("/account/login/", {"login": amina.email, "password": PASSWORD})
    good = {"full_name": "Amina R. Rahman", "known_as": "Mina"}

    wrong = browser.post("/account/", {**good, "known_as": "M" * 101})
    right = browser.post("/account/", good)

    person = Person.objects.get(pk=amina.id)
    assert wrong.status_code == 400
    assert 'value="Amina R. Rahman"' in wrong.content.decode()
    assert right.status_code == 302
    assert (person.full_name, person.known_as) == ("Amina R. Rahman", "Mina")


def test_mail_of_the_demo_is_kept_and_shown(db: None, settings: object) -> None:
    settings.EMAIL_BACKEND = "dueregard.web.accounts.adapters.OutboxBackend"
    settings.DUEREGARD_ENV = "demo"
    cast = make_cast()
    Client().post("/sign-in/", {"email": cast.people[KOFI].email})

    text = cast.client(KOFI).get("/aldermere/outbox/").content.decode()

    assert OutboxMessage.objects.count() == 1
    assert "Your sign-in code" in text
    assert cast.client(DEE).get("/aldermere/outbox/").status_code == 302


def test_mail_of_the_demo_is_found_however_much_came_after_it(db: None, settings: object) -> None:
    settings.DUEREGARD_ENV = "demo"
    kofi = make_cast().client(KOFI)
    OutboxMessage.objects.create(sender="a@b.example", recipients=["ben@b.example"], subject="Two minutes?", body="x")
    for number in range(60):
        OutboxMessage.objects.create(sender="a@b.example", recipients=["c@d.example"], subject=f"No {number}", body="x")

    assert "Two minutes?" not in kofi.get("/aldermere/outbox/").text
    assert "Two minutes?" in kofi.get("/aldermere/outbox/?page=4").text
    assert "Two minutes?" in kofi.get("/aldermere/outbox/?words=ben@b.example").text
    assert "No message has these words" in kofi.get("/aldermere/outbox/?words=nobody").text


def test_outbox_is_not_there_outside_the_demo(db: None) -> None:
    assert make_cast().client(KOFI).get("/aldermere/outbox/").status_code == 404


def test_outbox_shows_links_and_trusts_no_text(db: None) -> None:
    mail.EmailMessage("Hello", "<b>Look</b> at http://127.0.0.1/x", "a@b.example", ["c@d.example"])
    backend = OutboxBackend()
    backend.send_messages(
        [mail.EmailMessage("Hello", "<b>Look</b> at http://127.0.0.1/x", "a@b.example", ["c@d.example"])]
    )

    (message,) = outbox()

    assert message.parts == ((False, "<b>Look</b> at "), (True, "http://127.0.0.1/x"))


def test_adapter_lets_nobody_sign_up() -> None:
    assert AccountAdapter().is_open_for_signup(None) is False


def test_first_administrator_sets_up_once(db: None) -> None:
    code = actions.make_setup_code()
    browser, second = Client(), Client()
    given = {
        "name": "Aldermere Borough Council",
        "slug": "aldermere",
        "nation": "england",
        "contact_email": "",
        "full_name": "Kofi Mensah",
        "email": "kofi@aldermere.example",
        "password": PASSWORD,
    }
    browser.get(f"/set-up/{code}/")
    second.get(f"/set-up/{code}/")

    reserved = browser.post("/set-up/", {**given, "slug": "account"})
    done = browser.post("/set-up/", given)
    replayed = second.post("/set-up/", {**given, "slug": "other", "name": "Other"})

    assert reserved.status_code == 400
    assert done.url == "/account/login/"
    assert replayed.status_code == 410
    browser.post("/account/login/", {"login": "kofi@aldermere.example", "password": PASSWORD})
    assert browser.get("/aldermere/people/").status_code == 200
    assert Client().get("/set-up/").status_code == 410
