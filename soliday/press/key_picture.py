"""The site's public key as a picture: a QR code, and the key in letters below it.

Every page that is printed carries it (see `@media print` in soliday.css): paper is how a reader can
come by the key without trusting the copy that they are about to check.
"""

from __future__ import annotations

import io

import segno

WIDTH, LINE, SIZE = 41, 14, 4  # in modules of the code: its width, the size of letters


def key_picture(public_key_file: bytes) -> bytes:
    """An SVG, black on white; public_key_file: what lies at /minisign.pub.

    The code holds the 56 letters that `minisign -P` takes, and nothing else.
    """
    key = public_key_file.decode().splitlines()[-1]
    code = segno.make_qr(key, error="m", version=4)
    lines = [key[at : at + LINE] for at in range(0, len(key), LINE)]
    height = WIDTH + 3 + len(lines) * 5
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", border=4, xmldecl=False, svgns=False, nl=False)
    letters = "".join(
        f'<text x="{WIDTH / 2}" y="{WIDTH + 4 + at * 5}">{line}</text>'
        for at, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
        f' width="{WIDTH * 4}" height="{height * 4}">'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
        f"{drawn.getvalue().decode()}"
        f'<g font-family="monospace" font-size="{SIZE}" text-anchor="middle">{letters}</g></svg>\n'
    ).encode()
