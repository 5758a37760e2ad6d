"""The pages of coaching."""

from typing import Any

app_name = "coaching"
urlpatterns: list[Any] = []
