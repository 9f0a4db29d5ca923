"""Scripts that tests run as processes of their own, each with a database and folder of its own."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]


def environment_alone(folder: Path) -> dict[str, str]:
    """The environment of such a script: its data and its SQLite file lie in the folder."""
    return os.environ | {
        "SOLIDAY_MODE": "demo",
        "SOLIDAY_DATA": str(folder / "data"),
        "DATABASE_URL": f"sqlite:///{folder}/alone.sqlite3",
        "DJANGO_SETTINGS_MODULE": "soliday.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }
