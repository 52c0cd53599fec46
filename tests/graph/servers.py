"""Real SPARQL servers for the tests and the benchmark: Oxigraph's own, Apache Jena Fuseki, Virtuoso.

Each is started on free ports of the loopback in a folder of its own. A server that cannot be had is named with
the way to get it, so that what is skipped says why.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

FUSEKI = "org/apache/jena/jena-fuseki-server"
# What Virtuoso must be told before it takes updates over HTTP and keeps its own statements to itself.
GRANTS = """
GRANT SPARQL_UPDATE TO "SPARQL";
DB.DBA.RDF_DEFAULT_USER_PERMS_SET('nobody', 7, 0);
DB.DBA.RDF_DEFAULT_USER_PERMS_SET('nobody', 0, 1);
DB.DBA.RDF_GRAPH_GROUP_CREATE('http://www.openlinksw.com/schemas/virtrdf#PrivateGraphs', 1);
DB.DBA.RDF_GRAPH_GROUP_INS('http://www.openlinksw.com/schemas/virtrdf#PrivateGraphs', '{virtrdf}');
DB.DBA.RDF_GRAPH_GROUP_INS('http://www.openlinksw.com/schemas/virtrdf#PrivateGraphs', '{ldp}');
DB.DBA.RDF_GRAPH_GROUP_INS('http://www.openlinksw.com/schemas/virtrdf#PrivateGraphs', '{local}');
""".format(
    virtrdf="http://www.openlinksw.com/schemas/virtrdf#",
    ldp="http://www.w3.org/ns/ldp#",
    local="http://localuriqaserver/sparql",
)
VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
MaxClientConnections = 20
CheckpointInterval = 0
DirsAllowed = {folder}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DefaultIsolation = 2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
MaxClientConnections = 20
ServerThreads = 20
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""
FUSEKI_CONFIG = """
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX ja: <http://jena.hpl.hp.com/2005/11/Assembler#>
PREFIX tdb2: <http://jena.apache.org/2016/tdb#>
[] a fuseki:Service ; fuseki:name "data" ; fuseki:dataset [ a ja:MemoryDataset ] ;
  fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "sparql" ] ,
    [ fuseki:operation fuseki:update ; fuseki:name "update" ] ,
    [ fuseki:operation fuseki:gsp-rw ; fuseki:name "graphs" ] .
[] a fuseki:Service ; fuseki:name "union" ;
  fuseki:dataset [ a tdb2:DatasetTDB2 ; tdb2:location "--mem--" ; tdb2:unionDefaultGraph true ] ;
  fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "sparql" ] ,
    [ fuseki:operation fuseki:update ; fuseki:name "update" ] ,
    [ fuseki:operation fuseki:gsp-rw ; fuseki:name "graphs" ] .
"""


class Missing(Exception):
    """A server that cannot be had here; the message says what it takes."""


@dataclass(frozen=True)
class Addresses:
    """Where one server answers: queries, updates, the Graph Store Protocol."""

    query: str
    update: str
    graphs: str


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Waits until a server answers."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server at {address} ended"
        try:
            httpx.get(address, timeout=2)
            return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError(f"the server at {address} did not answer")


@contextmanager
def started(
    command: list[str], address: str, seconds: float = 30, folder: Path | None = None, **environment: str
) -> Iterator[None]:
    """A server in a process of its own, from its first answer to the end of the block."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={**os.environ, **environment},
    )
    try:
        wait_for(address, process, seconds)
        yield
    finally:
        process.kill()
        process.wait()


def program(name: str, how: str) -> str:
    """The path of a program on the path or beside Python; raises Missing."""
    found = shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))
    if found is None:
        raise Missing(f"there is no {name} here: {how}")
    return found


@contextmanager
def oxigraph(*options: str, location: Path | None = None, port: int = 0) -> Iterator[Addresses]:
    """Oxigraph's own server from PyPI, in memory, or read-only over a folder that was loaded."""
    port = port or free_port()
    how = ["serve"] if location is None else ["serve-read-only", "--location", str(location)]
    command = [program("oxigraph", "PyPI has it as oxigraph"), *how, "--bind", f"127.0.0.1:{port}", *options]
    root = f"http://127.0.0.1:{port}"
    with started(command, f"{root}/query?query=ASK%7B%7D"):
        yield Addresses(f"{root}/query", f"{root}/update", f"{root}/store")


def fuseki_jar() -> Path:
    """Fuseki's server jar: UNAG_FUSEKI_JAR, else the newest one in Maven's local repository; raises Missing."""
    named = os.environ.get("UNAG_FUSEKI_JAR")
    if named and Path(named).is_file():
        return Path(named)
    found = sorted((Path.home() / ".m2" / "repository" / FUSEKI).glob("5.*/jena-fuseki-server-5.*.jar"))
    if not found:
        raise Missing(
            "there is no Fuseki here: fetch org.apache.jena:jena-fuseki-server with Maven, or set UNAG_FUSEKI_JAR"
        )
    return found[-1]


@contextmanager
def fuseki(folder: Path, *options: str, memory: str = "1G") -> Iterator[str]:
    """Apache Jena Fuseki; without options the services ``data`` (memory) and ``union`` (TDB2). Gives its root."""
    folder.mkdir(parents=True, exist_ok=True)
    port, config = free_port(), folder / "config.ttl"
    config.write_text(FUSEKI_CONFIG)
    command = [program("java", "Fuseki needs Java 17"), f"-Xmx{memory}", "-jar", str(fuseki_jar())]
    command += [f"--port={port}", "--localhost", *(options or ["--config", str(config)])]
    root = f"http://127.0.0.1:{port}"
    with started(command, f"{root}/", 90, folder, FUSEKI_BASE=str(folder / "base")):
        yield root


@contextmanager
def virtuoso(
    folder: Path, rows: int = 20_000, buffers: int = 20_000, load: Path | None = None
) -> Iterator[Addresses]:
    """Virtuoso 7 with leave to update; ``rows`` is where it cuts answers, ``load`` N-Quads to begin with.

    ``buffers`` are pages of 8 kilobytes in memory.
    """
    server = program("virtuoso-t", "Debian has it as virtuoso-opensource")
    isql = program("isql-vt", "Debian has it as virtuoso-opensource")
    folder.mkdir(parents=True, exist_ok=True)
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(
        VIRTUOSO_INI.format(
            sql=sql,
            http=http,
            rows=rows,
            buffers=buffers,
            dirty=buffers * 3 // 4,
            folder=load.parent if load else folder,
        )
    )
    root = f"http://127.0.0.1:{http}"
    command = [server, "+configfile", "virtuoso.ini", "+foreground"]
    with started(command, f"{root}/sparql?query=ASK%7B%7D", 90, folder):
        told = GRANTS
        if load:
            told += f"ld_dir('{load.parent}', '{load.name}', 'urn:unnamed');\nrdf_loader_run();\ncheckpoint;\n"
        run = subprocess.run([isql, f"127.0.0.1:{sql}", "dba", "dba"], input=told.encode(), capture_output=True)
        assert b"*** Error" not in run.stdout + run.stderr, (run.stdout + run.stderr).decode()
        yield Addresses(f"{root}/sparql", f"{root}/sparql", f"{root}/sparql-graph-crud")
