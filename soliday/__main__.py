"""The `soliday` command."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import django

from soliday.configuration import UnsafeSettings, read_configuration
from soliday.ops.command_line import parse
from soliday.ops.preparing import NotPrepared, require_prepared

WRONG, USAGE, INTERRUPTED = 1, 2, 130


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code: 0 well, 1 something is wrong, 2 asked wrongly."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soliday.settings")
    os.umask(0o077)  # what we write is for its owner; the press opens the public site itself
    asked = parse(arguments)
    try:
        if asked.needs_init:
            require_prepared(read_configuration())
        # Models can be imported only once Django is set up, and `run` does without it.
        if asked.needs_django:
            django.setup()
        return int(import_module(asked.module).run(asked))
    except UnsafeSettings as unsafe:
        print(unsafe, file=sys.stderr)
        return USAGE
    except NotPrepared as missing:
        print(missing, file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
