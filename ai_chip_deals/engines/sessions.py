"""A session of each engine: it reads Parquet files and writes them, and ends with its block."""

from __future__ import annotations

import os
import re
import shutil
import socket
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, get_args

import narwhals as nw
import polars as pl

from ai_chip_deals.engines.paths import handle, is_remote, protocols
from ai_chip_deals.errors import DatasetError, MissingExtraError, WrongPathError
from ai_chip_deals.resolve.engines import CONNECTION, Frame

if TYPE_CHECKING:
    import duckdb
    from pyspark.sql import SparkSession

EngineName: TypeAlias = Literal["polars", "duckdb", "spark"]

_MASTER = re.compile(
    r"local(\[(\*|[1-9]\d*)(\s*,\s*\d+)?\])?"  # threads, and how often a task may fail
    r"|local-cluster\[\s*\d+\s*,\s*\d+\s*,\s*\d+\s*\]|spark://.+|k8s://.+|yarn"
)
"""The masters that Spark knows."""


@dataclass(frozen=True)
class Options:
    """How a session is opened.

    `memory_limit` is DuckDB's, such as `2GB`, beyond which it spills to disk; `master` is that of
    Spark's cluster.
    """

    memory_limit: str | None = None
    master: str | None = None
    """Null for all cores of this machine."""

    def refuse_for(self, engine: EngineName) -> None:
        """Tell of an option that an engine would not heed.

        Raises:
            WrongPathError: One is given that is of another engine.
        """
        others: tuple[tuple[str, str | None, EngineName], ...] = (
            ("--memory-limit", self.memory_limit, "duckdb"),
            ("--master", self.master, "spark"),
        )
        for option, given, its in others:
            if given and engine != its:
                raise WrongPathError(
                    f"got {option} {given!r} with the engine {engine}, expected none: it is only "
                    f"for {its}. Leave it out, or use --engine {its}."
                )


class Session(Protocol):
    """An engine at work."""

    def scan(self, paths: Sequence[str]) -> Frame:
        """Parquet files of one table as one frame."""

    def write(self, frame: Frame, path: Path) -> None:
        """Write a frame as Parquet: one file, or on Spark a folder with a file a partition."""


def session(engine: EngineName, scratch: Path, options: Options) -> AbstractContextManager[Session]:
    """Open a session.

    Args:
        engine: Of which engine.
        scratch: A folder for what it puts aside; every worker of a cluster must reach it.
        options: How.

    Raises:
        MissingExtraError: The engine is not installed.
        DatasetError: It cannot be started, or gave up.
        WrongPathError: There is no such master, or an option is of another engine.
    """
    if engine not in get_args(EngineName):
        raise WrongPathError(f"got the engine {engine!r}, expected polars, duckdb or spark")
    options.refuse_for(engine)
    match engine:
        case "polars":
            return polars_session()
        case "duckdb":
            return duckdb_session(scratch, options.memory_limit)
        case "spark":
            return spark_session(scratch, options.master or "local[*]")


@contextmanager
def polars_session() -> Iterator[Session]:
    """A session of polars, which works in this process."""
    try:
        yield PolarsSession()
    except pl.exceptions.PolarsError as error:
        raise _gave_up("polars", error) from error


@contextmanager
def duckdb_session(scratch: Path, memory_limit: str | None = None) -> Iterator[DuckdbSession]:
    """A session of DuckDB in memory; beyond the limit it spills into the folder."""
    try:
        import duckdb
    except ImportError:
        raise MissingExtraError("duckdb", "resolve or check with DuckDB") from None
    settings: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(scratch),
        "preserve_insertion_order": False,
    }
    try:
        with duckdb.connect(config=settings) as connection:
            if memory_limit:
                _limit(connection, memory_limit)
            CONNECTION.set(connection)
            yield DuckdbSession(connection)
    except duckdb.Error as error:
        raise _gave_up("DuckDB", error) from error


