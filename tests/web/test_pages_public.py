"""What anybody may read of a published plan, and what nobody may."""

from __future__ import annotations

import csv
import io
import json
from uuid import UUID

from django.test import TestCase
from django.utils import timezone

from dueregard.domain.plans.shape import plan_from_json
from dueregard.web.accounts.queries import person_by_email
from dueregard.web.organisation.actions import make_council
from dueregard.web.organisation.queries import all_councils
from dueregard.web.pages.actions.demo import build_demo
from dueregard.web.plans.actions.publishing import withdraw_plan
from dueregard.web.plans.queries import lists, plans


class PublicPlan(TestCase):
    """The made-up council's plans, as the public reads them."""

    @classmethod
    def setUpTestData(cls) -> None:
        build_demo(on=timezone.localdate())
        cls.council = next(card for card in all_councils() if card.slug == "aldermere")
        cls.plan = max(plans.public_plans(cls.council.id), key=lambda card: card.period_end)
        cls.address = f"/aldermere/equality-plan/{cls.plan.slug}/"
        cls.amina = person_by_email("amina@aldermere.example")

    def test_front_lists_what_is_published(self) -> None:
        answer = self.client.get("/aldermere/")

        page = answer.content.decode()
        assert answer.status_code == 200
        assert page.count("/aldermere/equality-plan/") == 3
        assert page.index(self.address) < page.index("Closed on")  # this year's first

    def test_plan_says_how_many(self) -> None:
        answer = self.client.get(self.address)

        assert answer.status_code == 200
        assert "30 things we said we would do" in answer.content.decode()

    def test_list_narrows_and_counts(self) -> None:
        page = self.client.get(f"{self.address}actions/?for=care_experience").content.decode()

        assert "2 of 30 actions" in page
        assert "Guaranteed interviews for veterans" in page

    def test_list_forgives_spelling(self) -> None:
        page = self.client.get(f"{self.address}actions/?words=adaptatoins").content.decode()

        assert "Adapt homes faster" in page

    def test_list_without_a_hit_offers_a_way_on(self) -> None:
        page = self.client.get(f"{self.address}actions/?words=xylophone").content.decode()

        assert "No actions match" in page
        assert "See all 30 actions" in page

    def test_list_as_a_file_holds_what_the_page_shows(self) -> None:
        answer = self.client.get(f"{self.address}actions.csv?for=care_experience")

        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert answer.content.startswith(b"\xef\xbb\xbf")
        assert len(rows) == 3  # the header and the two that the page shows

    def test_whole_plan_in_every_form(self) -> None:
        for ending, begins in (("docx", b"PK"), ("xlsx", b"PK"), ("ods", b"PK"), ("pdf", b"%PDF-")):
            answer = self.client.get(f"{self.address}plan.{ending}")

            assert answer.status_code == 200, ending
            assert answer.content.startswith(begins), ending
            assert answer["X-Content-Type-Options"] == "nosniff"

    def test_json_can_be_read_again(self) -> None:
        answer = self.client.get(f"{self.address}plan.json")

        plan = plan_from_json(json.loads(answer.content))
        assert len(plan.actions) == 30
        assert plan.actions[0].action_title == "Live captions at every public meeting"

    def test_names_of_people_are_left_out(self) -> None:
        pages = [self.address, f"{self.address}actions/", f"{self.address}plan.json", f"{self.address}plan.csv"]
        pages += [f"{self.address}actions/{self._an_action()}/"]

        for address in pages:
            text = self.client.get(address).content.decode()
            for name in ("Amina Rahman", "Ben Whitlock", "Priya Nair", "Chidi Okafor"):
                assert name not in text, (address, name)

    def test_withdrawn_plan_says_why_and_shows_nothing(self) -> None:
        withdraw_plan(self.plan.id, reason="A figure in action 3 was wrong.", by=self.amina.id)

        answer = self.client.get(self.address)
        assert answer.status_code == 410
        assert "A figure in action 3 was wrong." in answer.content.decode()
        assert "Live captions" not in answer.content.decode()
        assert self.client.get(f"{self.address}plan.json").status_code == 410
        assert self.client.get(f"{self.address}actions/{self._an_action()}/").status_code == 410

    def test_unpublished_plan_is_not_there(self) -> None:
        assert self.client.get("/aldermere/equality-plan/no-such-plan/").status_code == 404

    def test_plan_of_another_council_is_not_there(self) -> None:
        assert self.client.get(f"/wexcombe/equality-plan/{self.plan.slug}/").status_code == 404

    def test_no_council_of_that_name(self) -> None:
        assert self.client.get("/nowhere/").status_code == 404

    def test_only_reading(self) -> None:
        assert self.client.post(self.address).status_code == 405

    def _an_action(self) -> UUID:
        wanted = lists.actions_wanted(self.plan.id, lists.Wanted(), on=timezone.localdate())
        return lists.action_rows(wanted[:1], on=timezone.localdate(), labels={})[0].id


class Installation(TestCase):
    """The front of an installation, and what machines ask for."""

    def test_front_of_an_empty_installation(self) -> None:
        page = self.client.get("/").content.decode()

        assert "No council is here yet" in page

    def test_health(self) -> None:
        assert self.client.get("/healthz").content == b"ok\n"
        assert self.client.get("/readyz").content == b"ready\n"

    def test_security_contact(self) -> None:
        with self.settings(SECURITY_CONTACT="mailto:security@aldermere.example"):
            text = self.client.get("/.well-known/security.txt").content.decode()

        assert "Contact: mailto:security@aldermere.example" in text
        assert "Expires: " in text

    def test_security_contact_that_is_not_set(self) -> None:
        assert self.client.get("/.well-known/security.txt").status_code == 404


class About(TestCase):
    """What the site says about itself."""

    def test_pages_about_the_site(self) -> None:
        make_council(
            slug="fernhill", name="Fernhill Council", nation="E", by=None, contact_email="equality@fernhill.example"
        )

        for name, words in (
            ("accessibility", "Web Content Accessibility Guidelines 2.2"),
            ("privacy", "There are no cookies until you sign in"),
            ("words", "One thing the council said it would do."),
        ):
            answer = self.client.get(f"/fernhill/{name}/")

            assert answer.status_code == 200
            assert words in answer.content.decode()
            assert not answer.cookies, name
