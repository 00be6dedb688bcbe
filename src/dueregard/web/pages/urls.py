"""The front, what anybody may read, Today and help."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from dueregard.web.pages.views import about, findings, front, public, today

_PLAN = "equality-plan/<slug:plan_slug>/"
_ENDING = r"(?P<ending>csv|xlsx|ods|json)"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.installation, name="pages-installation"),
    path("healthz", front.healthz, name="pages-healthz"),
    path("readyz", front.readyz, name="pages-readyz"),
    path(".well-known/security.txt", front.security_txt, name="pages-security"),
]
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.front, name="front"),
    path("today/", today.today, name="today"),
    path("findings/<uuid:finding_id>/act/", findings.act, name="finding_act"),
    path("indicators/<slug:indicator_slug>/measure/", findings.measure, name="indicator_measure"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("privacy/", about.privacy, name="privacy"),
    path("words/", about.words, name="words"),
    path(_PLAN, public.plan_page, name="plan"),
    path(f"{_PLAN}actions/", public.actions, name="actions"),
    re_path(rf"^equality-plan/(?P<plan_slug>[-\w]+)/actions\.{_ENDING}$", public.actions, name="actions_file"),
    path(f"{_PLAN}actions/<uuid:action_id>/", public.action, name="action"),
    re_path(
        r"^equality-plan/(?P<plan_slug>[-\w]+)/plan\.(?P<ending>csv|xlsx|ods|json|docx|pdf)$",
        public.download,
        name="plan_file",
    ),
]
