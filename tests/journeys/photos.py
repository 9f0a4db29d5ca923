"""A photo as a phone makes it: recognisable pixels, and secrets in every corner of its file."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, PngImagePlugin

RED, BLUE = (250, 20, 30), (20, 30, 240)


def phone_photo(secret: str) -> bytes:
    """A JPEG, left half red, right half blue, with `secret` in EXIF, comment and behind its end."""
    picture = Image.new("RGB", (800, 600), RED)
    picture.paste(BLUE, (400, 0, 800, 600))
    exif = Image.Exif()
    exif[0x010E] = exif[0x010F] = secret
    exif.get_ifd(0x8825)[29] = secret
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=secret.encode())
    return out.getvalue() + secret.encode()


def screenshot(secret: str) -> bytes:
    """A PNG with `secret` in a text chunk."""
    about = PngImagePlugin.PngInfo()
    about.add_text("Comment", secret)
    out = BytesIO()
    Image.new("RGB", (300, 200), RED).save(out, "PNG", pnginfo=about)
    return out.getvalue()