def _limit(connection: duckdb.DuckDBPyConnection, memory: str) -> None:
    import duckdb

    try:
        connection.execute("SET memory_limit = ?", [memory])
    except duckdb.ParserException as error:
        raise WrongPathError(
            f"got the memory limit {memory!r}, expected a size such as 2GB or 500MB"
        ) from error


@contextmanager
def spark_session(scratch: Path, master: str) -> Iterator[SparkOnParquet]:
    """A session of Spark on a cluster, or in a process of its own on this machine."""
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise MissingExtraError("spark", "resolve or check with Spark") from None
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise DatasetError(
            "Spark needs Java 17 or later, and there is none on this machine. Install it, for "
            "example with apt-get install openjdk-17-jre-headless, or set JAVA_HOME."
        )
    _reach(master)
    builder = SparkSession.builder.master(master).appName("ai-chip-deals")
    builder = builder.config("spark.sql.session.timeZone", "UTC")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    # Else every expression tells the JVM where in the code it stands: half of all that is sent.
    builder = builder.config("spark.python.sql.dataFrameDebugging.enabled", "false")
    builder = builder.config("spark.sql.dataFrameQueryContext.enabled", "false")
    try:
        with builder.getOrCreate() as spark:
            spark.sparkContext.setLogLevel("ERROR")
            spark.sparkContext.setCheckpointDir(scratch.absolute().as_uri())
            yield SparkOnParquet(spark)
    except (PySparkException, Py4JError) as error:
        raise _gave_up("Spark", error) from error


def _reach(master: str) -> None:
    """Knock at a standalone master, at which Spark itself would knock for a minute."""
    if not _MASTER.fullmatch(master):
        raise WrongPathError(
            f"got the master {master!r}, expected one such as spark://host:7077, k8s://host:443, "
            "yarn, or on this machine local[2] for two cores and local[*] for all. "
            "Quote it, or leave --master out for all cores."
        )
    if not master.startswith("spark://"):
        return
    host, _, port = master.removeprefix("spark://").partition(",")[0].rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=10).close()
    except (OSError, ValueError) as error:
        raise WrongPathError(
            f"got the master {master!r}, which does not answer ({error}), expected that of a "
            "running cluster, such as spark://host:7077. Start it, or leave --master out."
        ) from error


def _gave_up(engine: str, error: Exception) -> DatasetError:
    first = str(error).strip().partition("\n")[0]
    return DatasetError(f"{engine} gave up: {first}")


@dataclass(frozen=True)
class PolarsSession:
    """polars in this process."""

    def scan(self, paths: Sequence[str]) -> Frame:
        """Parquet files of one table as one frame."""
        files = [handle(path) if is_remote(path) else path for path in paths]
        frames = [pl.scan_parquet(file) for file in files]
        return nw.from_native(pl.concat(frames, how="diagonal"))

    def write(self, frame: Frame, path: Path) -> None:
        """Write a frame as one file."""
        frame.to_native().sink_parquet(path, compression="zstd")


@dataclass(frozen=True)
class DuckdbSession:
    """DuckDB in this process."""

    connection: duckdb.DuckDBPyConnection

    def scan(self, paths: Sequence[str]) -> Frame:
        """Parquet files of one table as one frame."""
        import fsspec

        for protocol in protocols(paths):
            self.connection.register_filesystem(fsspec.filesystem(protocol))
        return nw.from_native(self.connection.read_parquet(list(paths), union_by_name=True))

    def write(self, frame: Frame, path: Path) -> None:
        """Write a frame as one file."""
        frame.to_native().to_parquet(str(path), compression="zstd")


@dataclass(frozen=True)
class SparkOnParquet:
    """Spark, whose workers read and write the files themselves."""

    spark: SparkSession

    def scan(self, paths: Sequence[str]) -> Frame:
        """Parquet files of one table as one frame."""
        there = [path if is_remote(path) else Path(path).absolute().as_uri() for path in paths]
        return nw.from_native(self.spark.read.option("mergeSchema", "true").parquet(*there))

    def write(self, frame: Frame, path: Path) -> None:
        """Write a frame as a folder with a file a partition."""
        frame.to_native().write.parquet(path.absolute().as_uri(), compression="zstd")
