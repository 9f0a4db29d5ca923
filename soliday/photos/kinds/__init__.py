"""One file for each kind of picture; all offer `opened(data) -> Stored`. For the child only.

Of a stranger's file the libraries get as little as can be: of JPEG and PNG the coded pixels in a
new shell, of WebP one bitstream.
"""
