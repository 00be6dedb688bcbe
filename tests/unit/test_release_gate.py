"""The gate lets out what the judge finds nothing in, and refuses everything else without a figure in its words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from dueregard.analysis.disclosure.cell_key import record_keys
from dueregard.analysis.disclosure.policy import Policy
from dueregard.analysis.release import gate, protecting
from dueregard.analysis.release.exempt import Exemption, exempt
from dueregard.analysis.release.gate import preview, release
from dueregard.analysis.release.known import audiences_reached, for_the_protector, of_the_same_people, seen_by
from dueregard.analysis.release.protecting import Means
from dueregard.analysis.release.refused import Refused
from dueregard.analysis.released.attackers import Attacker
from dueregard.analysis.released.cells import HIDDEN, Cell, State
from dueregard.analysis.released.dimensions import TOTAL, Dimension
from dueregard.analysis.released.shape import hash_of
from dueregard.analysis.released.table import Audience, Method, Origin, Population, ReleasedTable
from dueregard.analysis.tables.table import Table, complete
from dueregard.terms.errors import ExitCode, UsedWrongly

STAFF = Population("staff-2026", "Staff", date(2026, 3, 31), "staff")
SEX = Dimension.flat("sex", "Sex", ("F", "M", "X"))
GRADE = Dimension.flat("grade", "Grade", ("low", "mid", "high"))
CANARY = 7
LEAVES = np.array([[CANARY, 31, 42], [53, 64, 35], [26, 37, 48]])
POLICY = Policy(
    "made-up",
    "1",
    "Made up",
    "service",
    Audience.PUBLIC,
    Method.SUPPRESSION,
    10,
    "A reason.",
    "figures-attackers",
)
SECRET = b"a made-up secret"


def staff(leaves: np.ndarray = LEAVES, *, code: str = "staff") -> Table:
    return complete(code, (SEX, GRADE), leaves)


def released(cells: tuple[Cell, ...], *, population: Population = STAFF, audience: Audience = Audience.PUBLIC):
    return ReleasedTable("before", "", (SEX,), cells, population, audience, Method.SUPPRESSION)


def let_out(table: Table | None = None, **options):
    options = {"policy": POLICY, "population": STAFF, "audience": Audience.PUBLIC, "seconds": 20.0, **options}
    return release([table or staff()], **options)


def test_a_safe_table_goes_out_with_its_proof() -> None:
    origin = Origin("Staff records", "The council", "2026")

    found = let_out(
        origins=(origin,),
        titles={"staff": "Staff by sex and grade"},
        notes=("A note.",),
        specification={"by": ["sex", "grade"]},
        means=Means(secret=SECRET),
    )

    (table,) = found.tables
    assert table.cell({"sex": "F", "grade": "low"}) == HIDDEN
    assert table.cell({}).value == LEAVES.sum()
    assert (table.title, table.origins, table.notes) == ("Staff by sex and grade", (origin,), ("A note.",))
    assert (table.method, table.audience, table.policy) == (Method.SUPPRESSION, Audience.PUBLIC, "made-up 1")
    proof = found.proof.to_json()
    assert json.loads(json.dumps(proof)) == proof
    assert proof["hashes"]["out"] == [hash_of(table)]
    assert len(proof["hashes"]["in"][0]) == 64
    assert proof["specification"] == {"by": ["sex", "grade"]}
    assert proof["judgements"][0]["recovered"] == proof["judgements"][0]["undecided"] == 0
    assert preview(found)[0].notes[0].startswith("Preview")


def test_the_proof_has_no_hash_of_raw_figures_without_a_secret() -> None:
    assert let_out().proof.hashes_in == ()
    with_one, with_other = (let_out(means=Means(secret=one)).proof.hashes_in for one in (SECRET, b"another"))
    assert with_one != with_other


def test_a_protector_that_leaks_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody hides only the small cell: the gate refuses, and says where, never how many."""
    real = protecting.show

    def hide_only_small(tables, **options):
        shown = real(tables, **options)
        cells = tuple(
            HIDDEN if int(count) < POLICY.threshold else Cell(int(count)) for count in tables[0].counts.ravel()
        )
        return replace(shown, cells=(cells,))

    monkeypatch.setattr(gate, "show", hide_only_small)
    with pytest.raises(Refused) as caught:
        let_out()
    assert caught.value.exit_code is ExitCode.PROTECTED_FIGURE_RECOVERED
    assert caught.value.reasons[0].cells == ("grade low, sex F",)
    assert str(CANARY) not in str(caught.value)


