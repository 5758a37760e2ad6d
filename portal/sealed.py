"""Text that is encrypted in the database; the keys lie outside it (portal/keyring.py).

It cannot be searched, sorted or compared in the database. What a dump or a serialised record shows of it is sealed.
"""

from __future__ import annotations

import base64
from contextlib import suppress
from typing import Any

from cryptography.fernet import InvalidToken
from django.core.validators import MaxLengthValidator
from django.db import models

from portal.keyring import seal, unseal

PREFIX = "sealed:"


class SealedTextField(models.TextField):
    """A text in Python, sealed bytes in the database. An empty text is stored as such."""

    dated = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length:
            self.validators.append(MaxLengthValidator(self.max_length))

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_lookup(self, lookup_name: str) -> Any:
        """Nothing asks the database about the text."""
        return None

    def get_transform(self, lookup_name: str) -> Any:
        return None

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None or isinstance(value, bytes | memoryview):
            return value
        text = str(value)
        return connection.Database.Binary(seal(text.encode(), dated=self.dated) if text else b"")

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        return None if value is None else opened(value)

    def value_to_string(self, obj: models.Model) -> str:
        """For Django's serialisers: `dumpdata` writes no confidential text."""
        text = self.value_from_object(obj)
        return PREFIX + base64.b64encode(seal(text.encode(), dated=self.dated)).decode() if text else ""

    def to_python(self, value: Any) -> Any:
        """A serialised record is unsealed again; a text that only looks like one stays as it was typed."""
        if isinstance(value, str) and value.startswith(PREFIX):
            with suppress(ValueError, InvalidToken):
                return unseal(base64.b64decode(value.removeprefix(PREFIX), validate=True)).decode()
        return super().to_python(value)


class UndatedSealedTextField(SealedTextField):
    """What is sealed does not tell when: for texts whose last change nobody shall know."""

    dated = False


def opened(stored: bytes | memoryview) -> str:
    """The text of a column that was read as it lies in the database."""
    sealed = bytes(stored)
    return unseal(sealed).decode() if sealed else ""


def sealed_fields(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if isinstance(field, SealedTextField)]
