"""Sealing: what a person sends is readable only with a committee key or the sender's receipt.

A plain library: no Django, no database, no file is ever touched; bytes in, bytes out.
"""
