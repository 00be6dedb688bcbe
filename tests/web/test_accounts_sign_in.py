"""Signing in by code, by password and with a second step; sessions; and what a stranger can learn (nothing)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from dueregard.terms.errors import UsedWrongly
from dueregard.web.accounts import actions
from dueregard.web.accounts.adapters import MfaAdapter
from dueregard.web.accounts.models import Person
from dueregard.web.accounts.queries import PersonCard
from factories.organisation import PASSWORD, make_person
from people import KOFI, Cast, make_cast

STRANGER = "nobody@aldermere.example"


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


@pytest.fixture
def amina(db: None) -> PersonCard:
    return make_person("Amina Rahman", password=PASSWORD)


def _code() -> str:
    return re.search(r"^([A-Z0-9-]{6,9})$", mail.outbox[-1].body, re.MULTILINE).group(1)


def _is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_code_signs_in_and_goes_back_to_the_page(amina: PersonCard) -> None:
    browser = Client()

    asked = browser.post("/sign-in/?next=/aldermere/plans/", {"email": amina.email.upper()})
    entered = browser.post(asked.url, {"code": _code()})

    assert "next=" in asked.url
    assert entered.url == "/aldermere/plans/"
    assert _is_in(browser)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_leads_nowhere_else(amina: PersonCard, target: str) -> None:
    browser = Client()

    response = browser.post(f"/account/login/?next={target}", {"login": amina.email, "password": PASSWORD})

    assert response.url == "/councils/"


def test_wrong_code_three_times_ends_it(amina: PersonCard) -> None:
    browser = Client()
    asked = browser.post("/sign-in/", {"email": amina.email})
    code = _code()
    for _guess in range(3):
        browser.post(asked.url, {"code": "AAAAAA"})

    browser.post(asked.url, {"code": code})

    assert not _is_in(browser)


def test_code_is_bound_to_who_asked(amina: PersonCard) -> None:
    asker, thief = Client(), Client()
    asked = asker.post("/sign-in/", {"email": amina.email})
    thief.post("/sign-in/", {"email": STRANGER})

    thief.post(asked.url, {"code": _code()})

    assert not _is_in(thief)


@pytest.mark.parametrize("page", ["/sign-in/", "/account/password/reset/"])
def test_unknown_address_gets_the_same_answer(amina: PersonCard, page: str) -> None:
    answers = []
    for email in (amina.email, STRANGER):
        browser = Client()
        response = browser.post(page, {"email": email}, follow=True)
        text = response.content.decode().replace(email, "…")
        text = re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text)
        answers.append((response.redirect_chain, response.status_code, text))

    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [[amina.email]]


def test_wrong_password_says_the_same_for_known_and_unknown(amina: PersonCard) -> None:
    texts = []
    for email in (amina.email, STRANGER):
        response = Client().post("/account/login/", {"login": email, "password": "wrong-wrong-wrong"})
        text = response.content.decode().replace(email, "…")
        texts.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text))

    assert texts[0] == texts[1]
    assert "Error:" in texts[0]


def test_unknown_address_costs_a_password_check_too(amina: PersonCard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Timing is equal because the same work is done: the hasher runs once either way."""
    runs: list[str] = []
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher.encode"
    from django.contrib.auth.hashers import MD5PasswordHasher

    real = MD5PasswordHasher.encode
    monkeypatch.setattr(hasher, lambda self, password, salt: runs.append(password) or real(self, password, salt))
    counts = []
    for email in (amina.email, STRANGER):
        runs.clear()
        Client().post("/account/login/", {"login": email, "password": "wrong-wrong-wrong"})
        counts.append(len(runs))

    assert counts[0] == counts[1] == 1


def test_session_id_changes_at_sign_in(amina: PersonCard) -> None:
    browser = Client()
    browser.get("/sign-in/")
    session = browser.session
    session["before"] = True
    session.save()
    browser.cookies[django_settings.SESSION_COOKIE_NAME] = session.session_key
    before = session.session_key

    browser.post("/account/login/", {"login": amina.email, "password": PASSWORD})

    assert _is_in(browser)
    assert browser.session.session_key != before


