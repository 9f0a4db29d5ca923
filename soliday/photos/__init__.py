"""Photos: the one door for pictures, strangers' and the committee's own.

A plain library: no Django. Import `soliday.photos.door`; all else stands behind it. In the server
run `door`, `pool`, `process`, `structure` and what they need, and none of them decodes; only the
confined child (`child`, `decode`, `kinds`, `redaction`, `profile`) does.
"""
