"""How allauth is bent to our rules, and where mail goes in the demo.

The one idea: nobody signs up. A person exists because somebody of the council invited them, listed them as staff, or
because the council's identity provider vouches for them and the installation allows its domain. Single sign-on is keyed
by the provider's unchanging subject; an address only ever connects an account once, and only a proven address does.
Mail leaves after the answer, so that a known address takes no longer than an unknown one. Sessions end 20 hours after
sign-in, whatever happens in between.
"""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import Message
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth import login
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from dueregard.web.accounts import actions, queries

SESSION_LASTS = timedelta(hours=20)
SEEN_AGAIN_AFTER = timedelta(minutes=5)
INVITED_EMAIL = "invited_email"
"""Where the session keeps the address of an invitation that was opened in it (set by the organisation's pages only)."""

_log = logging.getLogger("dueregard.accounts")
_post = ThreadPoolExecutor(max_workers=2, thread_name_prefix="post")


class SeenSessions:
    """Keeps when and from where a session was last seen, to five minutes: pages that are only read write nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and keep the session where there is news of it. One query; five where there is."""
        if request.session.session_key and request.user.is_authenticated and _is_news(request):
            UserSession.objects.create_from_request(request)
        return self.get_response(request)


def _is_news(request: HttpRequest) -> bool:
    row = UserSession.objects.filter(session_key=request.session.session_key).first()
    if row is None or timezone.now() - row.last_seen_at > SEEN_AGAIN_AFTER:
        return True
    agent = request.headers.get("User-Agent", "")[: UserSession._meta.get_field("user_agent").max_length]
    place = get_adapter().get_client_ip(request)
    return (row.user_id, row.ip, row.user_agent) != (request.user.pk, place, agent)


def begin_session(request: HttpRequest) -> None:
    """Set the moment at which this session ends, whatever is done until then."""
    request.session.set_expiry(timezone.now() + SESSION_LASTS)


