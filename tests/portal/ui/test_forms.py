"""Our controls, our wording, errors where they belong."""

from collections.abc import Callable
from datetime import date

import pytest
from django import forms

from portal.forms import PortalForm


class Limited(PortalForm):
    minutes = forms.IntegerField(min_value=1, max_value=600)
    amount = forms.DecimalField(min_value=0, max_digits=14, decimal_places=2)
    words = forms.CharField(min_length=2, max_length=4)
    own = forms.IntegerField(max_value=5, error_messages={"max_value": "Five is the most."})


Draw = Callable[..., str]


class Promise(PortalForm):
    statement = forms.CharField(label="What will the customer do?", help_text="The customer is the subject.")
    amount = forms.DecimalField(label="Amount", required=False)
    day = forms.DateField(label="By when", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Act"), ("w", "Word")])
    role = forms.ChoiceField(label="Role", choices=[("e", "Economic"), ("u", "User")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Certain", required=False)


def test_controls_suit_what_is_typed() -> None:
    form = Promise(initial={"day": date(2026, 11, 27)})
    assert 'type="date"' in str(form["day"])
    assert 'value="2026-11-27"' in str(form["day"])
    assert 'inputmode="decimal"' in str(form["amount"])
    assert "required" not in str(form["statement"])


def test_a_field_ties_label_hint_error_and_control_together(draw: Draw) -> None:
    drawn = draw("{% field form.statement %}", form=Promise({}))
    assert '<label for="id_statement">' in drawn
    assert 'aria-describedby="id_statement_hint id_statement_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_statement_error"' in drawn


def test_what_need_not_be_filled_in_says_so(draw: Draw) -> None:
    assert "optional" in draw("{% field form.amount %}", form=Promise())
    assert "optional" not in draw("{% field form.statement %}", form=Promise())


def test_a_choice_is_a_group_with_a_legend(draw: Draw) -> None:
    for tag in ("field", "chips"):
        drawn = draw(f"{{% {tag} form.role %}}", form=Promise())
        assert "<fieldset" in drawn
        assert ">Role</legend>" in drawn
        assert drawn.count('type="radio"') == 2


def test_the_summary_leads_to_each_field(draw: Draw) -> None:
    drawn = draw("{% error_summary form %}", form=Promise({"kind": "a", "role": "x"}))
    assert 'role="alert" tabindex="-1"' in drawn
    assert '<a href="#id_statement">What will the customer do? ' in drawn
    assert '<a href="#id_role' in drawn


def test_there_is_no_summary_when_all_is_well(draw: Draw) -> None:
    assert draw("{% error_summary form %}", form=Promise()) == ""


def test_no_message_blames_or_begs() -> None:
    said = " ".join(
        str(message).lower() for field in Promise().fields.values() for code, message in field.error_messages.items()
    )
    assert [word for word in ("please", "invalid", "oops", "valid choice") if word in said] == []


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("minutes", "601", "Enter at most 600."),
        ("minutes", "0", "Enter 1 or more."),
        ("amount", "-1", "Enter 0 or more."),
        ("amount", "1234567890123456", "Enter at most 14 digits."),
        ("amount", "1234567890123", "Enter at most 12 digits before the decimal point."),
        ("amount", "1.234", "Enter at most 2 digits after the decimal point."),
        ("words", "a", "Enter at least 2 characters."),
        ("words", "abcde", "Enter at most 4 characters; this has 5."),
        ("own", "6", "Five is the most."),
    ],
)
def test_a_limit_is_told_in_our_words(field: str, typed: str, said: str) -> None:
    assert Limited({field: typed}).errors[field] == [said]
