"""The bytes of a page -> its text, as a reader sees it."""

from __future__ import annotations

from collections.abc import Iterator

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
        raise FetchError(CheckResult.NOT_TEXT, f"it is {kind[:80]}")


def readings(body: bytes, content_type: str) -> tuple[str, ...]:
    """A page as text: its main text where there is one, then all that a reader sees.

    Sentences are looked for in both, because what counts as main text is a guess.
    """
    text = decoded(body, content_type)
    if _kind(content_type) == _PLAIN:
        return (text,)
    page = trafilatura.load_html(text)
    if page is None:
        return ()
    main = trafilatura.extract(page)
    for hidden in page.xpath("//script | //style | //noscript | //template"):
        hidden.drop_tree()
    return (*([main] if main else []), trafilatura.html2txt(page, clean=False))


def decoded(body: bytes, content_type: str) -> str:
    """The characters of a page, whatever it says of them.

    What can be read as UTF-8 is so by no chance. Else its header, its own declaration and a
    detector are asked, in this order.
    """
    guesses = _guesses(body, content_type)
    return next(filter(_is_whole, guesses), body.decode(errors="replace"))


def _guesses(body: bytes, content_type: str) -> Iterator[str]:
    yield body.decode("utf-8-sig", errors="replace")
    for header in (content_type, None):
        try:
            yield html_to_unicode(header, body, auto_detect_fun=_detected)[1]
        except (UnicodeError, LookupError):
            continue  # it names a codec of Python that is no charset: zip, punycode
    best = from_bytes(body).best()
    if best is not None:
        yield str(best)


def _is_whole(text: str) -> bool:
    """Whether the characters beyond ASCII are right, but for a slip here and there."""
    beyond = [one for one in text if not one.isascii()]
    return 10 * beyond.count("\ufffd") <= len(beyond)


def _detected(body: bytes) -> str | None:
    found = from_bytes(body).best()
    return found.encoding if found else None


def _kind(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
