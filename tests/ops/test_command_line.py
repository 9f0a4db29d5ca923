"""Every command explains itself, and a wrong one is refused with exit code 2."""

import pytest

from soliday.ops.command_line import parse

COMMANDS = ["init", "run", "press", "keys", "tend", "doctor"]


@pytest.mark.parametrize("arguments", [[], *([name] for name in COMMANDS), ["keys", "sign-in"]])
def test_help_is_there_for(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        parse([*arguments, "--help"])
    assert ended.value.code == 0
    assert "usage: soliday" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [[], ["start"], ["keys"], ["keys", "sign-in"], ["press", "--all", "--once"], ["mirror"]],
)
def test_what_makes_no_sense_is_refused(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        parse(arguments)
    assert ended.value.code == 2
    assert "usage: soliday" in capsys.readouterr().err


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "keys"])
def test_each_command_names_its_module(name):
    assert parse([name]).module == f"soliday.ops.{name}"


def test_only_run_does_without_django():
    assert [name for name in COMMANDS[:3] if not parse([name]).needs_django] == ["run"]


@pytest.mark.parametrize("action", ["verify", "fetch", "make", "push"])
def test_a_copy_mirror_needs_nothing_of_an_installation_but_to_make_one(action):
    target = ["https://example.org"] if action == "fetch" else []
    asked = parse(["mirror", action, *target, "there"])
    assert asked.module == "soliday.ops.mirror"
    assert asked.needs_django == asked.needs_init == (action in ("make", "push"))
