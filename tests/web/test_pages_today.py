"""What waits for whom on Today."""

from __future__ import annotations

from datetime import date, timedelta

from django.test import TestCase
from django.utils import timezone

from dueregard.web.accounts.queries import person_by_email
from dueregard.web.jobs.models import Job
from dueregard.web.organisation.actions import end_membership
from dueregard.web.organisation.queries import all_councils
from dueregard.web.pages.actions.demo import build_demo
from dueregard.web.plans.queries.lists import NOBODY, Wanted, actions_wanted
from dueregard.web.plans.queries.plans import public_plans


class Today(TestCase):
    """The made-up council on the day of the test."""

    @classmethod
    def setUpTestData(cls) -> None:
        build_demo(on=timezone.localdate())
        cls.council = next(card for card in all_councils() if card.slug == "aldermere")

    def _page(self, who: str) -> str:
        from django.contrib.auth import get_user_model

        self.client.force_login(
            get_user_model().objects.get(email=f"{who}@aldermere.example"),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        answer = self.client.get("/aldermere/today/")
        assert answer.status_code == 200
        return answer.content.decode()

    def test_officer_sees_the_plan_and_the_law(self) -> None:
        page = self._page("amina")

        assert "Deadlines set by law" in page
        assert "Published the plan" in page

    def test_objectives_fall_due_four_years_on_less_a_day(self) -> None:
        """SI 2017/353, regulation 5: the interval begins with the day of publishing."""
        today = timezone.localdate()
        anniversary = (
            date(today.year + 4, 3, 1) if (today.month, today.day) == (2, 29) else today.replace(year=today.year + 4)
        )

        page = self._page("amina")

        due = anniversary - timedelta(days=1)
        assert f"{due.day} {due:%B %Y}" in page

    def test_actions_of_somebody_who_leaves_wait_for_a_new_owner(self) -> None:
        """In the made-up plan Ben’s post leads one action; his leaving empties the post and nothing else."""
        ben, kofi = person_by_email("ben@aldermere.example"), person_by_email("nia@aldermere.example")
        plan = max(public_plans(self.council.id), key=lambda card: card.period_end)
        on = timezone.localdate()

        def waiting() -> set[str]:
            rows = actions_wanted(plan.id, Wanted(owner=NOBODY), on=on)
            return set(rows.values_list("title", flat=True))

        before = waiting()
        end_membership(council_id=self.council.id, person_id=ben.id, on=on, by=kofi.id)

        assert waiting() - before == {"Adapt homes faster for disabled residents"}
        assert f"{len(before) + 1} actions have no owner" in self._page("amina")

    def test_a_job_under_way_and_one_that_failed(self) -> None:
        amina = person_by_email("amina@aldermere.example")
        for state, title in (("running", "Reading plan.docx"), ("failed", "Reading other.pdf")):
            Job.objects.create(
                kind="plans.read_document",
                council_id=self.council.id,
                started_by_id=amina.id,
                state=state,
                title=title,
                reference="QD5QYE" if state == "failed" else "",
                finished_at=timezone.now() if state == "failed" else None,
            )

        page = self._page("amina")

        assert "Reading plan.docx is under way" in page
        assert "Reading other.pdf did not work" in page

    def test_auditor_is_asked_for_nothing(self) -> None:
        assert "Nothing needs you today" in self._page("ruth")

    def test_somebody_from_another_council_is_told_nothing(self) -> None:
        from django.contrib.auth import get_user_model

        self.client.force_login(
            get_user_model().objects.get(email="eve@wexcombe.example"),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )

        assert self.client.get("/aldermere/today/").status_code == 404
