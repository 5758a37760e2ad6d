"""Of the sign-in library's routes, those for which settings.FOREIGN_DOORS names a door. The others do not exist."""

from allauth.account import urls as account
from allauth.usersessions.views import list_usersessions
from django.conf import settings
from django.urls import path

urlpatterns = [
    *(route for route in account.urlpatterns if route.name in settings.FOREIGN_DOORS),
    path("sessions/", list_usersessions, name="usersessions_list"),
]
