"""Single sign-on against a real OpenID provider that runs on this machine: discovery, redirect, code, token, claims."""

from __future__ import annotations

import re
import urllib.parse
import urllib.request
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.cache import cache
from django.test import Client

from dueregard.web.accounts import actions
from dueregard.web.accounts.models import Person
from dueregard.web.organisation import actions as organisation
from factories.organisation import make_person
from people import KOFI, make_cast

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the provider's own libraries, not ours
    from oidc_provider_mock import User, run_server_in_thread

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

AMINA = "amina.rahman@aldermere.example"
CLAIMS: dict[str, dict[str, Any]] = {
    "subject-amina": {"email": AMINA, "email_verified": True, "name": "Amina Rahman"},
    "subject-unproven": {"email": AMINA, "email_verified": False, "name": "Not Amina"},
    "subject-other": {"email": AMINA, "email_verified": True, "name": "Another with the address"},
    "subject-new": {"email": "new.person@aldermere.example", "email_verified": True, "name": "New Person"},
    "subject-tenant": {"email": AMINA, "email_verified": True, "name": "Amina", "tid": "another-tenant"},
}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Run the provider on the loopback."""
    with run_server_in_thread(user_claims=[User(sub=sub, claims=claims) for sub, claims in CLAIMS.items()]) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def single_sign_on(provider: str, settings: Any, db: None) -> None:
    cache.clear()
    settings.OIDC_URL = provider
    settings.OIDC_NAME = "your council account"
    app = {
        "provider_id": "council",
        "name": "your council account",
        "client_id": "due-regard",
        "secret": "provider-secret",
        "settings": {"server_url": provider, "uid_field": "sub"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def _walk(browser: Client, subject: str) -> Any:
    """Do what a browser does: go to the provider, say who one is, come back with the code."""
    begun = browser.post("/account/oidc/council/login/")
    assert begun.status_code == 302
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(begun.url).query)
    assert query["code_challenge_method"] == ["S256"]
    opener = urllib.request.build_opener(_StayHere)
    with opener.open(begun.url, data=urllib.parse.urlencode({"sub": subject}).encode(), timeout=10) as answer:
        back = urllib.parse.urlsplit(answer.headers["Location"])
    return browser.get(f"{back.path}?{back.query}", follow=False)


class _StayHere(urllib.request.HTTPRedirectHandler):
    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        return fp

    http_error_303 = http_error_302

    def redirect_request(self, *_given: Any) -> None:
        return None


def _who(browser: Client) -> str | None:
    return browser.session.get("_auth_user_id")


def test_known_person_is_connected_once_and_signed_in(single_sign_on: None) -> None:
    amina = make_person("Amina Rahman")
    first, again = Client(), Client()

    answer = _walk(first, "subject-amina")
    _walk(again, "subject-amina")

    assert answer.url == "/councils/"
    assert _who(first) == _who(again) == str(amina.id)
    account = SocialAccount.objects.get()
    assert (account.uid, account.user_id) == ("subject-amina", amina.id)


def test_subject_is_the_key_and_not_the_address(single_sign_on: None) -> None:
    amina = make_person("Amina Rahman")
    _walk(Client(), "subject-amina")
    actions.change_person(person_id=amina.id, by=None, email="amina.married@aldermere.example")
    browser = Client()

    _walk(browser, "subject-amina")

    assert _who(browser) == str(amina.id)


def test_another_subject_with_the_same_address_is_refused(single_sign_on: None) -> None:
    make_person("Amina Rahman")
    _walk(Client(), "subject-amina")
    browser = Client()

    answer = _walk(browser, "subject-other")

    assert answer.status_code == 403
    assert _who(browser) is None
    assert SocialAccount.objects.count() == 1


def test_unproven_address_connects_nobody(single_sign_on: None) -> None:
    make_person("Amina Rahman")
    browser = Client()

    answer = _walk(browser, "subject-unproven")

    assert "not known here yet" in answer.content.decode()
    assert _who(browser) is None
    assert not SocialAccount.objects.exists()


def test_stranger_is_not_let_in(single_sign_on: None) -> None:
    browser = Client()

    answer = _walk(browser, "subject-new")

    assert "not known here yet" in answer.content.decode()
    assert not Person.objects.exists()


def test_stranger_of_an_allowed_domain_is_made(single_sign_on: None, settings: Any) -> None:
    settings.OIDC_DOMAINS = ("aldermere.example",)
    browser = Client()

    _walk(browser, "subject-new")

    person = Person.objects.get()
    assert (person.email, person.full_name) == ("new.person@aldermere.example", "New Person")
    assert _who(browser) == str(person.pk)
    assert "no council yet" in browser.get("/councils/").content.decode()


def test_invited_stranger_comes_in_by_single_sign_on(
    single_sign_on: None, django_capture_on_commit_callbacks: Any
) -> None:
    cast = make_cast()
    with django_capture_on_commit_callbacks(execute=True):
        organisation.invite(
            council_id=cast.council.id,
            email="new.person@aldermere.example",
            full_name="New Person",
            roles=["analyst"],
            by=cast.people[KOFI].id,
        )
    token = re.search(r"/invitation/([\w-]+)/", mail.outbox[-1].body).group(1)
    browser = Client()
    shown = browser.get(f"/invitation/{token}/", follow=True).content.decode()

    _walk(browser, "subject-new")
    joined = browser.post("/invitation/")

    assert "Go on with your council account" in shown
    assert joined.url == "/aldermere/today/"
    assert browser.get("/aldermere/posts/").status_code == 200


def test_other_domain_is_not_let_in(single_sign_on: None, settings: Any) -> None:
    settings.OIDC_DOMAINS = ("elsewhere.example",)
    browser = Client()

    _walk(browser, "subject-new")

    assert not Person.objects.exists()


def test_other_tenant_is_refused(single_sign_on: None) -> None:
    make_person("Amina Rahman")
    browser = Client()

    answer = _walk(browser, "subject-tenant")

    assert answer.status_code == 403
    assert "another organisation" in answer.content.decode()
    assert _who(browser) is None


def test_somebody_who_left_is_refused(single_sign_on: None) -> None:
    amina = make_person("Amina Rahman")
    _walk(Client(), "subject-amina")
    actions.end_person(person_id=amina.id, by=None)
    browser = Client()

    _walk(browser, "subject-amina")

    assert _who(browser) is None


def test_session_of_single_sign_on_needs_no_second_step_of_ours(single_sign_on: None, settings: Any) -> None:
    cast = make_cast()
    make_amina = cast.people["amina"]
    settings.MFA_REQUIRED_ROLES = ("all",)
    browser = Client()

    _walk(browser, "subject-amina")

    assert _who(browser) == str(make_amina.id)
    assert browser.get("/aldermere/posts/").status_code == 200
    assert cast.client(KOFI).get("/aldermere/posts/").status_code == 302


def test_forged_answer_is_refused(single_sign_on: None) -> None:
    browser = Client()

    answer = browser.get("/account/oidc/council/login/callback/?code=made-up&state=made-up", follow=True)

    assert "did not work" in answer.content.decode()
    assert _who(browser) is None


def test_session_ends_after_twenty_hours_here_too(single_sign_on: None) -> None:
    make_person("Amina Rahman")
    browser = Client()

    _walk(browser, "subject-amina")

    assert 19.9 * 3600 < browser.session.get_expiry_age() <= 20 * 3600
