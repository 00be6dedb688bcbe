"""Is an entry recorded with its change or not at all? trust.md section 5, rows 26 and 34."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from dueregard.domain.ledger.canonical import NotCanonical
from dueregard.domain.ledger.verify import Head
from dueregard.terms.errors import UsedWrongly
from dueregard.web.ledger import queries
from dueregard.web.ledger.actions import NotRecorded, Personal, record, recording
from dueregard.web.ledger.models import Chain, Entry

pytestmark = pytest.mark.django_db
CHAIN = "council:test"


def keep(**changes: Any) -> queries.EntryCard:
    """Record something made up, in a transaction of its own."""
    asked: dict[str, Any] = {
        "chain": CHAIN,
        "kind": "plans.action_changed",
        "by": "person:amina",
        "subject": "plans.action:1",
        "facts": {"status": "at_risk"},
    }
    with transaction.atomic():
        return record(**{**asked, **changes})


def test_entry_is_chained_to_the_one_before() -> None:
    first = keep()
    second = keep(personal={"note": "Ben is away"}, also=["plans.plan:1", "plans.plan:1", "plans.action:1"])

    assert (first.number, second.number) == (1, 2)
    assert second.previous_hash == first.hash
    assert second.also == ("plans.plan:1",)
    assert queries.head(chain=CHAIN) == Head(2, second.hash)
    assert queries.entry(chain=CHAIN, number=2) == second
    assert queries.verify_chain(chain=CHAIN).is_whole


def test_chains_do_not_mix() -> None:
    keep()
    keep(chain="council:other")

    assert queries.head(chain=CHAIN).number == queries.head(chain="council:other").number == 1
    assert queries.chains() == ("council:other", CHAIN)
    assert queries.history(chain="council:other", subjects=["plans.action:2"]) == ()
    assert queries.entry(chain="council:none", number=1) is None


def test_text_is_kept_in_the_form_that_is_hashed() -> None:
    card = keep(facts={"name": "Sia\u0302n"}, personal={"name": "Sia\u0302n"})

    assert card.facts == {"name": "Siân"}
    assert card.personal == {"name": "Siân"}
    assert queries.verify_chain(chain=CHAIN).is_whole


def test_nothing_is_recorded_outside_a_transaction() -> None:
    """A test case's own transaction does not count, or no test would ever see this."""
    with pytest.raises(NotRecorded):
        record(chain=CHAIN, kind="a.b", by="system", subject="a.b:1", facts={})

    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"chain": "somewhere"},
        {"chain": "council:"},
        {"chain": "installation\n"},
        {"kind": "changed"},
        {"kind": "Plans.Changed"},
        {"by": "Amina"},
        {"by": "person:amina rahman"},
        {"subject": "action 1"},
        {"also": ["plans.plan:1", "nothing"]},
        {"personal": {"note": 7}},
    ],
)
def test_name_of_another_shape_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(UsedWrongly):
        keep(**changes)

    assert not Entry.objects.exists()


@pytest.mark.parametrize("fact", [0.5, b"x", object(), 2**60, "nul \x00"])
def test_fact_with_two_readings_is_refused(fact: object) -> None:
    with pytest.raises(NotCanonical):
        keep(facts={"fact": fact})

    assert not Entry.objects.exists()


def change_and_record() -> None:
    """Change a table and record it, as every action does."""
    with transaction.atomic():
        Chain.objects.create(name="council:changed", head_hash="0" * 64)
        record(chain=CHAIN, kind="a.b", by="system", subject="a.b:1", facts={}, personal={"name": "Ben"})


