"""Single cells are read by rule: strands, leads, links, parts, status, headings."""

from __future__ import annotations

import pytest

from dueregard.domain.plans.model import Strand
from dueregard.domain.plans.parsing.columns.contents import guess_columns, settle
from dueregard.domain.plans.parsing.columns.headings import Column, fields_of, read_headings
from dueregard.domain.plans.parsing.leads import read_leads, split_names
from dueregard.domain.plans.parsing.links import learn_names, read_links
from dueregard.domain.plans.parsing.outcomes import (
    how_closed,
    rag_of_fill,
    read_legend,
    read_outcome,
    read_status,
    split_outcome,
)
from dueregard.domain.plans.parsing.strands import characteristics_of, key_of_pairs, read_key, read_strands
from dueregard.domain.plans.parsing.sub_actions import read_action_text
from dueregard.domain.plans.parsing.words import clean, has_tags, join_paragraphs

KEY = {code: Strand(code) for code in ("A", "D", "G", "R", "SE", "CC", "M/CP", "P/M", "ALL")}


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("A,D,G M/CP, P/M", ("A", "D", "G", "M/CP", "P/M")),
        ("SE/ ALL", ("SE", "ALL")),
        ("CC, SE and D", ("CC", "SE", "D")),
        ("G R", ("G", "R")),
        ("D, A, R,", ("D", "A", "R")),
        ("All", ("ALL",)),
        ("", ()),
        ("n/a", ()),
    ],
)
def test_strands_by_the_documents_own_key(cell, codes):
    assert read_strands(cell, key=KEY).codes == codes


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("Age; Race and ethnicity", ("Age", "Race and ethnicity")),
        ("Disability\nSexual orientation", ("Disability", "Sexual orientation")),
        ("All protected characteristics", ("ALL",)),
        ("Anabledd, Hil", ("Anabledd", "Hil")),
        ("Political opinion", ("Political opinion",)),
        (
            "Marriage and civil partnership, pregnancy and maternity",
            ("Marriage and civil partnership", "Pregnancy and maternity"),
        ),
        ("Poverty / carers", ("Poverty", "Carers")),
    ],
)
def test_strands_by_words_where_there_is_no_key(cell, codes):
    assert read_strands(cell, key={}).codes == codes


@pytest.mark.parametrize(
    ("label", "codes"),
    [
        ("Gender including Transgender", ("gender_reassignment", "sex")),
        ("Religion or Beliefs", ("religion_belief",)),
        ("Men and women generally", ("sex",)),
        ("Persons with dependants", ("dependants",)),
        ("Cyfeiriadedd rhywiol", ("sexual_orientation",)),
        ("Care leavers", ("care_experience",)),
        ("Community Cohesion", ("community_cohesion",)),
        ("Cyclists", ()),
    ],
)
def test_labels_name_characteristics(label, codes):
    assert characteristics_of(label) == codes


def test_keys_are_read_from_lines_and_tables():
    line = read_key("Key: A: Age; D: Disability; SE: Poverty")
    table = key_of_pairs([("Age", "A"), ("Disability", "D"), ("Race", "R")])

    assert {code: strand.label for code, strand in line.items()} == {"A": "Age", "D": "Disability", "SE": "Poverty"}
    assert list(table) == ["A", "D", "R"]
    assert read_key("Lead: Head of HR; When: May 2026") == {}


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        (
            "Head of Operations, Head of Commissioning, Programme Manager",
            ["Head of Operations", "Head of Commissioning", "Programme Manager"],
        ),
        (
            "Health Manager for Inequalities and Team Leader for Localities",
            ["Health Manager for Inequalities", "Team Leader for Localities"],
        ),
        ("Team Leader: Adult Services and Acquisitions", ["Team Leader: Adult Services and Acquisitions"]),
        ("Service Manager, Green spaces", ["Service Manager, Green spaces"]),
        ("Director of Finance / Head of OD & Strategy", ["Director of Finance", "Head of OD & Strategy"]),
        (
            "All Directors & Heads of Service / Service Managers",
            ["All Directors & Heads of Service", "Service Managers"],
        ),
        ("Care Project Manager/s", ["Care Project Manager/s"]),
        ("Group Managers Lead Officer", ["Group Managers", "Lead Officer"]),
        ("Service Manager Lead for Mental Health", ["Service Manager Lead for Mental Health"]),
        (
            "Homes Equality Sub-Group Homes DMT Head of Housing",
            ["Homes Equality Sub-Group", "Homes DMT", "Head of Housing"],
        ),
        ("HR Manager and Finance Manager", ["HR Manager", "Finance Manager"]),
        ("Community Safety Manager and Head of Early Help", ["Community Safety Manager", "Head of Early Help"]),
        ("Head of HR\nHead of Legal", ["Head of HR", "Head of Legal"]),
        ("• Policy Officer\n• Press Officer", ["Policy Officer", "Press Officer"]),
        ("Policy & Finance/Change Board", ["Policy & Finance", "Change Board"]),
        ("Head of Revenue and Benefits", ["Head of Revenue and Benefits"]),
    ],
)
def test_names_are_parted_only_where_both_sides_are_whole(cell, names):
    assert [lead.name for lead in read_leads(cell).leads] == names


