"""The pages of people, teams, settings, the first run and search."""

from django.urls import path

from portal.views import (
    digest_settings,
    digest_stop,
    digests,
    first_run,
    memberships,
    people,
    search,
    settings,
    teams,
    tokens,
)

app_name = "portal"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite_person, name="invite"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("people/<uuid:pk>/edit/", people.edit, name="person_edit"),
    path("people/<uuid:pk>/invitation/", people.send, name="send_invitation"),
    path("people/<uuid:pk>/administrator/", people.administrator, name="administrator"),
    path("people/<uuid:pk>/join/", memberships.add, name="join"),
    path("people/<uuid:pk>/leave/", memberships.let_go, name="leave"),
    path("people/<uuid:pk>/come-back/", memberships.bring_back, name="come_back"),
    path("memberships/<uuid:pk>/end/", memberships.end, name="membership_end"),
    path("memberships/<uuid:pk>/move/", memberships.move_on, name="membership_move"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.add, name="team_add"),
    path("teams/<uuid:pk>/", teams.team, name="team"),
    path("teams/<uuid:pk>/edit/", teams.edit, name="team_edit"),
    path("teams/<uuid:pk>/archive/", teams.archive, name="team_archive"),
    path("teams/<uuid:pk>/restore/", teams.restore, name="team_restore"),
    path("settings/", settings.index, name="settings"),
    path("settings/profile/", settings.profile, name="profile"),
    path("settings/digest/", digest_settings.digest_settings, name="digest_settings"),
    path("settings/digest/again/", digest_settings.digest_again, name="digest_again"),
    path("settings/organisation/", settings.organisation, name="organisation"),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/<uuid:pk>/revoke/", tokens.revoke, name="token_revoke"),
    path("first-run/", first_run.set_up, name="set_up"),
    path("first-run/begin/<str:token>/", first_run.first_administrator, name="first_administrator"),
    path("first-run/organisation/", first_run.set_up_organisation, name="set_up_organisation"),
    path("first-run/teams/", first_run.set_up_teams, name="set_up_teams"),
    path("first-run/people/", first_run.set_up_people, name="set_up_people"),
    path("first-run/<slug:code>/aside/", first_run.put_aside, name="step_aside"),
    path("digests/", digests.digests, name="digests"),
    path("digests/<uuid:pk>/", digests.digest, name="digest"),
    path("digests/stop/<str:token>/", digest_stop.digest_stop, name="digest_stop"),
    path("search/", search.results, name="search"),
]
