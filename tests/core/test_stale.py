"""Stale keys belong to the transaction of their change."""

import pytest
from django.db import transaction

from soliday.core.models import StaleKey
from soliday.core.stale import mark_stale

pytestmark = pytest.mark.django_db


class Undone(Exception):
    pass


def test_each_key_is_written_once_a_change():
    mark_stale(["action:1", "wall:belarus", "action:1"])
    assert [row.key for row in StaleKey.objects.all()] == ["action:1", "wall:belarus"]


def test_a_change_rolled_back_leaves_no_key():
    with pytest.raises(Undone), transaction.atomic():
        mark_stale(["action:1"])
        raise Undone
    assert not StaleKey.objects.exists()