def test_a_date_behind_each_lead_is_its_own_and_behind_the_last_is_everyones():
    each = read_leads("Group Managers 2015-16 Waste Manager 2016-17", dated=True)
    last = read_leads("Head of HR, Finance Manager March 2016", dated=True)

    assert [(lead.name, lead.timescale_text) for lead in each.leads] == [
        ("Group Managers", "2015-16"),
        ("Waste Manager", "2016-17"),
    ]
    assert [(lead.name, lead.timescale_text) for lead in last.leads] == [
        ("Head of HR", None),
        ("Finance Manager", None),
    ]


def test_a_month_inside_a_name_is_no_date():
    read = read_leads("May Hill Team Manager", dated=True)

    assert ([lead.name for lead in read.leads], read.readings) == (["May Hill Team Manager"], ())


def test_splitting_says_so():
    assert split_names("Director of Finance / Head of Law")[1] == ["leads_split"]
    assert split_names("Head of Law")[1] == []


@pytest.mark.parametrize(
    ("cell", "links"),
    [
        ("Town Plan Our Town Housing Strategy", ("Town Plan", "Our Town", "Housing Strategy")),
        ("Town Plan Theme 2, Objective 5", ("Town Plan Theme 2, Objective 5",)),
        ("Town Plan Theme 3: Safe, Healthy and strong", ("Town Plan Theme 3: Safe, Healthy and strong",)),
        (
            "Linked to the Care prevention strategy, Care work plan and TKP",
            ("Care prevention strategy", "Care work plan", "TKP"),
        ),
        ("Operating Plan 14/15, 15/16 Joint Health Strategy", ("Operating Plan 14/15, 15/16", "Joint Health Strategy")),
        (
            "Well Being Strategy (needs of excluded, poor and other people)",
            ("Well Being Strategy (needs of excluded, poor and other people)",),
        ),
        ("Arts and Lifelong Learning Service Plan", ("Arts and Lifelong Learning Service Plan",)),
    ],
)
def test_links_are_parted_by_commas_nouns_and_names_learnt(cell, links):
    known = learn_names(["Our Town", "Town Plan"])

    assert read_links(cell, known=known).links == links


@pytest.mark.parametrize(
    ("text", "labels", "kinds"),
    [
        ("Plan i) To ask ii) To share, given i) above iii) To act", ["i)", "ii)", "iii)"], ["sub_action"] * 3),
        ("Homes for all\nBetter repairs\nMore say", [None, None], ["paragraph"] * 2),
        (
            "Who may have the card must meet the following criteria:\n• is over 60\n• is a carer",
            ["•", "•"],
            ["criterion"] * 2,
        ),
        ("Staff:\n1.1 Train them\n1.2 Ask them", ["1.1", "1.2"], ["sub_action"] * 2),
        ("Offer • tea • toast", ["•", "•"], ["sub_action"] * 2),
        ("100% of schools take part", [], []),
    ],
)
def test_parts_of_an_action(text, labels, kinds):
    read = read_action_text(text)

    assert [part.label for part in read.parts] == labels
    assert [part.kind for part in read.parts] == kinds


@pytest.mark.parametrize(
    ("text", "status", "rag", "percent"),
    [
        ("On track", "on_track", None, None),
        ("Amber - slipping", "at_risk", "amber", None),
        ("G", None, "green", None),
        ("Blue: complete", "complete", "blue", None),
        ("Not started", "not_started", None, None),
        ("Overdue", "off_track", None, None),
        ("75%", None, None, 75),
        ("Complete / ongoing", None, None, None),
        ("Wedi'i gwblhau", "complete", None, None),
        ("grn", None, "green", None),
        ("Waiting for the moon", None, None, None),
    ],
)
def test_status_words_are_mapped_only_where_they_say_one_thing(text, status, rag, percent):
    read = read_status(text)

    assert (read.status, read.rag, read.percent) == (status, rag, percent)


def test_green_means_what_the_legend_says():
    done = read_legend("Green = completed; Amber = in progress")
    track = read_legend("Blue: complete, Green: on track, Red: overdue")

    assert read_status("Green", legend=done).status == "complete"
    assert read_status("Green", legend=track).status == "on_track"
    assert read_status("Green").status is None


