"""Serves the built site on this machine: a page that was opened as a file cannot run Python."""

from __future__ import annotations

import contextlib
import errno
import webbrowser
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from parity.errors import ReaderError

ADDRESS = "127.0.0.1"
PORT = 8765
TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".wasm": "application/wasm",
    ".whl": "application/octet-stream",
    ".record": "application/octet-stream",
    ".webmanifest": "application/manifest+json",
}


class PortTakenError(ReaderError):
    """Something else answers at the port that was asked for."""


class Handler(SimpleHTTPRequestHandler):
    """Gives the site's files, to this machine alone, and says nothing."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **TYPES}
    protocol_version = "HTTP/1.1"

    def send_head(self) -> Any:
        """Answer only what was asked of this machine: no name that somebody leads here."""
        host = (self.headers.get("Host") or "").rpartition(":")[0] or self.headers.get("Host", "")
        if host not in (ADDRESS, "localhost"):
            self.send_error(403)
            return None
        return super().send_head()

    def end_headers(self) -> None:
        """Let the browser ask each time whether a file is still the same."""
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def list_directory(self, path: Any) -> None:
        """Show no folders."""
        self.send_error(404)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the terminal quiet."""


class Server(ThreadingHTTPServer):
    """Serves one folder until it is closed."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__((ADDRESS, port), partial(Handler, directory=str(folder)))

    @property
    def url(self) -> str:
        """Return where it answers."""
        return f"http://{ADDRESS}:{self.server_address[1]}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that has gone."""


def server(folder: Path, port: int | None = None) -> Server:
    """Return a server of ``folder``: at ``port``, or at the usual one, or at any that is free.

    Raises:
        PortTakenError: if ``port`` was asked for and is taken.
    """
    for wanted in (port,) if port is not None else (PORT, 0):
        try:
            return Server(folder, wanted)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES) or wanted == 0:
                raise
    raise PortTakenError(
        f"Port {port} is taken, or may not be used; choose another with --port, or leave it out."
    )


def serve(folder: Path, port: int | None, opened: bool, told: Callable[[str], None]) -> None:
    """Serve ``folder`` until Ctrl-C; ``told`` is given the address."""
    with server(folder, port) as running:
        told(running.url)
        if opened:
            webbrowser.open(running.url)
        with contextlib.suppress(KeyboardInterrupt):
            running.serve_forever()
