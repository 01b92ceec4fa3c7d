"""The bytes of a page become the text that a reader sees, whatever the page says of itself."""

from __future__ import annotations

import pytest
from local_web import article

from ai_chip_deals.drift.texts import decoded, readings, refuse_what_is_no_text
from ai_chip_deals.errors import FetchError

CHINESE = "字节跳动已经订购了超过10万颗升腾芯片，知情人士说，到七月为止收到不到三万颗。" * 3
GERMAN = "Für rund 100 Chips zahlte die Firma höchstens zwölf Millionen Euro, hieß es übrigens."


@pytest.mark.parametrize(
    ("text", "encoding", "header", "meta"),
    [
        (CHINESE, "utf-8", "text/html; charset=utf-8", ""),
        (CHINESE, "utf-8", "text/html; charset=iso-8859-1", ""),
        (CHINESE, "utf-8", "text/html", "gb2312"),
        (CHINESE, "utf-8-sig", "text/html", ""),
        (CHINESE, "gb18030", "text/html; charset=gb2312", ""),
        (CHINESE, "gb18030", "text/html", "gb2312"),
        (CHINESE, "gb18030", "text/html; charset=utf-8", "gbk"),
        (CHINESE, "gb18030", "text/html; charset=no-such-thing", "gbk"),
        (CHINESE, "gb18030", "text/html; charset=punycode", "zip"),
        (CHINESE, "gb18030", "text/html", ""),
        (CHINESE, "gb18030", "text/html; charset=utf-8", ""),
        (CHINESE, "utf-16", "text/html", ""),
        (GERMAN, "cp1252", "text/html; charset=iso-8859-1", ""),
        (GERMAN, "cp1252", "text/html", "windows-1252"),
    ],
)
def test_a_page_is_decoded_though_it_lies_about_its_charset(text, encoding, header, meta):
    declared = f'<meta charset="{meta}">' if meta else ""
    page = f"<html><head>{declared}</head><body><p>{text}</p></body></html>".encode(encoding)
    assert text in decoded(page, header)


def test_a_broken_character_breaks_no_other():
    page = article(GERMAN * 5).encode() + b"\xff"
    assert GERMAN in decoded(page, "text/html; charset=utf-8")


def test_a_sentence_outside_of_the_main_text_is_read_too():
    aside = "In an aside stands that 500 chips came."
    html = article(GERMAN * 5).replace("</body>", f"<aside>{aside}</aside></body>")
    main, whole = readings(html.encode(), "text/html")
    assert GERMAN in main
    assert aside not in main
    assert aside in whole


def test_links_and_bold_words_do_not_break_a_sentence_and_scripts_are_none():
    sentence = "It <b>ordered</b> <a href='/x'>100</a>,000 chips&nbsp;from Huawei&rsquo;s shop."
    *_, whole = readings(article(sentence).encode(), "text/html")
    assert "It ordered 100,000 chips" in whole
    assert "Huawei’s shop." in whole
    assert "nothing" not in whole


def test_plain_text_stays_as_it_is():
    text = "Of chips < 100 came; <b>no markup</b>."
    assert readings(text.encode(), "text/plain; charset=utf-8") == (text,)


@pytest.mark.parametrize("body", [b"", b"<", b"\x00\x01", b"<div>" * 100_000, b"<!-- "])
def test_a_page_with_nothing_to_read_is_read_as_nothing(body):
    assert "".join(readings(body, "text/html")).strip("<\ufffd\x00\x01 ") == ""


@pytest.mark.parametrize(
    "kind", ["text/html", "TEXT/HTML; charset=x", "text/plain", "application/xhtml+xml", ""]
)
def test_html_and_plain_text_are_text(kind):
    refuse_what_is_no_text(kind)


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "application/json", "text/css"])
def test_nothing_else_is_text(kind):
    with pytest.raises(FetchError, match=kind) as caught:
        refuse_what_is_no_text(kind)
    assert caught.value.result == "not_text"
