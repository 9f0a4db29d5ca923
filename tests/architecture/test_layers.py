"""No row of the public part leads to a report, and no column of a report can be read."""

import re
from itertools import chain

import pytest
from django.apps import apps
from django.db import models

PUBLIC = ("press", "actions", "campaign")
ORDER = "core places committee reports campaign actions press intake desk ops".split()
# Everything a report may hold: sealed bytes, a hash, states, days, and links among themselves.
OF_REPORTS = {
    "id": models.UUIDField,
    "receipt_hash": models.BinaryField,
    "sender_recipient": models.CharField,  # an age recipient, made from the receipt
    "state": models.CharField,
    "received_on": models.DateField,
    "decided_on": models.DateField,
    "proposed_by": models.CharField,  # a member of the committee
    "action_number": models.PositiveBigIntegerField,  # public, once there is one
    "report": models.ForeignKey,
    "kind": models.CharField,
    "position": models.PositiveSmallIntegerField,
    "sealed": models.BinaryField,
    "is_in_slow_lane": models.BooleanField,
    "has_news": models.BooleanField,
    "keyholders_digest": models.CharField,  # which keyholders it is sealed to
}
PRIVATE = re.compile("address|agent|browser|e_?mail|text|title|name|place|city|country|_at$")


def _links(app):
    """Every link of an app's tables to another's, also those of tables between two."""
    for model in apps.get_app_config(app).get_models(include_auto_created=True):
        for field in chain(model._meta.local_fields, model._meta.local_many_to_many):
            if field.remote_field:
                yield field, field.related_model._meta.app_label


@pytest.mark.parametrize("app", PUBLIC)
def test_nothing_public_links_to_a_report(app):
    assert [str(field) for field, target in _links(app) if target == "reports"] == []


@pytest.mark.parametrize("app", ORDER)
def test_links_point_downwards(app):
    above = ORDER[ORDER.index(app) + 1 :]
    assert [str(field) for field, target in _links(app) if target in above] == []


def test_reports_link_to_nothing_but_reports():
    assert {target for _, target in _links("reports")} == {"reports"}


def test_every_column_of_a_report_is_one_that_tells_nothing():
    for model in apps.get_app_config("reports").get_models():
        for field in model._meta.local_fields:
            assert type(field) is OF_REPORTS.get(field.name), f"{field} is not on the list"
            assert not PRIVATE.search(field.name) or field.name in OF_REPORTS


def test_no_time_of_a_report_is_finer_than_a_day():
    for model in apps.get_app_config("reports").get_models():
        times = (models.DateTimeField, models.TimeField)
        assert not [field for field in model._meta.local_fields if isinstance(field, times)]


def test_no_number_of_a_report_counts_up():
    for model in apps.get_app_config("reports").get_models():
        assert not isinstance(model._meta.pk, models.AutoField)
