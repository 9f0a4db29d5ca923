"""Days, editions and safety profiles in the desk's menu."""

from __future__ import annotations

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from soliday.campaign.models import Day, Edition
from soliday.places.countries import country_choices
from soliday.places.models import CountryProfile, SafetyProfile


def _countries() -> tuple[tuple[str, str], ...]:
    return country_choices(get_language() or "en")


class EditionForm(WagtailAdminModelForm):
    """Countries are chosen by name and stored as their codes."""

    countries = forms.MultipleChoiceField(
        label=_("Countries named by the sources"), choices=_countries, required=False
    )


class CountryProfileForm(WagtailAdminModelForm):
    country = forms.ChoiceField(label=_("Country"), choices=_countries)


def _form(base: type[WagtailAdminModelForm], *panels: Panel) -> ObjectList:
    return ObjectList(list(panels), base_form_class=base)


def _range(lower: str, upper: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(lower), FieldPanel(upper)])


class DayViewSet(SnippetViewSet):
    model = Day
    icon = "calendar"
    list_display = ("slug", "month", "day_of_month", "is_main")
    panels = [
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("day_of_month"), FieldPanel("month"), FieldPanel("first_year")]),
        FieldPanel("source_language"),
        FieldRowPanel([FieldPanel("hashtag"), FieldPanel("account")]),
        FieldPanel("is_main"),
    ]


class EditionViewSet(SnippetViewSet):
    model = Edition
    icon = "date"
    list_display = ("__str__", "is_open", "people_min", "result_countries_min")
    list_filter = ("day",)
    edit_handler = _form(
        EditionForm,
        FieldRowPanel([FieldPanel("day"), FieldPanel("year")]),
        FieldPanel("is_open"),
        MultiFieldPanel(
            [
                _range("announced_countries_min", "announced_countries_max"),
                _range("result_countries_min", "result_countries_max"),
                _range("people_min", "people_max"),
                FieldPanel("countries"),
            ],
            heading=_("What the sources say; leave empty what is not known"),
        ),
    )


class SafetyProfileViewSet(SnippetViewSet):
    model = SafetyProfile
    icon = "lock"
    list_display = ("__str__", "place_precision", "date_precision", "delay_days")
    panels = [
        MultiFieldPanel(
            [FieldPanel(f"asks_{what}") for what in ("photos", "name", "contact", "town")],
            heading=_("What the form asks for"),
        ),
        FieldRowPanel([FieldPanel("place_precision"), FieldPanel("date_precision")]),
        FieldRowPanel([FieldPanel("delay_days"), FieldPanel("reviewers_needed")]),
        FieldPanel("goes_out_at_set_hours"),
        FieldPanel("minimum_shown"),
    ]


class CountryProfileViewSet(SnippetViewSet):
    model = CountryProfile
    icon = "globe"
    list_display = ("country", "profile")
    edit_handler = _form(CountryProfileForm, FieldPanel("country"), FieldPanel("profile"))


class DaysGroup(SnippetViewSetGroup):
    items = (DayViewSet, EditionViewSet, SafetyProfileViewSet, CountryProfileViewSet)
    menu_label = _("Days and safety")
    menu_icon = "calendar"
    menu_name = "days"
    menu_order = 200
