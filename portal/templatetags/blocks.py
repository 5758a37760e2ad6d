"""The kit's parts that hold other content, and the parts of forms."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.template import TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.templatetags.ui import icon

register = template.Library()
NOTE_ICONS = {"": "info", "ok": "circle-check", "warn": "triangle-alert", "bad": "triangle-alert"}


@register.simple_block_tag
def panel(content: str, *, title: str = "", id: str = "", flush: bool = False, gate: bool = False, foot: str = "") -> SafeString:
    """A framed part of the page. `flush` lets a table or list touch the frame."""
    return mark_safe(
        render_to_string(
            "ui/panel.html",
            {"title": title, "id": id, "flush": flush, "gate": gate, "foot": foot, "content": mark_safe(content)},
        )
    )


@register.simple_block_tag
def note(content: str, *, tone: str = "") -> SafeString:
    """Something to know before acting; stays until it no longer holds."""
    if tone not in NOTE_ICONS:
        raise TemplateSyntaxError(f"tone={tone!r} is not known. Known: {', '.join(filter(None, NOTE_ICONS))}.")
    return format_html('<div class="note {}">{}<div>{}</div></div>', tone, icon(NOTE_ICONS[tone]), mark_safe(content))


@register.simple_block_tag
def empty(content: str, *, title: str, icon_name: str = "") -> SafeString:
    """What belongs here, why it helps, one thing to do."""
    return format_html(
        '<div class="empty">{}<h3>{}</h3>{}</div>', icon(icon_name, size="lg") if icon_name else "", title, mark_safe(content)
    )


@register.simple_tag
def field(bound: BoundField, *, hint: str = "", hide_label: bool = False) -> SafeString:
    """Label, hint, error and control, tied together for screen readers."""
    choices = isinstance(bound.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))
    single = isinstance(bound.field.widget, forms.CheckboxInput)
    kind = "choices" if choices else "check" if single else "field"
    return mark_safe(render_to_string(f"ui/{kind}.html", _shown(bound, hint, hide_label)))


@register.simple_tag
def chips(bound: BoundField, *, hint: str = "") -> SafeString:
    """Radios or checkboxes as pills."""
    return mark_safe(render_to_string("ui/choices.html", _shown(bound, hint, False) | {"pills": True}))


def _shown(bound: BoundField, hint: str, hide_label: bool) -> dict[str, Any]:
    hint = hint or str(bound.help_text or "")
    described = " ".join(
        part for part in (f"{bound.auto_id}_hint" if hint else "", f"{bound.auto_id}_error" if bound.errors else "") if part
    )
    attributes = {"aria-describedby": described} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {"field": bound, "hint": hint, "hide_label": hide_label, "control": bound.as_widget(attrs=attributes)}


@register.simple_tag
def error_summary(*all_forms: Any) -> SafeString:
    """What is wrong, in one place, with links to the fields; takes the focus. Nothing when all is well."""
    bad = [form for form in all_forms if form is not None and getattr(form, "errors", None)]
    return mark_safe(render_to_string("ui/error_summary.html", {"forms": bad})) if bad else SafeString("")


@register.simple_block_tag(takes_context=True)
def dialog(context: template.Context, content: str, *, title: str) -> SafeString:
    """A fragment's dialog; the same address shows the same content as a page."""
    return mark_safe(render_to_string("ui/dialog.html", {"title": title, "content": mark_safe(content)}))


@register.inclusion_tag("ui/stage_path.html")
def stage_path(steps: list[Any]) -> dict[str, Any]:
    """Steps have label, state (done, now, next) and note."""
    here = next((number for number, step in enumerate(steps, 1) if step.state == "now"), None)
    return {"steps": steps, "here": here, "now": steps[here - 1] if here else None}


@register.inclusion_tag("ui/timeline.html")
def timeline(entries: list[Any]) -> dict[str, Any]:
    """Entries have icon, tone (kept, late, coach, move or nothing), title, detail and at."""
    return {"entries": entries}


@register.inclusion_tag("ui/segmented.html")
def segmented(items: list[dict[str, Any]], *, label: str) -> dict[str, Any]:
    """Items have url, label, here and perhaps icon."""
    return {"items": items, "label": label}
