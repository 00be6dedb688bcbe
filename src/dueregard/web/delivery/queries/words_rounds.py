"""In what sentences does the ledger tell what happened in a round?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "delivery.round_made": _("Made the round “{name}”"),
    "delivery.round_changed": _("Changed what the round “{name}” asks"),
    "delivery.round_days_changed": _("Changed the days of the round “{name}”: answers due by {due_on}"),
    "delivery.round_actions_chosen": _("Chose {actions} actions for the round “{name}”"),
    "delivery.round_thrown_away": _("Threw away the draft of the round “{name}”"),
    "delivery.round_opening": _("Began to open the round “{name}”, about {actions} actions"),
    "delivery.people_asked": _("Asked {asked} people in the round “{name}”; {not_asked} could not be asked"),
    "delivery.round_opened": _("Opened the round “{name}”: {people} people asked, {not_asked} could not be"),
    "delivery.round_closed": _("Closed the round “{name}”: {asks_answered} of {asks} answers came"),
    "delivery.round_reopened": _("Reopened the round “{name}”"),
    "delivery.asked_again": _("Asked somebody again in the round “{name}”"),
    "delivery.asked_another": _("Asked at another address, or somebody else, in the round “{name}”"),
    "delivery.link_handed_out": _("Took somebody’s link in the round “{name}”, to hand it to them"),
    "delivery.merge_file_taken": _("Took {links} links of the round “{name}” as a file for a mail merge"),
    "delivery.people_reminded": _("Reminded {people} people in the round “{name}”"),
    "delivery.lead_told": _("Told {people} directorate leads who has not answered in the round “{name}”"),
    "delivery.board_told": _("Told {people} clerks and chairs who has not answered in the round “{name}”"),
    "delivery.quiet_days_added": _("Added quiet days: {name}, {first} to {last}"),
    "delivery.quiet_days_removed": _("Removed quiet days: {name}, {first} to {last}"),
}
