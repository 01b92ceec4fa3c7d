"""A standalone cluster of Spark on this machine, with workers as processes that can be killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from pathlib import Path

JAVA = (
    # To optimize, to collect side by side and to verify Spark's classes takes longer than it saves.
    "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC "
    "-XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
)
LEAN = {
    "spark.driver.memory": "512m",
    "spark.executor.memory": "512m",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": JAVA,
    "spark.executor.extraJavaOptions": JAVA,
    "spark.ui.enabled": "false",
    # Nothing begins before both workers have an executor.
    "spark.cores.max": "2",
    "spark.scheduler.minRegisteredResourcesRatio": "1",
    "spark.scheduler.maxRegisteredResourcesWaitingTime": "600s",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    # To compile queries takes longer than to run them over little.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.optimizer.maxIterations": "5",
    "spark.sql.lightweightPlanChangeValidation": "false",
}


class Cluster:
    """A master and two workers, each with one core; the executors of a worker die with it.

    Its driver is this process: what a session needs to know stands in `environment`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.root.mkdir()
        self.processes = []
        settings = " ".join(f"--conf '{name}={value}'" for name, value in LEAN.items())
        self.environment = {
            "PYSPARK_SUBMIT_ARGS": f"{settings} pyspark-shell",
            "SPARK_LAUNCHER_OPTS": JAVA,
            "SPARK_LOCAL_IP": "127.0.0.1",
        }
        log = self._start("master.Master", "--port", 0)
        said = re.compile(r"Starting Spark master at (spark://\S+)")
        wait_until(lambda: said.search(log.read_text("utf-8")), self.processes[0])
        self.address = said.search(log.read_text("utf-8"))[1]
        for number in (1, 2):
            own = ("--cores", 1, "--memory", "512m", "--work-dir", root / f"worker{number}")
            self._start("worker.Worker", *own, self.address)

    def _start(self, name, *words):
        """Start a part of the cluster, in a process group of its own; returns its log."""
        import pyspark

        command = [Path(pyspark.__file__).parent / "bin/spark-class"]
        command += [f"org.apache.spark.deploy.{name}", "--host", "127.0.0.1", "--webui-port", 0]
        path = self.root / f"{name}-{len(self.processes)}.log"
        with path.open("w") as log:
            process = subprocess.Popen(
                [str(word) for word in (*command, *words)],
                env={
                    **os.environ,
                    **self.environment,
                    "SPARK_DAEMON_MEMORY": "256m",
                    "SPARK_DAEMON_JAVA_OPTS": JAVA,
                },
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return path

    def executor(self, number):
        """The id of the executor that a worker has started."""
        (log,) = self.root.glob(f"worker{number}/app-*/*/stderr")
        return log.parent.name

    def kill(self, number):
        """Kill a worker and what it started, as a machine that loses its power."""
        os.killpg(self.processes[number].pid, signal.SIGKILL)
        self.processes[number].wait()

    def close(self):
        """End the cluster, and the part of the driver that is a process of Java."""
        from pyspark import SparkContext

        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if gateway := SparkContext._gateway:
            gateway.shutdown()
            gateway.proc.stdin.close()
            gateway.proc.wait()
            SparkContext._gateway = SparkContext._jvm = None


def tasks_done(spark):
    """How many tasks each executor has done, those of the dead as well."""
    every = spark.sparkContext._jsc.sc().statusStore().executorList(False)
    executors = [every.apply(place) for place in range(every.size())]
    return {one.id(): one.completedTasks() for one in executors}


def wait_until(holds, process, seconds=300):
    """Wait for something that happens in another process."""
    end = time.monotonic() + seconds
    while not holds():
        assert process.poll() is None, "it ended too early"
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
