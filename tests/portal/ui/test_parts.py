"""The kit's tags: what they draw, and what they refuse."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.template import TemplateSyntaxError, engines
from django.template.backends.django import DjangoTemplates

from portal.models import Person
from tests.cast import TODAY

Draw = Callable[..., str]


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ('{% badge "2" colour="red" %}', "text, tone, icon_name"),
        ('{% icon "check" colour="red" %}', "name, size, label"),
        ('{% meter 1 2 width="3" %}', "done, total, label"),
        ('{% panel heading="x" %}{% endpanel %}', "title, id, flush, gate, foot, count, tone"),
        ('{% note colour="red" %}{% endnote %}', "tone"),
        ('{% empty heading="x" %}{% endempty %}', "title, icon_name"),
        ('{% dialog heading="x" %}{% enddialog %}', "title, sub"),
        ("{% field form.name label=2 %}", "bound, hint, hide_label"),
        ("{% timeline entries order=2 %}", "entries"),
        ("{% stage_path steps label=2 %}", "steps"),
    ],
)
def test_an_unknown_attribute_is_an_error_that_names_the_known_ones(draw: Draw, source: str, known: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=f"Known: {known}"):
        draw(source)


@pytest.mark.parametrize(
    "source",
    [
        '{% icon "unicorn" %}',
        '{% icon "check" size="huge" %}',
        '{% badge "2" tone="red" %}',
        '{% note tone="red" %}{% endnote %}',
        '{% panel title="x" tone="red" %}{% endpanel %}',
        "{% again %}",
        "{% again heading into name %}",
    ],
)
def test_an_unknown_value_is_an_error(draw: Draw, source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        draw(source)


def test_an_icon_is_decoration_unless_it_carries_a_label(draw: Draw) -> None:
    assert 'aria-hidden="true"' in draw('{% icon "check" %}')
    assert 'role="img" aria-label="Done"' in draw('{% icon "check" label="Done" %}')


def test_what_people_typed_is_escaped(draw: Draw) -> None:
    drawn = draw("{% badge text %}{% panel title=text %}{{ text }}{% endpanel %}", text="<b>&</b>")
    assert "<b>" not in drawn


def test_a_persons_colour_stays_theirs(draw: Draw) -> None:
    ada = Person(name="Ada Lovelace")
    drawn = draw("{% avatar ada %}", ada=ada)
    assert ">AL</span>" in drawn
    assert drawn == draw("{% avatar ada %}", ada=Person(pk=ada.pk, name="Ada Lovelace"))


def test_nobody_is_shown_as_nobody(draw: Draw) -> None:
    assert "nobody yet" in draw("{% who None %}")


@pytest.mark.parametrize(
    ("done", "total", "lit", "drawn"), [(2, 3, 2, 3), (0, 2, 0, 2), (17, 20, 7, 8), (20, 20, 8, 8), (0, 0, 0, 0)]
)
def test_a_meter_says_its_figures_and_draws_at_most_eight(
    draw: Draw, done: int, total: int, lit: int, drawn: int
) -> None:
    shown = draw("{% meter done total %}", done=done, total=total)
    assert f"{done} of {total}" in shown
    assert (shown.count('<i class="on">'), shown.count("<i ")) == (lit, drawn)


def test_progress_needs_no_style(draw: Draw) -> None:
    assert (
        draw('{% progress 3 12 label="Rows" %}')
        == '<progress class="progress" max="12" value="3" aria-label="Rows"></progress>'
    )


def test_lateness_is_told_in_words_and_tone(draw: Draw) -> None:
    assert draw("{% due late %}", late=TODAY - timedelta(days=4)) == '<span class="late">4 days overdue</span>'


def test_days_carry_their_date_for_machines(draw: Draw) -> None:
    assert draw("{% day value %}", value=date(2026, 11, 27)) == '<time datetime="2026-11-27">Fri 27 Nov</time>'


def test_money_is_drawn_short_and_in_full(draw: Draw) -> None:
    drawn = draw('{% money amount "GBP" %} {% money_short amount "GBP" %}', amount=Decimal(384_000))
    assert drawn == "£384,000 £384k"


@dataclass
class Step:
    label: str
    state: str
    note: str = ""


def test_the_path_says_where_one_stands(draw: Draw) -> None:
    steps = [Step("Define", "done"), Step("Evaluate", "now", "21 days"), Step("Validate", "next")]
    drawn = draw("{% stage_path steps %}", steps=steps)
    assert "Stage 2 of 3 · Evaluate" in drawn
    assert drawn.count('aria-current="step"') == 1


def test_a_closed_opportunity_stands_nowhere_on_the_path(draw: Draw) -> None:
    assert "Stage " not in draw("{% stage_path steps %}", steps=[Step("Define", "done")])


def test_a_block_of_the_page_can_be_shown_again(draw: Draw) -> None:
    child = '{% extends "styleguide_base" %}{% block heading %}People & teams{% endblock %}'
    from_engine = _engine(
        {"styleguide_base": "{% block heading %}{% endblock %}|{% again heading as up %}{{ up }}", "child": child}
    )
    assert from_engine.render() == "People & teams|People & teams"


def _engine(sources: dict[str, str]) -> Any:
    builtins = engines["django"].engine.builtins  # type: ignore[attr-defined]
    options = {"loaders": [("django.template.loaders.locmem.Loader", sources)], "builtins": builtins}
    return DjangoTemplates({"NAME": "here", "DIRS": [], "APP_DIRS": False, "OPTIONS": options}).get_template("child")


def test_a_sorted_column_says_which_way(draw: Draw, request_for: Callable[..., object]) -> None:
    drawn = draw('{% sort_header "name" "Name" %}', request=request_for("/?sort=name&team=7"))
    assert 'aria-sort="ascending"' in drawn
    assert 'href="?team=7&amp;sort=-name"' in drawn
