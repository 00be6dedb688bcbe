"""Addresses of this app: coming in, and everything about a council's people, structure and settings."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter

from dueregard.web.organisation.views import (
    boards,
    council,
    directorates,
    entering,
    partners,
    people,
    posts,
    sharing,
    stafflists,
    work,
)


class Ending:
    """The end of the address of a file."""

    regex = "csv|xlsx|ods|json"

    def to_python(self, value: str) -> str:
        """Give it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Give it as it is."""
        return value


class Retirable:
    """What can be retired."""

    regex = "directorate|team|post|board|partner"
    to_python = Ending.to_python
    to_url = Ending.to_url


register_converter(Ending, "list_ending")
register_converter(Retirable, "retirable")

_people = [
    path("", people.people, name="people"),
    path("invite/", people.invite, name="invite"),
    path("invitations/", people.invitations, name="invitations"),
    path("invitations/<uuid:invitation_id>/again/", people.send_again, name="send_again"),
    path("invitations/<uuid:invitation_id>/withdraw/", people.withdraw, name="withdraw"),
    path("staff-list/", stafflists.hand_in, name="staff_list_hand_in"),
    path("staff-list/<uuid:list_id>/", stafflists.look, name="staff_list"),
    path("staff-list/<uuid:list_id>/apply/", stafflists.apply, name="staff_list_apply"),
    path("staff-list/<uuid:list_id>/throw-away/", stafflists.throw_away, name="staff_list_throw_away"),
    path("<uuid:person_id>/", people.person, name="person"),
    path("<uuid:person_id>/change/", people.change, name="person_change"),
    path("<uuid:person_id>/roles/", people.roles, name="person_roles"),
    path("<uuid:person_id>/leave/", people.leave, name="person_leave"),
    path("<uuid:person_id>/back/", people.bring_back, name="person_back"),
]
_posts = [
    path("", posts.posts, name="posts"),
    path("vacant/", posts.vacant, name="vacant"),
    path("add/", posts.add, name="post_add"),
    path("<uuid:post_id>/", posts.post, name="post"),
    path("<uuid:post_id>/change/", posts.change, name="post_change"),
    path("<uuid:post_id>/fill/", posts.fill, name="post_fill"),
    path("<uuid:post_id>/holders/<uuid:holding_id>/end/", posts.vacate, name="post_vacate"),
]
_directorates = [
    path("", directorates.directorates, name="directorates"),
    path("add/", directorates.add, name="directorate_add"),
    path("<uuid:directorate_id>/rename/", directorates.rename, name="directorate_rename"),
    path("<uuid:directorate_id>/add-team/", directorates.add_team, name="team_add"),
    path("teams/<uuid:team_id>/rename/", directorates.rename_team, name="team_rename"),
]
_boards = [
    path("", boards.boards, name="boards"),
    path("add/", boards.add, name="board_add"),
    path("<slug:board_slug>/", boards.board, name="board"),
    path("<slug:board_slug>/change/", boards.change, name="board_change"),
    path("<slug:board_slug>/seat/", boards.seat, name="board_seat"),
    path("<slug:board_slug>/seats/<uuid:seat_id>/end/", boards.unseat, name="board_unseat"),
]
_partners = [
    path("", partners.partners, name="partners"),
    path("add/", partners.add, name="partner_add"),
    path("<uuid:partner_id>/change/", partners.change, name="partner_change"),
]
_settings = [
    path("", council.settings, name="settings"),
    path("details/", council.details, name="settings_details"),
    path("colour/", council.colour, name="settings_colour"),
    path("logo/", council.change_logo, name="settings_logo"),
    path("logo/remove/", council.remove_logo, name="settings_logo_remove"),
    path("names/", council.names, name="settings_names"),
    path("characteristics/", council.characteristics, name="settings_characteristics"),
    path("words/<slug:kind>/", council.words, name="settings_words"),
    path("shared/", sharing.shared, name="shared"),
    path("shared/offer/", sharing.offer, name="grant_offer"),
    path("shared/<uuid:grant_id>/accept/", sharing.accept, name="grant_accept"),
    path("shared/<uuid:grant_id>/end/", sharing.end, name="grant_end"),
]
_jobs = [
    path("<uuid:job_id>/", work.job, name="job"),
    path("<uuid:job_id>/cancel/", work.cancel, name="job_cancel"),
    path("<uuid:job_id>/again/", work.again, name="job_again"),
    path("<uuid:job_id>/dismiss/", work.dismiss, name="job_dismiss"),
]
_entering: list[URLPattern | URLResolver] = [
    path("councils/", entering.councils, name="councils"),
    path("invitation/", entering.invitation, name="invitation"),
    path("invitation/<str:token>/", entering.take_token, name="take_token"),
    path("set-up/", entering.set_up, name="set_up"),
    path("set-up/<str:code>/", entering.set_up, name="set_up_code"),
]

urlpatterns: list[URLPattern | URLResolver] = [path("", include((_entering, "entering")))]
council_urlpatterns: list[URLPattern | URLResolver] = [
    path("people.<list_ending:ending>", people.people_file, name="people_file"),
    path("people/", include(_people)),
    path("posts/", include(_posts)),
    path("directorates/", include(_directorates)),
    path("boards/", include(_boards)),
    path("partners/", include(_partners)),
    path("settings/", include(_settings)),
    path("jobs/", include(_jobs)),
    path("outbox/", work.outbox, name="outbox"),
    path("<retirable:kind>/<uuid:thing_id>/retire/", posts.retire, name="retire"),
    path("<retirable:kind>/<uuid:thing_id>/reopen/", posts.reopen, name="reopen"),
    path("logo", council.logo, name="logo"),
    path("colours.css", council.colours, name="colours"),
]
