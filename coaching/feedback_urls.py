"""The pages of upward feedback."""

from django.urls import path

from coaching.views import feedback, feedback_cycles, feedback_results

urlpatterns = [
    path("", feedback.home, name="feedback"),
    path("ballots/<uuid:pk>/", feedback.ballot, name="feedback_ballot"),
    path("from-above/<uuid:pk>/", feedback.from_above, name="feedback_from_above"),
    path("thanks/", feedback.thanks, name="feedback_thanks"),
    path("protection/", feedback.protection, name="feedback_protection"),
    path("results/", feedback_results.results, name="feedback_results"),
    path("results/<uuid:pk>/", feedback_results.about, name="feedback_about"),
    path("together/<uuid:pk>/", feedback_results.together, name="feedback_together"),
    path("cycles/", feedback_cycles.cycles, name="feedback_cycles"),
    path("cycles/new/", feedback_cycles.cycle_new, name="feedback_cycle_new"),
    path("cycles/<uuid:pk>/", feedback_cycles.cycle, name="feedback_cycle"),
    path("cycles/<uuid:pk>/call-off/", feedback_cycles.cycle_call_off, name="feedback_cycle_call_off"),
    path("statements/", feedback_cycles.statements, name="feedback_statements"),
]
