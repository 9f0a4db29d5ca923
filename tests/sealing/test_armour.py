"""Armoured files as people hand them over: quoted, indented, wrapped, many in one text."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soliday.sealing.armour import ArmourBroken, armoured_files

CONTENT = bytes(range(256)) * 2
LINES = [base64.b64encode(CONTENT).decode()[at : at + 64] for at in range(0, 684, 64)]
BEGIN, END = "-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"
WHOLE = "\n".join([BEGIN, *LINES, END])


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        WHOLE.replace("\n", "\r\n"),
        WHOLE.replace("\n", "\n> "),
        WHOLE.replace("\n", "\n>> | "),
        WHOLE.replace("\n", " "),
        WHOLE.replace("-----", "—"),
        WHOLE.replace("-----", "–––"),
        f"Hello,\nsee below.\n\n{WHOLE}\n-- \nBest",
        "\ufeff" + WHOLE.replace(LINES[0], LINES[0][:9] + "\u200b" + LINES[0][9:]),
    ],
)
def test_it_is_read_as_it_arrives(text: str) -> None:
    assert armoured_files(text) == [CONTENT]


def test_many_in_one_text_come_in_their_order() -> None:
    other = WHOLE.replace(LINES[0][:4], "////", 1)
    first, second = armoured_files(f"{WHOLE}\nand\n{other}")
    assert first == CONTENT
    assert isinstance(second, bytes) and second.startswith(b"\xff\xff\xff")


@pytest.mark.parametrize(
    "text", [WHOLE[:200], WHOLE.replace(END, ""), WHOLE.replace(LINES[3], "*" * 64), BEGIN]
)
def test_what_is_not_whole_is_told(text: str) -> None:
    [found] = armoured_files(text)
    assert isinstance(found, ArmourBroken)


@given(st.text())
def test_any_other_text_holds_none(text: str) -> None:
    assert armoured_files(text) == []
