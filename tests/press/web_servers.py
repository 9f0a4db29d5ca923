"""Our examples for nginx and Caddy, made to run here: plain HTTP, a free port, folders of ours."""

from __future__ import annotations

import re
from pathlib import Path

DEPLOY = Path(__file__).parents[2] / "deploy"
NGINX, CADDY = "/usr/sbin/nginx", "/usr/bin/caddy"


def nginx_command(folder: Path, site: Path, ours: str, port: int) -> list[str]:
    """The example as it is, but for what is marked in it and where nginx keeps its own things."""
    text = (DEPLOY / "nginx.conf").read_text()
    text = re.sub(r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};", text)
    text = re.sub(r" *ssl_certificate.*\n", "", text)
    text = text.replace("/var/lib/soliday/site", str(site)).replace("127.0.0.1:8000", ours)
    text = text[: text.index("server {\n    listen 80;")]
    brotli = list(Path("/usr/lib/nginx/modules").glob("*brotli_static*.so"))
    if not brotli:
        text = re.sub(r" *brotli_static.*\n", "", text)
    kept = "".join(
        f"{each}_temp_path {folder}/{each};"
        for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = (
        "".join(f"load_module {each};" for each in brotli)
        + f"daemon off; pid {folder}/pid; worker_processes 1; user root; error_log stderr crit;"
        + f"events {{}} http {{ {kept}\n{text} }}"
    )
    (folder / "nginx.conf").write_text(whole)
    return [NGINX, "-c", str(folder / "nginx.conf"), "-p", str(folder)]


def caddy_command(folder: Path, site: Path, ours: str, port: int) -> list[str]:
    """The example for Caddy, without certificates."""
    text = (DEPLOY / "Caddyfile").read_text()
    text = text.replace("example.org {", f"http://127.0.0.1:{port} {{")
    text = text.replace("{\n\t# No line", "{\n\tadmin off\n\t# No line", 1)
    text = text.replace("/var/lib/soliday/site", str(site)).replace("127.0.0.1:8000", ours)
    (folder / "Caddyfile").write_text(text)
    return [CADDY, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