def test_undecided_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    with pytest.raises(Refused, match="in the time given"):
        let_out(seconds=0.0, progress=told.append)
    assert told == ["Protecting the tables", "Attacking the result"]


def test_what_nothing_can_protect_is_refused_with_what_would_help() -> None:
    alone = complete("alone", (Dimension.flat("sex", "", ("F",)),), np.array([CANARY]))
    before = ReleasedTable(
        "b", "", (Dimension.flat("sex", "", ("F",)),), (Cell(CANARY), Cell(CANARY)), STAFF, Audience.PUBLIC,
        Method.SUPPRESSION,
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        let_out(alone, before=[before])
    assert str(CANARY) not in str(caught.value)
    assert caught.value.reasons[0].mend


def test_the_policy_is_for_its_audience() -> None:
    with pytest.raises(UsedWrongly, match="another audience"):
        let_out(audience=Audience.INTERNAL)
    with pytest.raises(UsedWrongly, match="same code"):
        release([staff(), staff()], policy=POLICY, population=STAFF, audience=Audience.PUBLIC)


def test_an_earlier_release_of_the_same_people_is_reckoned_with() -> None:
    """Last week the margin by sex was published; the new pattern must hold with it, and does."""
    margin = released((Cell(80), Cell(152), Cell(111), Cell(343)))
    found = let_out(before=[margin])
    assert found.proof.hashes_before == (hash_of(margin),)
    assert found.tables[0].cell({"sex": "F"}).value == 80


def test_figures_that_contradict_an_earlier_release_are_refused() -> None:
    other = replace(released((Cell(81), Cell(152), Cell(111), Cell(344))), population=STAFF, audience=Audience.INTERNAL)
    with pytest.raises(Refused, match="contradict"):
        let_out(before=[other])


def test_a_small_difference_to_people_around_is_refused() -> None:
    everyone = Population("all-staff", "All staff")
    theirs = replace(released((Cell(84), Cell(172), Cell(141), Cell(397))), population=everyone)
    here = replace(STAFF, within="all-staff")
    with pytest.raises(Refused, match="difference between populations") as caught:
        let_out(before=[theirs], population=here)
    assert "sex F" in str(caught.value)


def test_a_leaver_is_not_given_away() -> None:
    last = Population("staff-2025", "Staff", date(2025, 3, 31), "staff")
    before = replace(released((Cell(80), Cell(153), Cell(111), Cell(344))), population=last)
    with pytest.raises(Refused, match="two days"):
        let_out(before=[before])


def test_methods_are_not_mixed() -> None:
    rounded = ReleasedTable(
        "b", "", (SEX,), tuple(Cell(5 * n, State.ROUNDED) for n in range(4)), STAFF, Audience.PUBLIC, Method.ROUNDING
    )
    with pytest.raises(Refused, match="another method"):
        let_out(before=[rounded])


def test_an_internal_view_shows_more_than_the_public_one() -> None:
    public = let_out().tables
    inside = replace(POLICY, audience=Audience.INTERNAL, threshold=5)
    found = let_out(policy=inside, audience=Audience.INTERNAL, before=public)
    assert found.tables[0].cell({"sex": "F", "grade": "low"}).value == CANARY


def test_what_is_hidden_inside_stays_hidden_when_the_public_view_follows() -> None:
    inside = replace(POLICY, audience=Audience.INTERNAL)
    first = let_out(policy=inside, audience=Audience.INTERNAL).tables
    found = let_out(before=first)
    assert {one["audience"] for one in found.proof.judgements} == {"public", "internal"}


def test_a_need_to_know_view_is_logged_not_counted() -> None:
    analyst = replace(POLICY, audience=Audience.ANALYST, threshold=1)
    raw = let_out(policy=analyst, audience=Audience.ANALYST).tables
    assert raw[0].cell({"sex": "F", "grade": "low"}).value == CANARY
    assert let_out(before=raw).tables[0].cell({"sex": "F", "grade": "low"}) == HIDDEN


def test_who_knows_what() -> None:
    hidden = (HIDDEN, HIDDEN, Cell(20), Cell(90))
    public, inside, analyst = (
        released(hidden, audience=audience) for audience in (Audience.PUBLIC, Audience.INTERNAL, Audience.ANALYST)
    )
    everything = (public, inside, analyst)
    assert seen_by(everything, Audience.PUBLIC) == (public,)
    assert seen_by(everything, Audience.INTERNAL) == (public, inside)
    assert audiences_reached(everything, Audience.PUBLIC) == (Audience.PUBLIC, Audience.INTERNAL)
    assert audiences_reached(everything, Audience.ANALYST) == (Audience.ANALYST,)
    known = for_the_protector(everything, STAFF, Audience.PUBLIC)
    assert [cell.state for cell in known[1].cells] == [State.SUPPRESSED, State.SUPPRESSED, State.MISSING, State.MISSING]
    known = for_the_protector(everything, STAFF, Audience.INTERNAL)
    assert [cell.state for cell in known[0].cells] == [State.MISSING, State.MISSING, State.RELEASED, State.RELEASED]


def test_other_people_are_left_aside() -> None:
    applicants = replace(released((HIDDEN,) * 4), population=Population("applicants", ""))
    last_year = replace(released((HIDDEN,) * 4), population=Population("staff-2025", "", None, "staff"))
    assert of_the_same_people([applicants, last_year], STAFF) == (last_year,)


def test_rounding_goes_through_the_same_gate() -> None:
    policy = replace(POLICY, method=Method.ROUNDING)
    (table,) = let_out(policy=policy, means=Means(secret=SECRET)).tables
    assert {int(cell.value) % 5 for cell in table.cells} == {0}
    assert table.rounding_base == 5
    assert "rounded" in table.notes[-1]
    with pytest.raises(UsedWrongly, match="secret"):
        let_out(policy=policy)


def test_perturbation_goes_through_the_same_gate() -> None:
    policy = replace(POLICY, method=Method.CELL_KEY)
    keys = record_keys(16, secret=SECRET, dataset="staff").reshape(4, 4)
    (table,) = let_out(policy=policy, means=Means(cell_keys=(keys,))).tables
    assert {cell.state for cell in table.cells} == {State.PERTURBED}
    assert "changed by at most" in table.notes[-1]
    with pytest.raises(UsedWrongly, match="cell keys"):
        let_out(policy=policy)


def test_the_stronger_attacker() -> None:
    found = let_out(policy=replace(POLICY, attacker=Attacker.A2))
    assert found.proof.judgements[0]["attacker"] == "A2"


def test_exemptions_are_said_aloud() -> None:
    actions = complete("actions", (Dimension.flat("status", "", ("late", "done")),), np.array([3, 4]))
    given = {"population": Population("plan", "The plan"), "audience": Audience.PUBLIC, "unit": "actions"}
    table = exempt(actions, why=Exemption.NOT_PEOPLE, reason="They are actions of the plan.", **given)
    assert table.exemption.endswith("They are actions of the plan.")
    assert table.cell({"status": TOTAL}).value == 7
    with pytest.raises(UsedWrongly, match="reason"):
        exempt(actions, why=Exemption.NOT_PEOPLE, reason=" ", **given)
    with pytest.raises(UsedWrongly, match="never public"):
        exempt(actions, why=Exemption.DECISION_MAKERS, reason="The cabinet decides.", **given)
    with pytest.raises(UsedWrongly, match="never exempt"):
        exempt(actions, why=Exemption.NOT_PEOPLE, reason="x", **{**given, "unit": "people"})
