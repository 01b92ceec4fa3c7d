"""What an editor shows while somebody writes a raw file, asked of the real YAML language server."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.node

SOURCE = Path("raw/sources/2026/tpak-bytedance-will-use-huaweis-chips.yaml")


class Editor:
    """A language server and one open file: the few messages of the protocol that are needed."""

    def __init__(self, path):
        command = ["yaml-language-server", "--stdio"]
        pipe = subprocess.PIPE
        self.server = subprocess.Popen(command, stdin=pipe, stdout=pipe)
        self.uri = path.resolve().as_uri()
        self.number = 0
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.tell("initialized", {})
        document = {"uri": self.uri, "languageId": "yaml", "version": 1, "text": path.read_text()}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def tell(self, method, params, **more):
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.server.stdin.flush()

    def ask(self, method, params):
        self.number += 1
        self.tell(method, params, id=self.number)
        while True:
            length = int(self.server.stdout.readline().split(b":")[1])
            while self.server.stdout.readline().strip():
                pass
            message = json.loads(self.server.stdout.read(length))
            if message.get("id") == self.number and "method" not in message:
                return message.get("result")

    def at(self, method, line, character):
        position = {"line": line, "character": character}
        return self.ask(method, {"textDocument": {"uri": self.uri}, "position": position})

    def close(self):
        self.server.kill()
        self.server.wait()
        self.server.stdin.close()
        self.server.stdout.close()


@pytest.fixture
def editor(tmp_path):
    """Opens a file that lies as deep as a source file does, beside the real schemas."""
    editors = []

    def opened(text):
        path = tmp_path / "raw/sources/2024/page.yaml"
        path.parent.mkdir(parents=True)
        (tmp_path / "schemas").symlink_to(Path("schemas").resolve())
        path.write_text(text, "utf-8")
        editors.append(Editor(path))
        return editors[-1]

    yield opened
    for each in editors:
        each.close()


def test_hovering_over_a_key_explains_it(editor):
    text = SOURCE.read_text("utf-8")
    line = next(number for number, text in enumerate(text.splitlines()) if "ordered:" in text)
    hover = editor(text).at("textDocument/hover", line, 6)
    assert "Hardware ordered" in json.dumps(hover)


def test_the_keys_of_a_claim_are_completed_with_their_descriptions(editor):
    text = "\n".join(SOURCE.read_text("utf-8").splitlines()[:7])
    text += "\n  - deal: bytedance-huawei-ascend-910b-2024\n    \n"
    completion = editor(text).at("textDocument/completion", 8, 4)
    offered = {item["label"]: json.dumps(item) for item in completion["items"]}
    assert {"ordered", "delivered", "according_to", "stance", "quote"} <= set(offered)
    assert "Hardware that has arrived" in offered["delivered"]


def test_the_terms_of_a_closed_list_are_completed(editor):
    text = "\n".join(SOURCE.read_text("utf-8").splitlines()[:7])
    text += "\n  - deal: bytedance-huawei-ascend-910b-2024\n    stance: \n"
    completion = editor(text).at("textDocument/completion", 8, 12)
    assert {"says", "expects", "denies", "silent"} <= {
        item["label"] for item in completion["items"]
    }
