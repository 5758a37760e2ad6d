"""The kit's parts that hold other content, and the parts of forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.template import Node, TemplateSyntaxError
from django.template.base import NodeList, Parser, Token
from django.template.loader import render_to_string
from django.template.loader_tags import BlockNode
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.templatetags.closed import known, part
from portal.templatetags.ui import TONES, icon

register = template.Library()
NOTE_ICONS = {"": "info", "ok": "circle-check", "warn": "triangle-alert", "bad": "triangle-alert"}


@part(register, block=True)
def panel(
    content: str,
    *,
    title: str = "",
    id: str = "",
    flush: bool = False,
    gate: bool = False,
    foot: str = "",
    count: int | None = None,
    tone: str = "",
) -> SafeString:
    """A framed part of the page. `flush` lets a table or list touch the frame; `count` stands beside the title."""
    known("tone", tone, TONES)
    shown = {"title": title, "id": id, "flush": flush, "gate": gate, "foot": foot, "count": count, "tone": tone}
    return mark_safe(render_to_string("ui/panel.html", shown | {"content": mark_safe(content)}))


@part(register, block=True)
def note(content: str, *, tone: str = "") -> SafeString:
    """Something to know before acting; stays until it no longer holds."""
    known("tone", tone, tuple(NOTE_ICONS))
    return format_html('<div class="note {}">{}<div>{}</div></div>', tone, icon(NOTE_ICONS[tone]), mark_safe(content))


@part(register, block=True)
def empty(content: str, *, title: str, icon_name: str = "") -> SafeString:
    """What belongs here, why it helps, one thing to do."""
    return format_html(
        '<div class="empty">{}<h3>{}</h3>{}</div>',
        icon(icon_name, size="lg") if icon_name else "",
        title,
        mark_safe(content),
    )


@part(register)
def field(bound: BoundField, *, hint: str = "", hide_label: bool = False) -> SafeString:
    """Label, hint, error and control, tied together for screen readers."""
    choices = isinstance(bound.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))
    single = isinstance(bound.field.widget, forms.CheckboxInput)
    kind = "choices" if choices else "check" if single else "field"
    return mark_safe(render_to_string(f"ui/{kind}.html", _shown(bound, hint, hide_label)))


@part(register)
def chips(bound: BoundField, *, hint: str = "") -> SafeString:
    """Radios or checkboxes as pills."""
    return mark_safe(render_to_string("ui/choices.html", _shown(bound, hint, False) | {"pills": True}))


def _shown(bound: BoundField, hint: str, hide_label: bool) -> dict[str, Any]:
    hint = hint or str(bound.help_text or "")
    described = " ".join(
        part
        for part in (f"{bound.auto_id}_hint" if hint else "", f"{bound.auto_id}_error" if bound.errors else "")
        if part
    )
    attributes: dict[str, str | bool] = {"aria-describedby": described} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {"field": bound, "hint": hint, "hide_label": hide_label, "control": bound.as_widget(attrs=attributes)}


@part(register)
def error_summary(*all_forms: Any) -> SafeString:
    """What is wrong, in one place, with links to the fields; takes the focus. Nothing when all is well.

    A form that holds forms of its own is given as the list of its parts.
    """
    each = [one for form in all_forms for one in (form if isinstance(form, list) else [form])]
    bad = [form for form in each if form is not None and getattr(form, "errors", None)]
    if not bad:
        return SafeString("")
    lines = [line for form in bad for line in _lines(form)]
    return mark_safe(render_to_string("ui/error_summary.html", {"lines": lines}))


def _lines(form: forms.BaseForm) -> Iterator[tuple[str, str]]:
    """(address on the page, what is wrong), the form's own errors first."""
    for error in form.non_field_errors():
        yield "", str(error)
    for bound in form:
        for error in bound.errors:
            label = str(bound.label)
            yield bound.id_for_label or bound.auto_id, f"{label}{'' if label.endswith('?') else ':'} {error}"


@part(register, block=True)
def dialog(content: str, *, title: str, sub: str = "") -> SafeString:
    """A fragment's dialog; the same address shows the same content as a page. Posted forms inside stay inside."""
    return mark_safe(render_to_string("ui/dialog.html", {"title": title, "sub": sub, "content": mark_safe(content)}))


@part(register, template="ui/stage_path.html")
def stage_path(steps: list[Any]) -> dict[str, Any]:
    """Steps have label, state (done, now, next) and note."""
    here = next((number for number, step in enumerate(steps, 1) if step.state == "now"), None)
    return {"steps": steps, "here": here, "now": steps[here - 1] if here else None}


@part(register, template="ui/timeline.html", takes_context=True)
def timeline(context: template.Context, entries: list[Any]) -> dict[str, Any]:
    """Entries have icon, tone (kept, late, coach, move or nothing), title, detail and at."""
    return {"entries": entries, "today": context.get("today")}


@part(register, template="ui/segmented.html")
def segmented(items: list[dict[str, Any]], *, label: str) -> dict[str, Any]:
    """Items have url, label, here and perhaps icon."""
    return {"items": items, "label": label}


@register.tag
def again(parser: Parser, token: Token) -> Again:
    """`{% again heading %}` shows a block of the page a second time; `{% again heading as name %}` keeps it."""
    words = token.split_contents()
    if len(words) not in (2, 4) or (len(words) == 4 and words[2] != "as"):
        raise TemplateSyntaxError("{% again %} takes the name of a block, and perhaps `as` and a variable.")
    return Again(words[1], words[3] if len(words) == 4 else "")


class Again(Node):
    def __init__(self, block: str, variable: str):
        self.block, self.variable = block, variable

    def render(self, context: template.Context) -> SafeString:
        shown = SafeString(BlockNode(self.block, NodeList()).render(context).strip())
        if not self.variable:
            return shown
        context[self.variable] = shown
        return SafeString("")
