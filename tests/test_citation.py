"""CITATION.cff is what its standard asks for, and says what the exports say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema
from jsonschema_rs import validator_for

from ai_chip_deals.export import about
from ai_chip_deals.vocabulary import PROJECT, REPOSITORY

CITATION = yaml.safe_load((Path(__file__).parent.parent / "CITATION.cff").read_text("utf-8"))


@pytest.fixture(scope="module")
def standard():
    """The schema of the Citation File Format, as check-jsonschema ships it."""
    return validator_for(get_builtin_schema("vendor.citation-file-format"))


def plain(document):
    """The document with days as text, which is how the schema has them."""
    return json.loads(json.dumps(document, default=str))


def test_the_citation_follows_the_schema_of_its_format(standard):
    assert [error.message for error in standard.iter_errors(plain(CITATION))] == []


@pytest.mark.parametrize(
    "change", [{"license": "free"}, {"authors": []}, {"cff-version": "1"}, {"titel": "A dataset"}]
)
def test_a_wrong_citation_is_found(standard, change):
    assert not standard.is_valid(plain(CITATION | change))


def test_the_citation_says_what_the_exports_say():
    assert CITATION["license"] == about.LICENCE
    assert CITATION["repository-code"] == REPOSITORY
    assert [author["name"] for author in CITATION["authors"]] == [about.CREATOR]
    assert CITATION["title"].startswith(f"{PROJECT}: ")
