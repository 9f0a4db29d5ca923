import pytest

from soliday.sealing import age_write


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch):
    """A second for each passphrase is right at the desk and wasted in a test."""
    monkeypatch.setattr(age_write, "SCRYPT_LOG_ROUNDS", 8)
