"""The organisation app tells the ledger its words."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationConfig(AppConfig):
    """Registers the sentences in which the ledger tells what happened to councils and their people."""

    name = "dueregard.web.organisation"

    def ready(self) -> None:
        """Hand the ledger our sentences."""
        from dueregard.web.ledger.queries import register_words

        words: dict[str, Any] = {
            "organisation.council_made": _("Made the council {name}"),
            "organisation.council_changed": _("Changed the council's settings"),
            "organisation.logo_set": _("Changed the logo"),
            "organisation.logo_removed": _("Removed the logo"),
            "organisation.characteristics_set": _("Changed the local characteristics"),
            "organisation.words_set": _("Changed the council's own words"),
            "organisation.directorate_added": _("Added the directorate {name}"),
            "organisation.directorate_renamed": _("Renamed the directorate {before} to {name}"),
            "organisation.directorate_retired": _("Retired the directorate {name}"),
            "organisation.directorate_reopened": _("Brought back the directorate {name}"),
            "organisation.team_added": _("Added the team {name}"),
            "organisation.team_renamed": _("Renamed the team {before} to {name}"),
            "organisation.team_retired": _("Retired the team {name}"),
            "organisation.team_reopened": _("Brought back the team {name}"),
            "organisation.partner_added": _("Added the partner {name}"),
            "organisation.partner_changed": _("Changed the partner {name}"),
            "organisation.partner_retired": _("Retired the partner {name}"),
            "organisation.partner_reopened": _("Brought back the partner {name}"),
            "organisation.post_added": _("Added the post {title}"),
            "organisation.post_changed": _("Changed the post {title}"),
            "organisation.post_retired": _("Retired the post {name}"),
            "organisation.post_reopened": _("Brought back the post {name}"),
            "organisation.post_filled": _("Filled the post {title}"),
            "organisation.post_vacated": _("Somebody left the post {title}"),
            "organisation.board_added": _("Added the board {name}"),
            "organisation.board_changed": _("Changed the board {name}"),
            "organisation.board_retired": _("Retired the board {name}"),
            "organisation.board_reopened": _("Brought back the board {name}"),
            "organisation.board_seated": _("Somebody joined {board}"),
            "organisation.board_unseated": _("Somebody left {board}"),
            "organisation.role_given": _("Gave the role {role}"),
            "organisation.role_ended": _("Ended the role {role}"),
            "organisation.person_left": _("Somebody left the council"),
            "organisation.invited": _("Invited {full_name}"),
            "organisation.invitation_sent_again": _("Sent an invitation again"),
            "organisation.invitation_withdrawn": _("Withdrew an invitation"),
            "organisation.invitation_accepted": _("Accepted an invitation"),
            "organisation.grant_offered": _("Offered to share: {name}"),
            "organisation.grant_accepted": _("Accepted the sharing of {name}"),
            "organisation.grant_ended": _("Ended the sharing of {name}"),
            "organisation.staff_list_applied": _("Applied a staff list: {added} added, {changed} changed, {left} left"),
        }
        register_words(words)
