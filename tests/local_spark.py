"""A standalone cluster of Spark on this machine, with workers as processes that can be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

LEAN = {
    "spark.driver.memory": "512m",
    "spark.executor.memory": "512m",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    # To compile queries takes longer than to run them over little.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1",
}


class Cluster:
    """A master and two workers, each with one core; the executors of a worker die with it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"spark://127.0.0.1:{port}"
        self.processes = []
        self.start("master.Master", "--port", port)
        wait_until(lambda: answers(port))
        for number in (1, 2):
            own = ("--cores", 1, "--memory", "512m", "--work-dir", root / f"worker{number}")
            self.start("worker.Worker", *own, self.address)

    def start(self, name, *words):
        """Start a part of the cluster, in a process group of its own."""
        import pyspark

        command = [Path(pyspark.__file__).parent / "bin/spark-class"]
        command += [f"org.apache.spark.deploy.{name}", "--host", "127.0.0.1", "--webui-port", 0]
        log = (self.root / f"{name}-{len(self.processes)}.log").open("w")
        process = subprocess.Popen(
            [str(word) for word in (*command, *words)],
            env={
                **os.environ,
                "SPARK_LOCAL_IP": "127.0.0.1",
                "SPARK_DAEMON_MEMORY": "256m",
                "SPARK_DAEMON_JAVA_OPTS": "-XX:TieredStopAtLevel=1",
            },
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self.processes.append(process)

    def run(self, *words):
        """Start a command of ours on this cluster."""
        settings = " ".join(f"--conf {name}={value}" for name, value in LEAN.items())
        return subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from ai_chip_deals.cli import app; app()",
                *(str(word) for word in words),
                "--engine",
                "spark",
                "--master",
                self.address,
            ],
            env={
                **os.environ,
                "PYSPARK_SUBMIT_ARGS": f"{settings} pyspark-shell",
                "SPARK_LOCAL_IP": "127.0.0.1",
            },
            stdout=subprocess.PIPE,
            stderr=(self.root / "driver.log").open("a"),
            text=True,
        )

    def executors(self, number):
        """How many executors a worker has started."""
        return len(list((self.root / f"worker{number}").glob("app-*/*/stderr")))

    def kill(self, number):
        """Kill a worker and what it started, as a machine that loses its power."""
        os.killpg(self.processes[number].pid, signal.SIGKILL)
        self.processes[number].wait()

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def answers(port):
    with socket.socket() as knocking:
        return knocking.connect_ex(("127.0.0.1", port)) == 0


def wait_until(holds, seconds=120):
    """Wait for something that happens in another process."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
