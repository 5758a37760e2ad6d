"""The pages of coaching."""

from django.urls import path

from coaching.views import practices

app_name = "coaching"
urlpatterns = [
    path("coaching/practices/", practices.listing, name="practices"),
    path("coaching/practices/new/", practices.practice_new, name="practice_new"),
    path("coaching/practices/<uuid:pk>/", practices.practice, name="practice"),
    path("coaching/practices/<uuid:pk>/edit/", practices.practice_edit, name="practice_edit"),
    path("coaching/practices/<uuid:pk>/adopt/", practices.practice_adopt, name="practice_adopt"),
    path("coaching/practices/<uuid:pk>/stop/", practices.practice_stop, name="practice_stop"),
    path("coaching/practices/<uuid:pk>/useful/", practices.practice_judge, name="practice_judge"),
    path("coaching/practices/<uuid:pk>/archive/", practices.practice_archive, name="practice_archive"),
    path("coaching/practices/<uuid:pk>/restore/", practices.practice_restore, name="practice_restore"),
]