def speak(response: HttpResponse, language: str) -> None:
    """Keep the language of the interface in this browser."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def sign_in(request: HttpRequest, person_id: UUID) -> None:
    """Sign a person in who has just proved by a link that the address is theirs. The session id is new."""
    login(request, queries.person_row(person_id), backend="allauth.account.auth_backends.AuthenticationBackend")
    begin_session(request)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by people who are known."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Give the true sender: `ui.middleware.Requests` has already left out what proxies of others claim."""
        return str(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104  # a label for counting, not an address to bind

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in under a new session id, for 20 hours."""
        super().login(request, user)
        begin_session(request)

    def post_login(self, request: HttpRequest, user: Any, **named: Any) -> HttpResponse:
        """Go on in the person's own language."""
        response: HttpResponse = super().post_login(request, user, **named)
        speak(response, user.language)
        return response

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Go to the front page."""
        return "/"

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Take a proven new address, and record it."""
        with transaction.atomic():
            is_done = bool(super().confirm_email(request, email_address))
            if is_done:
                actions.note_address_changed(person_id=email_address.user_id, email=email_address.email)
        return is_done

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Give the link of the mail, from the configured address only: a forged Host header cannot move it."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return urljoin(settings.SITE_URL, path.replace("UID-KEY", key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Give the link of the mail, from the configured address only."""
        return urljoin(settings.SITE_URL, reverse("account_confirm_email", args=[emailconfirmation.key]))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail now, send it after the answer."""
        full = {**context, "email": email, "site_url": settings.SITE_URL, "request": self.request}
        deliver(self.render_mail(template_prefix, email, full))


def deliver(message: EmailMessage) -> None:
    """Send a mail: at once where that costs nothing, otherwise in the background, so that no page waits for it."""
    if "smtp" in settings.EMAIL_BACKEND or "Notify" in settings.EMAIL_BACKEND:
        _post.submit(_send, message)
    else:
        _send(message)


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError:  # a dead mail server must not break sign-in; what could not be sent is in the log, without its text
        _log.exception("A mail could not be sent")


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on by the council's identity provider."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse another tenant; connect a known person once, by a proven address."""
        claims = _claims(sociallogin)
        if "tid" in claims and str(claims["tid"]) not in settings.OIDC_URL:
            raise ImmediateHttpResponse(refused(request, "tenant"))
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        person = _person_of(sociallogin)
        if person is None:
            return
        if not person.is_active:
            raise ImmediateHttpResponse(refused(request, "inactive"))
        if person.socialaccount_set.filter(provider=sociallogin.account.provider).exists():
            # The address has moved to somebody else at the provider: it must not open the first person's account.
            raise ImmediateHttpResponse(refused(request, "other"))
        with transaction.atomic():
            sociallogin.connect(request, person)
            actions.note_connected(person_id=person.pk, provider=sociallogin.account.provider)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Let a new person in where their proven address is invited in this session, or its domain is allowed."""
        email = _proven_email(sociallogin)
        is_invited = email == request.session.get(INVITED_EMAIL)
        return bool(email) and (is_invited or email.rpartition("@")[2] in settings.OIDC_DOMAINS)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        """Make the new person; what they may do is for an administrator to say."""
        claims = _claims(sociallogin)
        email = _proven_email(sociallogin)
        with transaction.atomic():
            made = actions.make_person(email=email, full_name=str(claims.get("name") or email), by=None)
            sociallogin.user = queries.person_row(made.id)
            sociallogin.email_addresses = []
            sociallogin.connect(request, sociallogin.user)
            actions.note_connected(person_id=made.id, provider=sociallogin.account.provider)
        return sociallogin.user

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """Note in the log that the provider's answer was no good, without what it said."""
        _log.warning("Single sign-on failed: %s", kwargs.get("error"))


def refused(request: HttpRequest, reason: str) -> HttpResponse:
    """Give the page that says why single sign-on did not let somebody in."""
    return render(request, "socialaccount/refused.jinja", {"reason": reason}, status=403)


def _claims(sociallogin: Any) -> dict[str, Any]:
    data = sociallogin.account.extra_data or {}
    return {**(data.get("id_token") or {}), **(data.get("userinfo") or {})} or data


def _proven_email(sociallogin: Any) -> str:
    """Give the address that the provider says it has checked, or that it is trusted to have given out itself."""
    claims = _claims(sociallogin)
    email = str(claims.get("email") or "").strip().lower()
    proven = claims.get("email_verified") in {True, "true"} or settings.OIDC_TRUST_EMAIL
    return email if email and proven else ""


def _person_of(sociallogin: Any) -> Any:
    email = _proven_email(sociallogin)
    known = queries.person_by_email(email) if email else None
    return queries.person_row(known.id) if known else None


class MfaAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps encrypted, so that a copy of the database gives no codes."""

    def encrypt(self, text: str) -> str:
        """Encrypt with a key that follows from the secret key."""
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Undo `encrypt`."""
        return self._box().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """Draw the picture that the app scans, as part of the page: our policy takes no pictures from addresses."""
        svg = str(super().build_totp_svg(url))
        return svg[svg.index("<svg") :].replace(
            "<svg", '<svg role="img" aria-labelledby="qr-words" focusable="false"', 1
        )

    def _box(self) -> Fernet:
        digest = hashlib.sha256(b"dueregard second step " + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(digest))

    def _get_site_name(self) -> str:
        return settings.MFA_TOTP_ISSUER


class OutboxBackend(BaseEmailBackend):
    """Keeps mail in the database instead of sending it (`DUEREGARD_ENV=demo`); /<council>/outbox/ shows it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each message."""
        for message in email_messages:
            actions.keep_message(
                sender=message.from_email or "",
                recipients=message.recipients(),
                subject=str(message.subject),
                body=str(message.body),
                attachments=[_file_name(one) for one in message.attachments],
            )
        return len(email_messages)


def _file_name(attachment: Any) -> str:
    if isinstance(attachment, Message):
        return attachment.get_filename() or ""
    return str(attachment[0] or "")
