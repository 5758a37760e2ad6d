"""A person's saved filters and columns, per page."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models.person import Person
from portal.models.record import Versioned


class SavedView(Versioned):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "page", "name"],
                name="saved_view_name_once",
                violation_error_message=_("You have a view of this name already. Choose another name."),
            )
        ]

    def __str__(self) -> str:
        return self.name
