"""The pages of coaching."""

from django.urls import include, path

from coaching.views import (
    absences,
    commitments,
    coverage,
    log,
    me,
    observation_forms,
    observations,
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
    path("coaching/observations/", observations.listing, name="observations"),
    path("coaching/observations/new/", observations.observe_new, name="observe"),
    path("coaching/observations/forms/", observation_forms.listing, name="observation_forms"),
    path("coaching/observations/forms/new/", observation_forms.form_new, name="observation_form_new"),
    path("coaching/observations/forms/<uuid:pk>/", observation_forms.observation_form, name="observation_form"),
    path(
        "coaching/observations/forms/<uuid:pk>/activate/",
        observation_forms.form_activate,
        name="observation_form_activate",
    ),
    path(
        "coaching/observations/forms/<uuid:pk>/revise/", observation_forms.form_revise, name="observation_form_revise"
    ),
    path(
        "coaching/observations/forms/<uuid:pk>/retire/", observation_forms.form_retire, name="observation_form_retire"
    ),
    path(
        "coaching/observations/forms/<uuid:pk>/bring-back/",
        observation_forms.form_bring_back,
        name="observation_form_bring_back",
    ),
    path("coaching/observations/<uuid:pk>/", observations.observation, name="observation"),
    path("coaching/observations/<uuid:pk>/give/", observations.observation_give, name="observation_give"),
    path("coaching/observations/<uuid:pk>/decline/", observations.observation_decline, name="observation_decline"),
    path("coaching/observations/<uuid:pk>/withdraw/", observations.observation_withdraw, name="observation_withdraw"),
    path("coaching/feedback/", include("coaching.feedback_urls")),
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
    path("coaching/plan/", planning.plan, name="plan"),
    path("coaching/rhythms/<uuid:pk>/end/", people.end_rhythm, name="end_rhythm"),
    path("coaching/me/", me.me, name="me"),
    path("coaching/me/share/", sharing.give, name="share"),
    path("coaching/grants/<uuid:pk>/withdraw/", sharing.withdraw, name="withdraw"),
    path("coaching/people/<uuid:pk>/", people.person, name="person"),
    path("coaching/people/<uuid:pk>/prep/", people.prep, name="prep"),
    path("coaching/sessions/<uuid:pk>/", sessions.session, name="session"),
    path("coaching/sessions/<uuid:pk>/acknowledge/", sessions.acknowledge, name="acknowledge"),
    path("coaching/sessions/<uuid:pk>/correct/", sessions.amend, name="correct"),
    path("coaching/sessions/<uuid:pk>/prepare/", sessions.prepare, name="prepare"),
    path("coaching/sessions/<uuid:pk>/note/", sessions.note, name="note"),
    path("coaching/sessions/<uuid:pk>/move/", planning.move, name="move"),
    path("coaching/sessions/<uuid:pk>/excuse/", planning.excuse, name="excuse"),
    path("coaching/sessions/<uuid:pk>/call-off/", planning.call_off, name="call_off"),
    path("coaching/promises/<uuid:pk>/settle/", commitments.settle, name="settle"),
    path("coaching/promises/<uuid:pk>/reopen/", commitments.reopen, name="reopen"),
    path("coaching/promises/<uuid:pk>/redate/", commitments.redate, name="redate"),
]
