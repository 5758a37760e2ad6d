"""Encryption at rest with a ring of keys from the environment: the first writes, all read."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def ring() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in settings.ENCRYPTION_KEYS])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest())


def seal(plain: bytes) -> bytes:
    return ring().encrypt(plain)


def unseal(sealed: bytes) -> bytes:
    return ring().decrypt(bytes(sealed))
