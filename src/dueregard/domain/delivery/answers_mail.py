"""What do we write to somebody who was named to answer in another's place?

The one idea: it says who named them, and that the link is for them alone; beyond that it is the message of the round.
Source: UI.md section 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dueregard.domain.delivery.rounds_mail import AboutAction, Mail, request_mail


def handed_on_mail(
    *, council: str, round_name: str, name: str, named_by: str, actions: Sequence[AboutAction], due_on: date
) -> Mail:
    """Write the message to somebody who was named.

    >>> mail = handed_on_mail(council="Aldermere", round_name="Autumn", name="Cat", named_by="Ben Carter",
    ...     actions=[AboutAction("21", "Adapt homes faster")], due_on=date(2027, 1, 22))
    >>> "Ben Carter says that you know best" in mail.body
    True
    """
    who = " ".join(named_by.split())[:200].replace("{{", "{ {")
    mail = request_mail(
        council=council,
        round_name=round_name,
        words=f"{who} says that you know best how this is going. If nothing has changed, choose that and send: "
        "it is a proper answer.",
        name=name,
        actions=actions,
        due_on=due_on,
        closes_on=None,
    )
    # Who was named cannot name another in turn
    kept = mail.body.replace(" If somebody else knows better, open it and name them: they get a link of their own.", "")
    return replace(mail, body=kept)
