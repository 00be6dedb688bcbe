"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from dueregard.web.plans.views import (
    adopting,
    attention,
    bulk,
    comparing,
    documents,
    editing,
    editing_actions,
    editing_parts,
    editing_updates,
    evidence,
    measures,
    mine,
    next_plan,
    parts,
    plans,
    review,
)


class Ending(StringConverter):
    """The endings at which a table comes as a file."""

    regex = "csv|xlsx|ods|json"


class FieldName(StringConverter):
    """The name of a field of an action."""

    regex = "[a-z_]{2,40}"


class TemplateEnding(StringConverter):
    """The endings at which the blank template comes."""

    regex = "xlsx|docx"


class ComparedEnding(StringConverter):
    """The endings at which a comparison of two plans comes as a file."""

    regex = "csv|xlsx|ods|docx|pdf"


register_converter(ComparedEnding, "compared_ending")
register_converter(TemplateEnding, "template_ending")
register_converter(Ending, "ending")
register_converter(FieldName, "field")

_feeds: list[URLPattern | URLResolver] = [path("calendar/<str:secret>.ics", mine.feed, name="feed")]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_feeds, "plans_open")))]

_import: list[URLPattern | URLResolver] = [
    path("", review.overview, name="import"),
    path("document/", documents.document, name="document"),
    path("again/<uuid:earlier_id>/", documents.same_again, name="same_again"),
    path("throw-away/", documents.throw_away, name="throw_away"),
    path("questions/<int:number>/", review.question, name="question"),
    path("together/<int:place>/", review.together, name="together"),
    path("names/", review.matches, name="matches"),
    path("sections/", review.levels, name="levels"),
    path("actions/", review.draft_actions, name="draft_actions"),
    path("actions/<int:number>/", review.draft_action, name="draft_action"),
    path("actions/<int:number>/<field:field>/", review.correct, name="correct"),
    path("not-used/", review.unused, name="unused"),
    path("adopt/", adopting.adopt, name="adopt"),
]
_measure: list[URLPattern | URLResolver] = [
    path("", editing_parts.edit_measure, name="edit_measure"),
    path("remove/", editing_parts.remove_measure, name="remove_measure"),
    path("figures/new/", editing_parts.new_value, name="new_value"),
    path("figures/<int:value_id>/", editing_parts.edit_value, name="edit_value"),
    path("figures/<int:value_id>/remove/", editing_parts.remove_value, name="remove_value"),
]
_action: list[URLPattern | URLResolver] = [
    path("edit/", editing_actions.edit_action, name="edit_action"),
    path("move/", editing_actions.move_action, name="move_action"),
    path("remove/", editing_actions.remove_action, name="remove_action"),
    path("update/", editing_updates.add_update, name="add_update"),
    path("parts/new/", editing_parts.new_part, name="new_part"),
    path("parts/<uuid:part_id>/", editing_parts.edit_part, name="edit_part"),
    path("parts/<uuid:part_id>/remove/", editing_parts.remove_part, name="remove_part"),
    path("parts/<uuid:part_id>/complete/", parts.complete_part, name="complete_part"),
    path("measures/new/", editing_parts.new_measure, name="new_measure"),
    path("measures/<uuid:measure_id>/", include(_measure)),
    path("evidence/new/", evidence.add_evidence, name="add_evidence"),
    path("evidence/<uuid:evidence_id>/", evidence.evidence, name="evidence"),
    path("evidence/<uuid:evidence_id>/remove/", evidence.remove_evidence, name="remove_evidence"),
]
_next: list[URLPattern | URLResolver] = [
    path("", next_plan.next_plan, name="next_plan"),
    path("name/", next_plan.name, name="next_plan_name"),
    path("decide/<uuid:action_id>/", next_plan.decide, name="next_plan_decide"),
    path("become/<uuid:action_id>/", next_plan.become, name="next_plan_become"),
    path("dates/<uuid:action_id>/", next_plan.dates, name="next_plan_date"),
    path("new/<slug:name>/", next_plan.new_action, name="next_plan_new"),
    path("check/", next_plan.check, name="next_plan_check"),
]
_compare: list[URLPattern | URLResolver] = [
    path("", comparing.compare, name="compare"),
    path("again/", comparing.compare_again, name="compare_again"),
    path("questions/<int:number>/", comparing.question, name="compare_question"),
    path("lineage/", comparing.record, name="compare_record"),
    path("comparison.<compared_ending:ending>", comparing.as_file, name="compare_file"),
]
_level_measure: list[URLPattern | URLResolver] = [
    path("", measures.edit_level_measure, name="edit_level_measure"),
    path("remove/", measures.remove_level_measure, name="remove_level_measure"),
    path("figures/new/", measures.new_level_value, name="new_level_value"),
    path("figures/<int:level_value_id>/", measures.edit_level_value, name="edit_level_value"),
    path("figures/<int:level_value_id>/remove/", measures.remove_level_value, name="remove_level_value"),
]
_level: list[URLPattern | URLResolver] = [
    path("", editing.edit_level, name="edit_level"),
    path("remove/", editing.remove_level, name="remove_level"),
    path("measures/new/", measures.new_level_measure, name="new_level_measure"),
    path("measures/<uuid:level_measure_id>/", include(_level_measure)),
    path("shaped-by/new/", editing.new_contribution, name="new_contribution"),
    path("shaped-by/<uuid:contribution_id>/", editing.edit_contribution, name="edit_contribution"),
    path("shaped-by/<uuid:contribution_id>/remove/", editing.remove_contribution, name="remove_contribution"),
]
_plan: list[URLPattern | URLResolver] = [
    path("", plans.plan, name="plan"),
    path("actions/", plans.actions, name="actions"),
    path("actions.<ending:ending>", plans.actions_as_file, name="actions_as_file"),
    path("actions/<uuid:action_id>/", plans.action, name="action"),
    path("actions/<uuid:action_id>/history/", plans.action_history, name="action_history"),
    path("calendar/", mine.plan_calendar, name="plan_calendar"),
    path("undo/", adopting.undo, name="undo"),
    path("publish/", adopting.publish, name="publish"),
    path("withdraw/", adopting.withdraw, name="withdraw"),
    path("edit/", editing.edit_plan, name="edit_plan"),
    path("adopt/", editing.adopt_draft, name="adopt_draft"),
    path("levels/", editing.plan_levels, name="plan_levels"),
    path("levels/new/", editing.new_level, name="new_level"),
    path("levels/<uuid:level_id>/", include(_level)),
    path("objectives/<uuid:level_id>/", measures.level, name="level"),
    path("removed/", editing.removed, name="removed"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("bulk/workbook/", bulk.sheet, name="sheet"),
    path("bulk/workbook/<uuid:import_id>/", bulk.sheet_compare, name="sheet_compare"),
    path("next/", include(_next)),
    path("compare/", comparing.choose, name="compare_with"),
    path("compare/<slug:other_slug>/", include(_compare)),
    path("actions/new/", editing_actions.new_action, name="new_action"),
    path("actions/<uuid:action_id>/", include(_action)),
]
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("my-actions/", mine.my_actions, name="my_actions"),
    path("my-actions/calendar/", mine.my_calendar, name="my_calendar"),
    path("settings/attention/", attention.attention, name="attention"),
    path("plans/", documents.plan_list, name="list"),
    path("plans/new/", editing.new_plan, name="new_plan"),
    path("plans/template.<template_ending:ending>", editing.template, name="template"),
    path("plans/imports/", documents.import_list, name="imports"),
    path("plans/imports/new/", documents.hand_in, name="hand_in"),
    path("plans/imports/<uuid:import_id>/", include(_import)),
    path("plans/<slug:plan_slug>/", include(_plan)),
]
