"""A real worker, killed with SIGKILL at many moments, in a data folder of its own."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.alone import environment_alone

SCRIPT = Path(__file__).with_name("worker_alone.py")


@pytest.fixture
def alone(tmp_path):
    """Run the worker's script with a verb in a new process."""
    environ = environment_alone(tmp_path)

    def start(*words):
        return subprocess.Popen(
            [sys.executable, SCRIPT, *map(str, words)],
            env=environ,
            stdout=subprocess.PIPE,
            text=True,
        )

    return start


def finish(process):
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return output


def files(site):
    return {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def test_killed_at_ten_moments_it_goes_on_where_it_stopped(alone, tmp_path):
    assert finish(alone("killed", 10)).split().count("killed") >= 5
    finish(alone("finished", 99))
    site = tmp_path / "data" / "site"
    mended = files(site)
    finish(alone("built", 99))
    assert files(site) == mended
    assert b"edition 99" in mended["en/actions/1/index.html"]
    assert not list((site / ".drafts").iterdir())
    subprocess.run(["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"], cwd=site, check=True)


@pytest.mark.parametrize("verb", ["counted", "counted_in_many"])
def test_a_full_bake_that_was_killed_does_not_begin_again(alone, tmp_path, verb):
    finish(alone("set_up"))
    killed = alone(verb, 7)
    seen = [killed.stdout.readline() for _ in range(100)]
    killed.kill()
    killed.communicate(timeout=60)
    assert len({*seen}) == 100
    again = finish(alone(verb, 7)).split()
    assert 40 < len(again) < 95  # of 149 pages and two of the press
    site = tmp_path / "data" / "site"
    gone_on = files(site)
    assert len(finish(alone(verb, 7)).split()) > 145
    assert files(site) == gone_on
    subprocess.run(["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"], cwd=site, check=True)


def test_a_change_is_on_disk_within_two_seconds(alone, tmp_path):
    worker = alone("running", 7)
    assert worker.stdout.readline() == "running\n"
    marked_at = float(finish(alone("marked")))
    page = tmp_path / "data" / "site" / "en" / "actions" / "1" / "index.html"
    while not page.exists():
        assert time.time() < marked_at + 2
        time.sleep(0.01)
    worker.send_signal(signal.SIGTERM)
    finish(worker)
    assert page.stat().st_ctime < marked_at + 2
