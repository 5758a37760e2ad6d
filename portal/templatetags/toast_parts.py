"""What a toast's tags say about undoing it."""

from django import template
from django.contrib.messages.storage.base import Message

register = template.Library()


@register.simple_tag
def toast_parts(message: Message) -> dict[str, str] | None:
    """The address to post to, the version and the button's label, when the toast offers an undo."""
    words = (message.extra_tags or "").split(" ", 3)
    if words[0] != "undo":
        return None
    address, version, *label = words[1:]
    return {"url": address, "version": "" if version == "-" else version, "label": "".join(label)}
