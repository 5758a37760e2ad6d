"""The pages of coaching."""

from django.urls import path

from coaching.views import (
    absences,
    commitments,
    coverage,
    log,
    me,
    people,
    planning,
    practices,
    sessions,
    sharing,
    standards,
)

app_name = "coaching"
urlpatterns = [
    path("coaching/", coverage.coverage, name="coverage"),
    path("coaching/standards/", standards.listing, name="standards"),
    path("coaching/standards/<uuid:pk>/", standards.edit, name="standard"),
    path("coaching/absences/", absences.listing, name="absences"),
    path("coaching/absences/<uuid:pk>/withdraw/", absences.withdraw, name="absence_withdraw"),
    path("coaching/practices/", practices.listing, name="practices"),
    path("coaching/practices/new/", practices.practice_new, name="practice_new"),
    path("coaching/practices/<uuid:pk>/", practices.practice, name="practice"),
    path("coaching/practices/<uuid:pk>/edit/", practices.practice_edit, name="practice_edit"),
    path("coaching/practices/<uuid:pk>/adopt/", practices.practice_adopt, name="practice_adopt"),
    path("coaching/practices/<uuid:pk>/stop/", practices.practice_stop, name="practice_stop"),
    path("coaching/practices/<uuid:pk>/useful/", practices.practice_judge, name="practice_judge"),
    path("coaching/practices/<uuid:pk>/archive/", practices.practice_archive, name="practice_archive"),
    path("coaching/practices/<uuid:pk>/restore/", practices.practice_restore, name="practice_restore"),
    path("coaching/log/", log.log, name="log"),
    path("coaching/me/", me.me, name="me"),
    path("coaching/me/share/", sharing.give, name="share"),
    path("coaching/grants/<uuid:pk>/withdraw/", sharing.withdraw, name="withdraw"),
    path("coaching/people/<uuid:pk>/", people.person, name="person"),
    path("coaching/sessions/<uuid:pk>/", sessions.session, name="session"),
    path("coaching/sessions/<uuid:pk>/acknowledge/", sessions.acknowledge, name="acknowledge"),
    path("coaching/sessions/<uuid:pk>/move/", planning.move, name="move"),
    path("coaching/sessions/<uuid:pk>/excuse/", planning.excuse, name="excuse"),
    path("coaching/sessions/<uuid:pk>/call-off/", planning.call_off, name="call_off"),
    path("coaching/promises/<uuid:pk>/settle/", commitments.settle, name="settle"),
    path("coaching/promises/<uuid:pk>/reopen/", commitments.reopen, name="reopen"),
    path("coaching/promises/<uuid:pk>/redate/", commitments.redate, name="redate"),
]
