"""The rules for whole groups, in the words of the release pages."""

from __future__ import annotations

from dueregard.analysis.disclosure.policies import policy
from dueregard.analysis.released.table import Audience
from dueregard.web.monitoring.queries.releases_wording import default_policy, offered_policies, rules_in_words


def test_rules_for_groups_say_what_they_hide_and_when_a_nought_is_shown() -> None:
    said = rules_in_words(policy("special-category-public-groups"))

    assert "Where all of a group are in one category, that is hidden, however many: it would tell of each." in said
    assert "A nought is shown, unless it would tell that, or help to work it out." in said
    assert "A true nought is shown." not in said


def test_usual_rules_show_a_nought() -> None:
    said = rules_in_words(policy("special-category-public"))

    assert "A true nought is shown." in said
    assert not any("all of a group" in one for one in said)


def test_rules_for_groups_are_offered_beside_the_usual_ones_and_are_not_undercut() -> None:
    usual = default_policy("special_category", Audience.PUBLIC)
    chosen = default_policy(
        "special_category", Audience.PUBLIC, chosen={"special_category-public": "special-category-public-groups"}
    )

    assert usual.key == "special-category-public"
    assert [one.key for one in offered_policies(usual)] == ["special-category-public", "special-category-public-groups"]
    assert [one.key for one in offered_policies(chosen)] == ["special-category-public-groups"]
