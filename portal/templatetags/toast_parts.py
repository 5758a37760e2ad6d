"""What a toast's tags say about undoing it."""

from django import template
from django.contrib.messages.storage.base import Message

register = template.Library()


@register.simple_tag
def toast_parts(message: Message) -> dict[str, str] | None:
    """The address to post to and the version, when the toast offers an undo."""
    words = message.extra_tags.split() if message.extra_tags else []
    if not words or words[0] != "undo":
        return None
    return {"url": words[1], "version": words[2] if len(words) > 2 else ""}
