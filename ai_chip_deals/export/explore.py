"""The tables in a browser: Datasette over the SQLite file, with questions to begin with."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from ai_chip_deals import loaders
from ai_chip_deals.errors import DatasetError, MissingExtraError
from ai_chip_deals.export import about
from ai_chip_deals.export.sqlite import export_sqlite
from ai_chip_deals.export.sqlite_schema import sql_tables
from ai_chip_deals.vocabulary import PROJECT, REPOSITORY

HOST = "127.0.0.1"
"""This machine alone: nobody else on the network can ask."""

SHOWN = Path(__file__).parent / "explore.yaml"

_SETTINGS = {
    # A busy machine may be slow to count; a facet that is not there would mislead.
    "facet_time_limit_ms": 5_000,
    "sql_time_limit_ms": 10_000,
    "suggest_facets": False,
}


def explore(port: int, opened: Callable[[str], None]) -> None:
    """Serve the tables to a browser on this machine, until Ctrl-C or a signal to end.

    They lie in a temporary folder meanwhile, which is gone afterwards.

    Args:
        port: Where; 0 takes one that is free.
        opened: Is told the address as soon as a browser may ask for it.

    Raises:
        MissingExtraError: The extra `explore` is not installed.
        DatasetError: The port is in use, or not for everybody.
        MissingDataError: The package was not built.
    """
    try:
        import uvicorn
        from datasette.app import Datasette
    except ImportError:
        raise MissingExtraError("explore", "explore the tables in a browser") from None
    with (
        suppress(KeyboardInterrupt),
        _listening(port) as listener,
        TemporaryDirectory(prefix=f"{PROJECT}-") as folder,
    ):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        file = Path(folder) / f"{PROJECT}.sqlite"
        export_sqlite(file)
        site = Datasette(immutables=[file], metadata=metadata(file), settings=_SETTINGS)
        server = uvicorn.Server(uvicorn.Config(site.app(), log_level="warning"))
        opened(f"http://{HOST}:{listener.getsockname()[1]}/")
        server.run(sockets=[listener])


def metadata(file: Path) -> dict[str, Any]:
    """What Datasette shows beside the rows of the SQLite file: meanings, facets, questions."""
    shown = yaml.safe_load(SHOWN.read_text("utf-8"))
    with closing(sqlite3.connect(file)) as connection:
        dictionary = connection.execute('SELECT "table", "column", description FROM dictionary')
        for name, column, description in dictionary:
            entry = shown["tables"].setdefault(name, {})
            if column:
                entry.setdefault("columns", {})[column] = description
            else:
                entry["description"] = description
    for table in sql_tables():
        if table.list_column:  # one follows them from a row; among the tables they are noise
            shown["tables"][table.name]["hidden"] = True
    manifest = loaders.manifest()
    return {
        "title": about.TITLE,
        "description": about.DESCRIPTION,
        "license": about.LICENCE,
        "license_url": about.LICENCE_URL,
        "source": f"{PROJECT} {manifest['version']}, data as of {manifest['data_as_of']}",
        "source_url": REPOSITORY,
        "databases": {PROJECT: shown},
    }


def _listening(port: int) -> socket.socket:
    """A socket at which a browser may knock before the server is there to answer."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise DatasetError(
            f"port {port} cannot be had ({os.strerror(error.errno or 0)}). "
            "Name another, or --port 0 for any."
        ) from error
