"""A secret is written once, whole, and for its owner only."""

import stat
from concurrent.futures import ThreadPoolExecutor

from soliday.core.written_once import write_once


def test_the_first_stays(tmp_path):
    write_once(tmp_path / "key", b"first")
    write_once(tmp_path / "key", b"second")
    assert (tmp_path / "key").read_bytes() == b"first"


def test_only_the_owner_can_read_it(tmp_path):
    write_once(tmp_path / "key", b"first")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_many_at_once_leave_one_whole_file(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: write_once(tmp_path / "key", b"%d" % n * 5000), range(16)))
    assert len(set((tmp_path / "key").read_bytes().decode())) <= 2
    assert [path.name for path in tmp_path.iterdir()] == ["key"]
