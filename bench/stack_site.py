"""The grown site on one machine: nginx and application processes, made of the very files that are shipped.

Of `docs/deploy/nginx.conf` only addresses, certificates and ports are changed, of the unit's commands
only the port and where Python is; what cannot be found there any more stops the bench.
"""

import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.server import ROOT, free_port

CONF = ROOT / "docs" / "deploy" / "nginx.conf"
UNIT = ROOT / "docs" / "deploy" / "in-transit.service"
NAME = "study.example.org"  # as in the shipped file
NEEDED = {"nginx": "nginx", "openssl": "openssl", "pg_dump": "postgresql-client"}
AROUND = """daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def missing() -> list[str]:
    """The packages of the distribution that have to be installed first."""
    return [package for program, package in NEEDED.items() if shutil.which(program) is None]


def replaced(text: str, changes: Mapping[str, str]) -> str:
    """The text with each of these pieces changed; one that is not there exactly once is an error."""
    for old, new in changes.items():
        if text.count(old) != 1:
            raise ValueError(f"{old!r} stands {text.count(old)} times in what is shipped")
        text = text.replace(old, new)
    return text


def site_conf(shipped: str, folder: Path, apps: Sequence[int], plain: int, secure: int) -> str:
    """The shipped configuration with the addresses and paths of this bench."""
    certificates = f"/etc/letsencrypt/live/{NAME}"
    return replaced(
        shipped,
        {
            "    server 127.0.0.1:8000;": "\n".join(f"    server 127.0.0.1:{port};" for port in apps),
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{secure} ssl http2;",
            f"{certificates}/fullchain.pem": f"{folder}/certificate.pem",
            f"{certificates}/privkey.pem": f"{folder}/key.pem",
        },
    )


def commands(unit: str, port: int) -> tuple[list[list[str]], list[str]]:
    """What the shipped unit runs before it serves, and how it serves, on this port."""
    here = re.sub(r"/srv/in-transit/\.venv/bin/python\b", sys.executable, unit)
    here = here.replace("/srv/in-transit/.venv/bin/granian", f"{sys.executable} -m granian")
    before = [line.split() for line in re.findall(r"^ExecStartPre=(.*)$", here, re.MULTILINE)]
    (serve,) = re.findall(r"^ExecStart=(.*)$", here, re.MULTILINE)
    return before, replaced(serve, {"--port 8000": f"--port {port}"}).split()


class App:
    """One application process with its workers, as the unit starts it; it has nothing but its environment."""

    def __init__(self, environment: Mapping[str, str], port: int) -> None:
        self.environment, self.port = dict(environment), port
        self.log = Path(environment["DATA_DIR"]) / "log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """What comes before, then serve until it is ready."""
        before, serve = commands(UNIT.read_text("utf-8"), self.port)
        for command in before:
            subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                serve, cwd=ROOT, env=self.environment, start_new_session=True, stdout=log, stderr=log
            )
        until = time.monotonic() + 30
        while not self.ready():
            if time.monotonic() > until:
                raise RuntimeError(f"the application on port {self.port} is not ready")
            time.sleep(0.1)

    def ready(self) -> bool:
        """What a load balancer asks, past the proxy."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        headers = {"Host": NAME, "X-Forwarded-Proto": "https", "Connection": "close"}
        with closing(connection), suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/readyz", headers=headers)
            return connection.getresponse().status == 200
        return False

    def workers(self) -> list[int]:
        """The processes that answer requests."""
        assert self.process is not None
        pid = self.process.pid
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        lines = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in found}
        return [child for child, line in lines.items() if b"resource_tracker" not in line]

    def complaints(self) -> Counter[str]:
        """What ended requests with an error, by the name of the exception."""
        text = self.log.read_text("utf-8", errors="replace")
        return Counter(re.findall(r"^((?:\w+\.)+\w+(?:Error|Exception|Warning))\b", text, re.MULTILINE))

    def kill(self) -> None:
        """All of it at once, with nothing tidied up, as when a machine goes."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """As systemd does; harmless where it is gone already."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()


@dataclass(frozen=True)
class Door:
    """Where visitors come in: nginx, under the site's name, over TLS."""

    secure: int
    plain: int
    context: ssl.SSLContext

    def connect(self, timeout: float | None = None) -> ssl.SSLSocket:
        """A connection of its own; the certificate is looked at."""
        plain = socket.create_connection(("127.0.0.1", self.secure), timeout)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.context.wrap_socket(plain, server_hostname=NAME)

    def dressed(self, request: bytes) -> bytes:
        """A request made for 127.0.0.1, as a browser sends it to the site."""
        host = f"Host: {NAME}\r\nOrigin: https://{NAME}\r\n".encode()
        return request.replace(b"Host: 127.0.0.1\r\n", host, 1)


class Nginx:
    """The distribution's nginx with the shipped site."""

    def __init__(self, folder: Path, apps: Sequence[int]) -> None:
        self.folder = folder
        plain, secure = free_port(), free_port()
        shipped = CONF.read_text("utf-8")
        (folder / "site.conf").write_text(site_conf(shipped, folder, apps, plain, secure), "utf-8")
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user), "utf-8")
        self._certificate()
        context = ssl.create_default_context(cafile=str(folder / "certificate.pem"))
        self.door = Door(secure, plain, context)
        self.command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]

    @contextmanager
    def running(self) -> Iterator[Door]:
        """Checked by nginx itself first."""
        subprocess.run([*self.command, "-t", "-q"], check=True)
        process = subprocess.Popen([*self.command, "-e", str(self.folder / "error.log")])
        try:
            for _ in range(100):
                with suppress(OSError), closing(self.door.connect(timeout=1)):
                    break
                time.sleep(0.05)
            yield self.door
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout=20)

    def _certificate(self) -> None:
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        command += ["-nodes", "-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
        files = ["-keyout", str(self.folder / "key.pem"), "-out", str(self.folder / "certificate.pem")]
        subprocess.run([*command, *files], check=True, stderr=subprocess.DEVNULL)
