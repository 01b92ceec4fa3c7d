"""A web server on this machine that plays good sites and bad ones."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class LocalWeb:
    """Answers each path as it was told to, with 404 where it was not, and keeps what was asked."""

    def __init__(self, tls=None):
        self.answers = {}
        self.asked = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                web.asked.append((time.monotonic(), self.path, dict(self.headers)))
                with suppress(ConnectionError):  # who asked has had enough
                    web.answers.get(self.path, answer(b"", status=404))(self)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads, self._server.block_on_close = True, False
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_port
        self.host = f"127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=[0.01], daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def url(self, path):
        return f"http://{self.host}{path}"

    def paths(self):
        return [path for _, path, _ in self.asked]

    def page(self, path, body, status=200, **headers):
        """Answer a path with HTML, or with what the headers say; returns its address."""
        self.answers[path] = answer(body, status, **headers)
        return self.url(path)

    def redirect(self, path, to):
        self.answers[path] = answer(b"", 302, location=to)
        return self.url(path)

    def play(self, path, *pieces, forever=b"", pause=0.0):
        """Answer a path with raw bytes, and then with one piece over and over."""

        def raw(handler):
            for piece in pieces:
                handler.wfile.write(piece)
            while forever:
                handler.wfile.write(forever)
                time.sleep(pause)

        self.answers[path] = raw
        return self.url(path)


def answer(body, status=200, **headers):
    sent = body if isinstance(body, bytes) else body.encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def write(handler):
        handler.send_response(status)
        for name, value in ({"content-type": "text/html; charset=utf-8"} | named).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(sent)

    return write


def article(*sentences):
    """A page as news sites make them, with sentences in it."""
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    head = "<head><title>News</title><script>var nothing = 'to read';</script></head>"
    return f"<html>{head}<body><nav>Home</nav><article>{paragraphs}</article></body></html>"
