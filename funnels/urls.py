"""The pages of the funnel. allauth owns /accounts/, so the customers' accounts lie below /funnel/."""

from django.urls import path

from funnels.views import (
    accounts,
    board,
    commitments,
    influences,
    meetings,
    moves,
    opportunity,
    planning,
    record,
    table,
)

app_name = "funnels"
one = "opportunities/<uuid:pk>/"
given = "commitments/<uuid:pk>/"
urlpatterns = [
    path("funnel/", board.board, name="board"),
    path("funnel/column/<slug:code>/", board.more, name="board_more"),
    path("funnel/table/", table.table, name="table"),
    path("funnel/table/export.<str:kind>", table.export, name="export"),
    path("funnel/views/", table.keep_view, name="view_keep"),
    path("funnel/views/<uuid:pk>/forget/", table.forget_view, name="view_forget"),
    path("funnel/record/", record.pick, name="record_pick"),
    path("opportunities/new/", planning.opportunity_new, name="opportunity_new"),
    path(one, opportunity.opportunity, name="opportunity"),
    path(f"{one}edit/", planning.opportunity_edit, name="opportunity_edit"),
    path(f"{one}history/", opportunity.history_page, name="history"),
    path(f"{one}record/", record.record, name="record"),
    path(f"{one}ask/", commitments.ask, name="ask"),
    path(f"{one}advance/", moves.advance, name="advance"),
    path(f"{one}undo/", moves.undo, name="undo"),
    path(f"{one}regress/", moves.regress, name="regress"),
    path(f"{one}override/", moves.override, name="override"),
    path(f"{one}close/", moves.close, name="close"),
    path(f"{one}reopen/", moves.reopen, name="reopen"),
    path(f"{one}park/", planning.park, name="park"),
    path(f"{one}unpark/", planning.unpark, name="unpark"),
    path(f"{one}reassign/", planning.reassign, name="reassign"),
    path(f"{one}people/", planning.people, name="people"),
    path(f"{one}lines/", planning.lines, name="lines"),
    path(f"{one}archive/", planning.archive, name="opportunity_archive"),
    path(f"{one}restore/", planning.restore, name="opportunity_restore"),
    path(f"{one}influences/new/", influences.influence_new, name="influence_new"),
    path("influences/<uuid:pk>/", influences.influence_edit, name="influence_edit"),
    path(f"{one}meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("meetings/<uuid:pk>/", meetings.meeting_edit, name="meeting_edit"),
    path(f"{given}reschedule/", commitments.reschedule, name="reschedule"),
    path(f"{given}decline/", commitments.decline, name="decline"),
    path(f"{given}break/", commitments.break_off, name="break"),
    path(f"{given}withdraw/", commitments.withdraw, name="withdraw"),
    path("funnel/accounts/", accounts.accounts, name="accounts"),
    path("funnel/accounts/names/", accounts.names, name="account_names"),
    path("funnel/accounts/new/", accounts.account_new, name="account_new"),
    path("funnel/accounts/<uuid:pk>/", accounts.account, name="account"),
    path("funnel/accounts/<uuid:pk>/edit/", accounts.account_edit, name="account_edit"),
    path("funnel/accounts/<uuid:pk>/contacts/new/", accounts.contact_new, name="contact_new"),
    path("contacts/<uuid:pk>/", accounts.contact_edit, name="contact_edit"),
]
