"""A Hugging Face Hub on this machine: repositories with commits and tags, for the real clients."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

NO_COMMIT = "0" * 40
ROUTE = re.compile(
    r"(?P<api>/api)?/datasets/(?P<repo>[^/]+/[^/]+)(?:/(?P<verb>[^/]+)(?P<rest>.*))?"
)


class Repository:
    """A dataset repository: every commit with its files, the branch `main`, and the tags."""

    def __init__(self):
        self.commits, self.main, self.tags = {NO_COMMIT: {}}, NO_COMMIT, {}

    def at(self, revision):
        """The commit and the files of a branch, tag or commit."""
        commit = {"main": self.main, **self.tags}.get(revision or "main", revision)
        return commit, self.commits.get(commit)

    def commit(self, lines):
        files = dict(self.commits[self.main])
        for line in map(json.loads, lines.splitlines()):
            value = line["value"]
            if line["key"] == "file":
                files[value["path"]] = base64.b64decode(value["content"])
            elif line["key"] == "deletedFile":
                del files[value["path"]]
        self.main = hashlib.sha1(self.main.encode() + lines).hexdigest()
        self.commits[self.main] = files
        return self.main


class LocalHub:
    """Answers what `huggingface_hub` and `datasets` ask to write, tag, list and read files."""

    def __init__(self, token):
        self.repositories = {}
        hub, self.token = self, token

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                status, content, headers = hub.answer(self)
                body = content if isinstance(content, bytes) else json.dumps(content).encode()
                self.send_response(status)
                for name, value in {"Content-Length": len(body), **headers}.items():
                    self.send_header(name, str(value))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            def do_GET(self):
                self.answer()

            def do_HEAD(self):
                self.answer()

            def do_POST(self):
                self.answer()

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads, self._server.block_on_close = True, False
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=[0.01], daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def answer(self, request):
        """The status, content and headers for a request."""
        address = urlsplit(request.path)
        path, body = unquote(address.path), request.rfile.read(_length(request))
        if request.command == "POST" and request.headers.get("Authorization") != (
            f"Bearer {self.token}"
        ):
            return 401, {"error": "Unauthorized"}, {}
        if path == "/api/validate-yaml":
            return 200, {"errors": [], "warnings": []}, {}
        if path == "/api/repos/create":
            asked = json.loads(body)
            name = f"{asked['organization']}/{asked['name']}"
            self.repositories.setdefault(name, Repository())
            return 200, {"url": f"{self.url}/datasets/{name}", "name": name, "id": name}, {}
        route = ROUTE.fullmatch(path)
        repository = self.repositories.get(route["repo"]) if route else None
        if repository is None:
            return 404, {"error": "Repository not found"}, {"X-Error-Code": "RepoNotFound"}
        verb, rest = route["verb"] or "", (route["rest"] or "").removeprefix("/")
        if verb == "resolve":
            return _resolve(repository, request, *rest.split("/", 1))
        return self._of_repository(route["repo"], verb, rest, address.query, body)

    def _of_repository(self, name, verb, rest, query, body):
        repository = self.repositories[name]
        if verb == "commit":
            commit = repository.commit(body)
            return (
                200,
                {
                    "commitUrl": f"{self.url}/datasets/{name}/commit/{commit}",
                    "commitOid": commit,
                    "pullRequestUrl": None,
                },
                {},
            )
        if verb == "tag":
            repository.tags[json.loads(body)["tag"]] = repository.main
            return 200, {}, {}
        if verb == "preupload":
            files = json.loads(body)["files"]
            plain = {"uploadMode": "regular", "shouldIgnore": False, "oid": None}
            return 200, {"files": [{"path": file["path"], **plain} for file in files]}, {}
        if verb == "refs":
            main = [{"name": "main", "ref": "refs/heads/main", "targetCommit": repository.main}]
            tags = [
                {"name": tag, "ref": f"refs/tags/{tag}", "targetCommit": commit}
                for tag, commit in repository.tags.items()
            ]
            return 200, {"branches": main, "tags": tags, "converts": []}, {}
        return _read(repository, name, verb, rest, query, body)


def _read(repository, name, verb, rest, query, body):
    """What a repository says of itself and of its files."""
    if verb in ("", "revision"):
        commit, files = repository.at(rest)
        about = {"id": name, "sha": commit, "private": False, "tags": [], "downloads": 0}
        return 200, {**about, "siblings": [{"rfilename": path} for path in files or {}]}, {}
    revision, _, folder = rest.partition("/")
    commit, files = repository.at(revision)
    entries = _entries(files, folder, parse_qs(query).get("recursive") in (["true"], ["True"]))
    if verb == "paths-info":
        form = json.loads(body) if body[:1] == b"{" else parse_qs(body.decode())
        wanted = set(form["paths"])
        entries = [entry for entry in _entries(files, "", True) if entry["path"] in wanted]
    return 200, entries, {}


def _entries(files, folder, deep):
    """The files and folders beneath a folder, as a tree of the Hub lists them."""
    found = {}
    for path, content in files.items():
        if folder and not path.startswith(f"{folder}/"):
            continue
        parts = path.removeprefix(f"{folder}/" if folder else "").split("/")
        for depth in range(1, len(parts)):
            above = "/".join(([folder] if folder else []) + parts[:depth])
            if deep or depth == 1:
                found[above] = {"type": "directory", "path": above, "size": 0, "oid": NO_COMMIT}
        if deep or len(parts) == 1:
            about = {"size": len(content), "oid": _blob(content)}
            found[path] = {"type": "file", "path": path, **about}
    return list(found.values())


def _resolve(repository, request, revision, path):
    """A file, or the bytes of it that are asked for."""
    commit, files = repository.at(revision)
    if files is None:
        return 404, b"", {"X-Error-Code": "RevisionNotFound"}
    if path not in files:
        return 404, b"", {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": commit}
    content = files[path]
    headers = {"X-Repo-Commit": commit, "ETag": f'"{_blob(content)}"', "Accept-Ranges": "bytes"}
    asked = re.match(r"bytes=(\d+)-(\d*)", request.headers.get("Range") or "")
    if not asked:
        return 200, content, headers
    first, last = int(asked[1]), min(int(asked[2] or len(content)), len(content) - 1)
    headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return 206, content[first : last + 1], headers


def _blob(content):
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def _length(request):
    return int(request.headers.get("Content-Length") or 0)
