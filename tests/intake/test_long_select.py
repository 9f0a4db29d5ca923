"""The list of countries is the same as Django's own, whatever is chosen or typed."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django import forms

from soliday.intake.long_select import LongSelect

CHOICES = [("", "Choose…"), ("PL", "Poland"), ("CI", "Côte d’Ivoire & <b>")]


def written(widget: type[forms.Select], value: object) -> list[object]:
    field = widget(choices=CHOICES, attrs={"autocomplete": "off"})
    html = field.render("country", value, attrs={"id": "id_country", "required": True})
    select = BeautifulSoup(html, "html.parser").select_one("select")
    assert select is not None
    options = [(o["value"], o.has_attr("selected"), o.text) for o in select.select("option")]
    return [dict(sorted(select.attrs.items())), options]


@pytest.mark.parametrize("value", [None, "", "PL", "CI", "XX", '"><script>'])
def test_it_writes_what_django_writes(value):
    assert written(LongSelect, value) == written(forms.Select, value)
