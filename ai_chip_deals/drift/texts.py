"""The bytes of a page -> its text, as a reader sees it."""

from __future__ import annotations

import trafilatura
from charset_normalizer import from_bytes
from w3lib.encoding import html_to_unicode

from ai_chip_deals.errors import FetchError
from ai_chip_deals.vocabulary import CheckResult

_HTML = ("text/html", "application/xhtml+xml")
_PLAIN = "text/plain"


def refuse_what_is_no_text(content_type: str) -> None:
    """Raise where a page's type says that it is neither HTML nor plain text.

    Raises:
        FetchError: It is a PDF, an image, a download.
    """
    kind = _kind(content_type)
    if kind not in (*_HTML, _PLAIN, ""):
        raise FetchError(CheckResult.NOT_TEXT, f"it is {kind}")


def readings(body: bytes, content_type: str) -> tuple[str, ...]:
    """A page as text: its main text where there is one, then all of it.

    Sentences are looked for in both, because what counts as main text is a guess.
    """
    text = decoded(body, content_type)
    if _kind(content_type) == _PLAIN:
        return (text,)
    main = trafilatura.extract(text)
    return (*([main] if main else []), trafilatura.html2txt(text))


def decoded(body: bytes, content_type: str) -> str:
    """The characters of a page, whatever it says of them.

    What is UTF-8 is so by no chance. Else its header, its own declaration and a detector are asked
    in this order, and the first under which no character is broken is right.
    """
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    text = ""
    for header in (content_type, None):
        _, text = html_to_unicode(header, body, auto_detect_fun=_detected)
        if "\ufffd" not in text:
            return text
    detected = from_bytes(body).best()
    return str(detected) if detected else text


def _detected(body: bytes) -> str | None:
    found = from_bytes(body).best()
    return found.encoding if found else None


def _kind(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
