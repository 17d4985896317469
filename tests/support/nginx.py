"""Run Debian's nginx with deploy/nginx.conf, unprivileged and on free ports."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path

CONFIGURATION = Path(__file__).resolve().parents[2] / "deploy/nginx.conf"
LOCAL = "127.0.0.1"
MAIN = """
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
include /etc/nginx/modules-enabled/*.conf;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    # Debian's nginx.conf has these lines before it includes a site.
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    include {folder}/noticeboard.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Response:
    """A response: status, headers by lower-case name, body as transferred."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Nginx:
    """A running server: its ports and its error log."""

    http_port: int
    https_port: int
    log: Path

    @property
    def url(self) -> str:
        """Return the address of the site, with a final slash."""
        return f"https://{LOCAL}:{self.https_port}/"

    def get(self, path: str, method: str = "GET", **headers: str) -> Response:
        """Request a path without normalising it; underscores in header names become hyphens."""
        context = ssl._create_unverified_context()
        connection = HTTPSConnection(LOCAL, self.https_port, timeout=60, context=context)
        return _request(connection, method, path, headers)

    def get_http(self, path: str) -> Response:
        """Request a path over plain HTTP."""
        return _request(HTTPConnection(LOCAL, self.http_port, timeout=60), "GET", path, {})


def _request(
    connection: HTTPConnection, method: str, path: str, headers: dict[str, str]
) -> Response:
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response: HTTPResponse = connection.getresponse()
        response_headers = {name.lower(): value for name, value in response.getheaders()}
        return Response(response.status, response_headers, response.read())
    finally:
        connection.close()


@contextmanager
def run_nginx(target: Path, folder: Path) -> Iterator[Nginx]:
    """Serve the target of `deploy/publish`; nginx writes its own files to `folder`."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    assert program, "no nginx found; `make test` installs it"
    server = Nginx(_free_port(), _free_port(), folder / "error.log")
    certificate = _certificate(folder)
    text = CONFIGURATION.read_text("utf-8")
    for original, replacement in (
        ("listen 80;", f"listen {LOCAL}:{server.http_port};"),
        ("listen 443 ssl http2;", f"listen {LOCAL}:{server.https_port} ssl http2;"),
        ("listen [::]:80;", _ipv6(f"listen [::1]:{server.http_port};")),
        ("listen [::]:443 ssl http2;", _ipv6(f"listen [::1]:{server.https_port} ssl http2;")),
        ("/etc/ssl/noticeboard/fullchain.pem", str(certificate)),
        ("/etc/ssl/noticeboard/privkey.pem", str(certificate)),
        ("/srv/noticeboard/", f"{target}/"),
    ):
        assert original in text, original
        text = text.replace(original, replacement)
    # Debian's module paths are relative to the prefix.
    (folder / "modules").symlink_to("/usr/lib/nginx/modules")
    (folder / "noticeboard.conf").write_text(text, "utf-8")
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder), "utf-8")
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    command += ["-e", str(folder / "start.log")]
    # Started by root, nginx runs its workers as a user that cannot enter pytest's folders.
    command += ["-g", "user root;"] if Path("/proc/self").owner() == "root" else []
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_until_ready(server, process, folder)
            yield server
        finally:
            process.terminate()


def _wait_until_ready(server: Nginx, process: subprocess.Popen[bytes], folder: Path) -> None:
    while True:
        log = (folder / "start.log").read_text() if (folder / "start.log").exists() else ""
        assert process.poll() is None, log
        try:
            server.get("/")
        except (OSError, HTTPException):
            continue
        assert "[warn]" not in log
        return


def _ipv6(line: str) -> str:
    """Return the line; empty where the machine has no IPv6."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return ""
    return line


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOCAL, 0))
        port: int = probe.getsockname()[1]
        return port


def _certificate(folder: Path) -> Path:
    path = folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", "/CN=noticeboard.example"]
    command += ["-keyout", str(path), "-out", str(folder / "public.pem")]
    subprocess.run(command, check=True, capture_output=True)
    with path.open("ab") as both:
        both.write((folder / "public.pem").read_bytes())
    return path
