"""The pages of the charters: those that read first, then those that write."""

from django.urls import path

from charters.views import listing

app_name = "charters"
one = "charters/<uuid:pk>/"
urlpatterns = [
    path("charters/", listing.charters, name="list"),
]