@pytest.mark.parametrize("way", ["password", "code"])
def test_session_ends_after_twenty_hours_whatever_is_done(amina: PersonCard, way: str) -> None:
    browser = Client()
    if way == "password":
        browser.post("/account/login/", {"login": amina.email, "password": PASSWORD})
    else:
        browser.post(browser.post("/sign-in/", {"email": amina.email}).url, {"code": _code()})

    first = browser.session.get_expiry_date()
    session = browser.session
    session["used"] = "again"
    session.save()

    assert timedelta(hours=19, minutes=58) < first - timezone.now() <= timedelta(hours=20)
    assert abs(browser.session.get_expiry_date() - first) < timedelta(seconds=1)


def test_sessions_are_listed_and_ended(amina: PersonCard) -> None:
    here, there = Client(), Client(headers={"user-agent": "The other browser"})
    for browser in (here, there):
        browser.post("/account/login/", {"login": amina.email, "password": PASSWORD})
        browser.get("/account/")

    listed = here.get("/account/sessions/").content.decode()
    here.post("/account/sessions/")

    assert "The other browser" in listed
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert UserSession.objects.count() == 1


def test_a_session_is_seen_again_after_five_minutes_or_from_another_browser(amina: PersonCard) -> None:
    browser = Client()
    browser.post("/account/login/", {"login": amina.email, "password": PASSWORD})
    browser.get("/account/")
    first = UserSession.objects.get()

    browser.get("/account/")
    assert UserSession.objects.get().last_seen_at == first.last_seen_at

    UserSession.objects.update(last_seen_at=first.last_seen_at - timedelta(minutes=6))
    browser.get("/account/")
    assert UserSession.objects.get().last_seen_at > first.last_seen_at

    browser.get("/account/", headers={"user-agent": "The other browser"})
    assert UserSession.objects.get().user_agent == "The other browser"


def test_sign_out_is_a_post(amina: PersonCard) -> None:
    browser = Client()
    browser.post("/account/login/", {"login": amina.email, "password": PASSWORD})

    browser.get("/account/logout/")
    still_in = _is_in(browser)
    browser.post("/account/logout/")

    assert still_in
    assert not _is_in(browser)


def test_nobody_signs_up(db: None) -> None:
    browser = Client()

    shown = browser.get("/account/signup/")
    browser.post("/account/signup/", {"email": STRANGER, "password1": PASSWORD})

    assert "You are not known here yet" in shown.content.decode()
    assert not Person.objects.exists()


def test_second_step_is_asked_for_and_recovery_codes_work(amina: PersonCard) -> None:
    browser = Client()
    browser.post("/account/login/", {"login": amina.email, "password": PASSWORD})
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    secret = re.search(r'class="dr-secret">([A-Z0-9]+)<', browser.get("/account/2fa/totp/activate/").content.decode())
    counter = next(iter(yield_hotp_counters_from_time()))
    now = format_hotp_value(hotp_value(secret.group(1), counter))
    browser.post("/account/2fa/totp/activate/", {"code": now})
    codes = re.findall(r'class="dr-secret">(\d+)<', browser.get("/account/2fa/recovery-codes/").content.decode())

    again = Client()
    first = again.post("/account/login/", {"login": amina.email, "password": PASSWORD})
    half_way = _is_in(again)
    again.post(first.url, {"code": "000000"})
    wrong = _is_in(again)
    again.post(first.url, {"code": codes[0]})

    assert len(codes) == 10
    assert first.url == "/account/2fa/authenticate/"
    assert not half_way
    assert not wrong
    assert _is_in(again)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret.group(1) not in kept


