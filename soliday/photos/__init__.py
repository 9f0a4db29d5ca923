"""Photos: the one door for pictures, strangers' and the committee's own.

A plain library: no Django. Import `soliday.photos.door`; all else stands behind it, and only the
confined child (`child`, `decode`, `redaction`, `profile`) ever decodes a picture.
"""
