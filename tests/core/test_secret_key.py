"""The secret key is drawn once and can be read by its owner only."""

import stat
from concurrent.futures import ThreadPoolExecutor

from soliday.core.secret_key import secret_key


def test_it_is_drawn_once(tmp_path):
    assert secret_key(tmp_path / "keys") == secret_key(tmp_path / "keys")


def test_two_installations_have_two_keys(tmp_path):
    assert secret_key(tmp_path / "a") != secret_key(tmp_path / "b")


def test_only_the_owner_can_read_it(tmp_path):
    secret_key(tmp_path / "keys")
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys" / "secret-key").stat().st_mode) == 0o600


def test_many_at_once_agree(tmp_path):
    (tmp_path / "keys").mkdir()
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(tmp_path / "keys"), range(16)))
    assert len(keys) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["secret-key"]