def test_secrets_of_apps_are_encrypted() -> None:
    adapter = MfaAdapter()

    sealed = adapter.encrypt("JBSWY3DPEHPK3PXP")

    assert "JBSWY3DPEHPK3PXP" not in sealed
    assert adapter.decrypt(sealed) == "JBSWY3DPEHPK3PXP"


@pytest.mark.parametrize(
    ("roles", "sent"), [((), 200), (("auditor",), 200), (("administrator",), 302), (("all",), 302)]
)
def test_second_step_can_be_asked_of_roles(db: None, settings: object, roles: tuple[str, ...], sent: int) -> None:
    settings.MFA_REQUIRED_ROLES = roles
    cast: Cast = make_cast()

    response = cast.client(KOFI).get("/aldermere/people/")

    assert response.status_code == sent
    if sent == 302:
        assert response.url == "/account/2fa/totp/activate/"


def test_codes_are_not_sent_without_end(amina: PersonCard) -> None:
    for _time in range(6):
        Client().post("/sign-in/", {"email": amina.email})

    assert len(mail.outbox) == 3


def test_guessing_passwords_has_an_end(amina: PersonCard) -> None:
    for _guess in range(5):
        Client().post("/account/login/", {"login": amina.email, "password": "wrong-wrong-wrong"})
    browser = Client()

    response = browser.post("/account/login/", {"login": amina.email, "password": PASSWORD})

    assert not _is_in(browser)
    assert "Too many" in response.content.decode()


def test_forged_senders_count_as_one(amina: PersonCard, settings: object) -> None:
    """Row: 100 forged X-Forwarded-For headers are one client, because no proxy of ours wrote them."""
    settings.ACCOUNT_RATE_LIMITS = {"login": "20/m/ip"}
    refused = 0
    for number in range(40):
        given = {"login": f"nobody{number}@aldermere.example", "password": "wrong-wrong-wrong"}
        response = Client().post("/account/login/", given, headers={"x-forwarded-for": f"10.0.0.{number}"})
        refused += response.status_code == 429

    assert refused == 20


def test_password_reset_by_mail(amina: PersonCard) -> None:
    browser = Client()
    browser.post("/account/password/reset/", {"email": amina.email}, headers={"host": "localhost"})
    link = re.search(r"(http://127\.0\.0\.1:8000(/account/password/reset/key/\S+))", mail.outbox[-1].body)

    form = browser.get(link.group(2), follow=True)
    address = form.redirect_chain[-1][0]
    browser.post(address, {"password1": "four-blue-herons", "password2": "four-blue-herons"})
    replayed = Client().get(link.group(2), follow=True)

    assert Client().post("/account/login/", {"login": amina.email, "password": "four-blue-herons"}).status_code == 302
    assert "no longer works" in replayed.content.decode()


def test_forged_host_is_refused_and_sends_nothing(amina: PersonCard) -> None:
    response = Client().post("/account/password/reset/", {"email": amina.email}, headers={"host": "evil.example"})

    assert response.status_code == 400
    assert mail.outbox == []


def test_new_address_counts_when_it_is_proved(amina: PersonCard) -> None:
    browser = Client()
    browser.post("/account/login/", {"login": amina.email, "password": PASSWORD})
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    browser.post("/account/email/", {"email": "amina.new@aldermere.example", "action_add": "1"})
    before = Person.objects.get(pk=amina.id).email
    link = re.search(r"/account/confirm-email/\S+", mail.outbox[-1].body).group(0)

    browser.get(link)
    opened = Person.objects.get(pk=amina.id).email
    browser.post(link)

    assert before == opened == amina.email
    assert Person.objects.get(pk=amina.id).email == "amina.new@aldermere.example"
    assert EmailAddress.objects.get(user_id=amina.id).email == "amina.new@aldermere.example"


def test_address_belongs_to_one_person_in_any_case(amina: PersonCard) -> None:
    with pytest.raises(UsedWrongly, match="already has"):
        actions.make_person(email=amina.email.upper(), full_name="Somebody", by=None)
