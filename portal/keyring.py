"""Encryption at rest with a ring of keys from the environment: the first writes, all read.

What is sealed begins with the name of its key, so that a key can be seen to be out of use before it is dropped.
"""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NAME_LENGTH = 8


def seal(plain: bytes, *, dated: bool = True) -> bytes:
    """What is sealed tells the second in which it was, unless it is not `dated`."""
    name, key = next(iter(_ring(tuple(settings.ENCRYPTION_KEYS)).items()))
    return name + b":" + (key.encrypt(plain) if dated else key.encrypt_at_time(plain, 0))


def unseal(sealed: bytes) -> bytes:
    """Raises ImproperlyConfigured for what was sealed with a key that is not in the ring."""
    keys = _ring(tuple(settings.ENCRYPTION_KEYS))
    name, named, token = bytes(sealed).partition(b":")
    if not named:  # sealed before keys had names
        return MultiFernet(list(keys.values())).decrypt(name)
    if name not in keys:
        raise ImproperlyConfigured(f"ENCRYPTION_KEYS lacks the key {name.decode()}. Put it back behind the others.")
    return keys[name].decrypt(token)


def current_name() -> bytes:
    """The name that everything sealed now begins with."""
    return next(iter(_ring(tuple(settings.ENCRYPTION_KEYS))))


def names() -> list[str]:
    """Of all keys of the ring, the one that writes first."""
    return [name.decode() for name in _ring(tuple(settings.ENCRYPTION_KEYS))]


@cache
def _ring(secrets: tuple[str, ...]) -> dict[bytes, Fernet]:
    keys = [hashlib.sha256(secret.encode()).digest() for secret in secrets]
    return {_name(key): Fernet(base64.urlsafe_b64encode(key)) for key in keys}


def _name(key: bytes) -> bytes:
    """Eight hexadecimal digits that tell nothing of the key."""
    return hashlib.sha256(b"the name of " + key).hexdigest()[:NAME_LENGTH].encode()