@pytest.mark.parametrize(
    ("fill", "rag"),
    [
        ("#00B050", "green"), ("#92D050", "green"), ("#FFC000", "amber"), ("#FFFF00", "amber"), ("#FF0000", "red"),
        ("#C00000", "red"), ("#00B0F0", "blue"), ("#0070C0", "blue"), ("#FFFFFF", None), ("#000000", None),
        ("#DDEBF7", None), ("#BFBFBF", "grey"), (None, None),
    ],
)  # fmt: skip
def test_fills_are_traffic_lights_or_nothing(fill, rag):
    assert rag_of_fill(fill) == rag


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("This action is now closed", "closed"),
        ("This action remains ongoing in the new plan.", "ongoing"),
        ("This action has now developed in the new plan.", "developed"),
        ("The action has been withdrawn.", "dropped"),
        ("This action cannot be carried forward", "dropped"),
        ("Carried forward", "ongoing"),
        ("The pool is closed on Mondays.", None),
        ("We carried forward the money to pay for the new staff network and its meetings.", None),
    ],
)
def test_outcomes_are_stated_of_the_action(text, outcome):
    assert read_outcome(text) == outcome


def test_the_outcome_is_the_last_sentence_and_only_that():
    update = "The guide is late. This has been retained as an action.\nThis action remains ongoing in the new plan."

    assert split_outcome(update) == (
        "The guide is late. This has been retained as an action.",
        "This action remains ongoing in the new plan.",
        "ongoing",
    )
    assert split_outcome("This is done.") == ("This is done.", None, None)
    assert how_closed("Closed: partially achieved") == "partly"


@pytest.mark.parametrize(
    ("heading", "fields"),
    [
        ("ES & CC", ("strands",)),
        ("Link to Statutory Returns, Key Strategies & Plans", ("links",)),
        ("Lead Responsibility & Timescales", ("lead", "timescale")),
        ("Year End Report", ("year_end",)),
        ("Key Actions (How we will do it)", ("action",)),
        ("Action/Target", ("action",)),
        ("Lead Dept/Service/Outcomes", ("lead", "outcome_or_expected")),
        ("Who / When", ("lead", "timescale")),
        ("What difference will it make?", ("expected_outcome",)),
        ("How will we know?", ("measure",)),
        ("Nodwedd warchodedig", ("strands",)),
        ("Statws", ("status",)),
        ("Equality objective", ("level.objective",)),
        ("Action owner", ("lead",)),
        ("Deliver the culture change project", ()),
    ],
)
def test_headings_name_fields(heading, fields):
    assert fields_of(heading) == fields


@pytest.mark.parametrize(
    "row",
    [
        ("1", "Train all staff", "HR Manager", "2015"),
        ("Low", "Refresh the access guide", "Tourism Officer", "October", ""),
        ("Team", "Done", "On track", "May 2026"),
        ("Finance", "", "", ""),
    ],
)
def test_data_is_not_taken_for_headings(row):
    assert read_headings(row) is None


@pytest.mark.parametrize(
    ("heading", "others", "cells", "field"),
    [
        ("Outcome", ("Action",), ["March 2016", "May 2016"], "timescale"),
        ("Outcome", ("Action",), ["Closed", "Carried forward"], "outcome"),
        ("Outcome", ("Action",), ["More people are heard", "Fewer complaints are made"], "expected_outcome"),
        ("Measure", ("Lead", "Timetable"), ["Train the clerks", "Ask the residents"], "action"),
        ("Measure", ("Action",), ["Ten trained", "Twenty asked"], "measure"),
        ("Completed", ("Action",), ["1/2/2024", "3 May 2024"], "completed"),
        ("Completed", ("Action",), ["Yes", "No"], "status"),
        ("Completed", ("Action",), ["We ran two sessions in May.", "Nothing could be done yet."], "progress"),
        ("Target", ("Action",), ["March 2016", "May 2016"], "due"),
        ("Target", ("Action",), ["90% of staff", "All wards"], "measure"),
        ("Priority", ("Action",), ["High", "Low"], "priority"),
        ("Priority", ("Action",), ["Thriving places", "Healthy lives"], "level.priority"),
    ],
)  # fmt: skip
def test_cells_settle_what_a_heading_leaves_open(heading, others, cells, field):
    columns = tuple(Column(text, fields_of(text)) for text in (heading, *others))

    settled = settle(columns, [cells, *(["x"] for _ in others)])

    assert settled[0].fields == (field,)


def test_columns_without_headings_are_told_by_their_cells():
    cells = (
        ["1", "2"],
        ["Train every clerk in the town hall", "Ask residents of every ward"],
        ["HR Manager", "Policy Officer"],
        ["May 2026", "June 2026"],
    )

    columns = guess_columns(cells)

    assert columns is not None
    assert [column.fields for column in columns] == [("number",), ("action",), ("lead",), ("timescale",)]


def test_tags_and_entities_are_cleaned_and_noticed():
    text = "&lt;p&gt;Care &amp;amp; repair&nbsp;for all&lt;/p&gt;<ul style='x'><li>at home"

    assert clean(text) == "Care & repair for all\n• at home"
    assert has_tags(text)
    assert not has_tags("fewer than <5 people")


def test_cut_paragraphs_are_joined_as_one_reads_them():
    assert join_paragraphs("as far as we can do", "so)\nii) next") == "as far as we can do so)\nii) next"
    assert join_paragraphs("It is monitored", "and addressed.") == "It is monitored and addressed."
    assert join_paragraphs("One.\nTwo", "Three") == "One.\nTwo\nThree"
