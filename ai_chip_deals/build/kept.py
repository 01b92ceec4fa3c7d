"""The last build of a tree, as a cache keeps it: what it wrote, and from which files."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ai_chip_deals.build.flat import Flat
from ai_chip_deals.build.who import Answers
from ai_chip_deals.raw.listing import Listing

_KIND = "tables"
_MADE_FROM = "made-from.json"


@dataclass(frozen=True)
class Kept:
    """A build of the same tree, perhaps as it was earlier."""

    packed: bytes
    key: str
    """Of what it was made, and under which version."""
    files: Mapping[str, str]
    """The digest of each file that it was made from, by place."""
    answers: Mapping[str, Answers]
    """What the rows of each source rest on beside its file."""

    @classmethod
    def of(cls, listing: Listing) -> Kept | None:
        """The last build of a folder, where one is kept."""
        packed = listing.cache.get(_KIND, listing.name)
        if packed is None:
            return None
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            return cls(packed, *json.loads(archive.read(_MADE_FROM)))

    def made_of(self, listing: Listing, version: str) -> bool:
        """Whether it was made of this very listing, under this version."""
        return self.key == _key(listing, version)

    def changed(self, listing: Listing) -> set[str]:
        """The places of files that came, went, or are not as they were."""
        return {place for place, _ in self.files.items() ^ _digests(listing).items()}

    def extract(self, folder: Path) -> None:
        """Write the files of the build into a folder, which is made."""
        with zipfile.ZipFile(io.BytesIO(self.packed)) as archive:
            archive.extractall(folder, [name for name in archive.namelist() if name != _MADE_FROM])

    def flat(self) -> Flat:
        """What the files said."""
        with zipfile.ZipFile(io.BytesIO(self.packed)) as archive:
            tables = {
                name: pl.read_parquet(io.BytesIO(archive.read(f"{name}.parquet")))
                for name in ("claims", "sources", "organizations", "products", "deals_as_written")
            }
            redirects = json.loads(archive.read("manifest.json"))["redirects"]
        return Flat(
            tables["claims"].with_columns(wins=pl.lit(False)),
            tables["sources"],
            tables["organizations"],
            tables["products"],
            tables["deals_as_written"],
            redirects,
            self.answers,
        )


def keep(folder: Path, version: str, listing: Listing, answers: Mapping[str, Answers]) -> None:
    """Keep what a build of a listing wrote into a folder, in place of the last build of it."""
    if not listing.cache:
        return
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
        made_from = json.dumps([_key(listing, version), _digests(listing), answers])
        archive.writestr(_MADE_FROM, made_from)
    listing.cache.put(_KIND, listing.name, packed.getvalue())


def _key(listing: Listing, version: str) -> str:
    return f"{version} {listing.key()}"


def _digests(listing: Listing) -> dict[str, str]:
    digests = ((entry.place, listing.digest(entry)) for entry in listing.entries)
    return {place: digest for place, digest in digests if digest}