@pytest.mark.parametrize("broken", ["sealed", "take_turn", "new_salt", "commit"])
def test_change_is_not_made_when_the_ledger_fails(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(recording, broken, fail)
    with pytest.raises(OSError, match="disk"):
        change_and_record()

    assert not Entry.objects.exists()
    assert not Chain.objects.filter(name="council:changed").exists()


def test_change_is_made_when_the_ledger_works() -> None:
    """The control of the one above."""
    change_and_record()

    assert Entry.objects.count() == 1
    assert Chain.objects.filter(name="council:changed").exists()


def test_head_that_moved_meanwhile_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    keep()
    read_before = Chain.objects.get(name=CHAIN)
    Chain.objects.filter(name=CHAIN).update(head_number=5, head_hash="5" * 64)
    monkeypatch.setattr(recording, "take_turn", lambda chain: read_before)

    with pytest.raises(NotRecorded, match="same moment"):
        keep()

    assert Entry.objects.count() == 1


def test_history_of_one_is_not_crowded_out_by_its_neighbours(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    keep(kind="plans.published", subject="plans.plan:1")
    keep(also=["plans.plan:1"])
    keep(subject="plans.action:2", also=["plans.plan:1"])
    keep(kind="delivery.question_asked", subject="delivery.question:1", also=["plans.action:1"])

    with django_assert_num_queries(2):
        found = queries.history(chain=CHAIN, subjects=["plans.action:1"], itself=["plans.plan:1"])

    assert [entry.number for entry in found] == [4, 2, 1]


def test_history_costs_two_queries_however_long(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(12):
        keep(subject=f"plans.action:{number % 3}", also=["plans.plan:1"], personal={"note": "x"})

    with django_assert_num_queries(2):
        found = queries.history(chain=CHAIN, subjects=["plans.action:1", "plans.plan:1"])

    assert [card.number for card in found] == list(range(12, 0, -1))
    assert len(queries.history(chain=CHAIN, subjects=["plans.action:1"])) == 4


def test_entries_are_found_by_kind_person_subject_and_day(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    keep()
    keep(kind="plans.published", by="person:ben", subject="plans.plan:1")
    today = queries.entry(chain=CHAIN, number=1).at.date()
    wanted = [
        queries.Wanted(CHAIN),
        queries.Wanted(CHAIN, kind="plans.published"),
        queries.Wanted(CHAIN, by="person:amina"),
        queries.Wanted(CHAIN, subject="plans.plan:1"),
        queries.Wanted(CHAIN, until=today.replace(year=2020)),
        queries.Wanted(CHAIN, since=today.replace(year=2020)),
    ]

    counts = [queries.count_of(one) for one in wanted]
    with django_assert_num_queries(2):
        cards = queries.entries(wanted[0], part=slice(0, 1))

    assert counts == [2, 1, 1, 1, 0, 2]
    assert [card.number for card in cards] == [2]
    assert queries.kinds(chain=CHAIN) == ("plans.action_changed", "plans.published")


class TestWords:
    """An entry, told in a sentence."""

    @pytest.fixture(autouse=True)
    def _own_words(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from dueregard.web.ledger.queries import reading

        monkeypatch.setattr(reading, "_WORDS", {})

    def test_kind_without_words_is_told_by_its_name(self) -> None:
        assert queries.describe(keep()) == "Action changed"

    def test_sentence_is_filled_from_facts_and_personal_values(self) -> None:
        queries.register_words({"plans.action_changed": "{who} set it to {status} ({missing})"})
        card = keep(personal={"who": "Ben"})

        assert queries.describe(card) == "Ben set it to at_risk ((not recorded))"

    def test_erased_value_is_said_to_be_erased(self) -> None:
        from dataclasses import replace

        queries.register_words({"plans.action_changed": "{who} set it"})

        assert queries.describe(replace(keep(), personal={"who": None})) == "(erased) set it"

    def test_words_may_be_a_function(self) -> None:
        queries.register_words({"plans.action_changed": lambda card: f"No. {card.number}"})

        assert queries.describe(keep()) == "No. 1"


def test_personal_value_about_somebody_is_kept_with_whom_it_is_about() -> None:
    card = keep(personal={"owner": Personal("Ben", about="person:ben"), "note": "free text"})

    about = dict(Entry.objects.get(number=card.number).personal_values.values_list("name", "about"))

    assert about == {"owner": "person:ben", "note": ""}


def test_no_statement_is_built_from_what_people_write() -> None:
    """Row 26, in part: a hostile subject or kind reaches the database as a value only."""
    hostile = "plans.action:1'; DROP TABLE ledger_entry; --"

    assert queries.history(chain=hostile, subjects=[hostile]) == ()
    assert queries.count_of(queries.Wanted(hostile, kind=hostile, by=hostile, subject=hostile)) == 0
    assert "ledger_entry" in connection.introspection.table_names()
