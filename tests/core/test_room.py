"""When the disk is nearly full the form closes before anything can be lost, and opens by itself."""

import shutil
from types import SimpleNamespace

import pytest

from soliday.core import room
from soliday.core.room import LEAST, MEGABYTE, MOST, is_room_left, least_free


@pytest.fixture
def free(monkeypatch):
    """Only the reading is made up."""
    disk = SimpleNamespace(total=10 * 1024 * MEGABYTE, free=9 * 1024 * MEGABYTE)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: disk)

    def set_free(megabytes):
        disk.free = megabytes * MEGABYTE
        room.forget()

    return set_free


def test_a_twentieth_must_be_free_within_limits():
    assert least_free(10 * 1024 * MEGABYTE) == 512 * MEGABYTE
    assert least_free(100 * MEGABYTE) == LEAST
    assert least_free(10**13) == MOST


def test_the_host_may_choose(settings):
    values = vars(settings.CONFIGURATION) | {"least_free_mb": 3}
    settings.CONFIGURATION = type(settings.CONFIGURATION)(**values)
    assert least_free(10**13) == 3 * MEGABYTE


def test_room_goes_and_comes_back(free):
    assert is_room_left()
    free(511)
    assert not is_room_left()
    free(512)
    assert is_room_left()


def test_the_disk_is_not_asked_each_time(free, monkeypatch):
    assert is_room_left()
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: pytest.fail("asked again"))
    assert is_room_left()
