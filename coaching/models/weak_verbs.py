"""The weak verbs of a language as this organisation keeps them; and whether commitments in it are checked at all."""

from __future__ import annotations

from charters.models.phrases import KeptWords


class WeakVerbs(KeptWords):
    """Without a row a language is checked with the verbs that come with the portal (coaching/weak_verbs.py)."""
