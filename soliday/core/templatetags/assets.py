"""{% asset "soliday.css" %}: the public path of an asset."""

from __future__ import annotations

from django import template

from soliday.core.assets import asset_path

register = template.Library()
register.simple_tag(asset_path, name="asset")
