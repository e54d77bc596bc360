"""The jars of Apache Kafka, fetched once by Maven into the user's cache, and the `java` that runs them."""

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

KAFKA_VERSION = "4.3.1"
JAVA_MINIMUM = 17
_HERE = Path(__file__).parent
_INSTALL = "apt-get install default-jre-headless maven"

# openjdk version "17.0.15" 2025-04-15
_JAVA_VERSION = re.compile(r'version "(\d+)')


class KafkaUnavailableError(RuntimeError):
    """No broker can run on this machine; the message says what is missing and how to get it."""


def cache_directory() -> Path:
    """Where the jars are kept between runs."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "agencyfeed" / f"kafka-{KAFKA_VERSION}"


def java() -> str:
    """Path of a Java 17 or newer: JAVA_HOME's, else the one in PATH."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which(f"{home}/bin/java") if home else shutil.which("java")
    if found is None:
        raise KafkaUnavailableError(f"a broker needs Java {JAVA_MINIMUM} or newer, none found: {_INSTALL}")
    said = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
    version = _JAVA_VERSION.search(said)
    if version is None or int(version[1]) < JAVA_MINIMUM:
        seen = version[1] if version else "an unknown version"
        raise KafkaUnavailableError(f"a broker needs Java {JAVA_MINIMUM} or newer, {found} is {seen}: {_INSTALL}")
    return found


def jars() -> Path:
    """The directory of the jars, complete; the first call on a machine fetches 44 MB."""
    home = cache_directory()
    if (home / "jars").is_dir():
        return home / "jars"
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second process waits here and then finds them
        if not (home / "jars").is_dir():
            _fetch(home)
    return home / "jars"


def missing() -> str | None:
    """Why no broker can run here, None when it can.  Fetches nothing."""
    try:
        java()
        if not (cache_directory() / "jars").is_dir():
            _maven()
    except KafkaUnavailableError as error:
        return str(error)
    return None


def _maven() -> str:
    found = shutil.which("mvn")
    if found is None:
        raise KafkaUnavailableError(f"Kafka's jars are fetched by Maven, `mvn` was not found: {_INSTALL}")
    return found


def _fetch(home: Path) -> None:
    with tempfile.TemporaryDirectory(dir=home) as directory:
        pom = Path(directory) / "pom.xml"  # a copy: Maven writes beside it
        shutil.copyfile(_HERE / "pom.xml", pom)
        target = Path(directory) / "jars"
        command = [
            _maven(),
            "-q",
            "-B",
            "-Dstyle.color=never",
            "-f",
            str(pom),
            f"-Djars={target}",
            f"-Dkafka.version={KAFKA_VERSION}",
        ]
        done = subprocess.run([*command, "package"], capture_output=True, text=True, check=False)
        if done.returncode or not any(target.glob("kafka_*.jar")):
            raise KafkaUnavailableError(f"Maven could not fetch Kafka's jars:\n{(done.stdout + done.stderr)[-2000:]}")
        target.rename(home / "jars")  # whole or not at all
