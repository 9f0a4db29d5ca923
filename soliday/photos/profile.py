"""The one way we write a picture.

Baseline JPEG, 4:2:0, the quantisation tables of libjpeg's quality 80 and the standard Huffman
tables: every picture looks as if it came from the same camera, and every browser shows it.
`structure.FINGERPRINT` pins these bytes; changing anything here changes it too.
"""

from io import BytesIO

from PIL import Image

QUALITY = 80
# Saving imports this late, when no file can be opened in the child.
Image.preinit()


def encode(picture: Image.Image) -> bytes:
    """Return an RGB picture as JPEG, from its raw pixels only: nothing else can come along."""
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    file = BytesIO()
    bare.save(
        file,
        format="JPEG",
        quality=QUALITY,
        subsampling="4:2:0",
        optimize=False,
        progressive=False,
    )
    return file.getvalue()
