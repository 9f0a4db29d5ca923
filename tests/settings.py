"""The real settings, in a data folder of their own, with a password hasher that costs nothing."""

import atexit
import os
import shutil
import tempfile

FOLDER = tempfile.mkdtemp(prefix="soliday-tests-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
for name in [name for name in os.environ if name.startswith("SOLIDAY_") and "TEST" not in name]:
    del os.environ[name]
os.environ |= {"SOLIDAY_MODE": "demo", "SOLIDAY_DATA": FOLDER}

from soliday.settings import *  # noqa: E402, F403 - the environment comes first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
