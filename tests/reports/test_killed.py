"""SIGKILL at two hundred points of storing a report: all or nothing, and what was told is there."""

import subprocess
import sys
from pathlib import Path

from tests.alone import environment_alone

SCRIPT = Path(__file__).with_name("receiver_alone.py")


def test_killed_at_two_hundred_points_no_stored_report_is_lost(tmp_path):
    environ = environment_alone(tmp_path)
    told = subprocess.run(
        [sys.executable, SCRIPT, "200"], env=environ, stdout=subprocess.PIPE, text=True, check=True
    )
    stored, in_the_middle, lost, unknown, orphans = map(int, told.stdout.split())
    assert stored > 100
    assert in_the_middle > 100
    assert (lost, unknown, orphans) == (0, 0, 0)
