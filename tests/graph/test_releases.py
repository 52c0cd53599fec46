"""Releases: published whole or not at all, listed, compared, gone back to; after kill -9, a full disk, damage."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from graph_service.errors import QueryError, StoreError, UnknownError
from graph_service.graph import releases
from graph_service.graph.embedded import EmbeddedStore
from graph_service.graph.engine import storage_error
from graph_service.graph.store import GraphStore, open_store

GRAPH = "http://example.org/g"


def line(word: str) -> bytes:
    """One statement."""
    return f'<http://example.org/s> <http://example.org/p> "{word}" .\n'.encode()


def test_every_write_is_one_release(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "new" / "store")
    assert store.release == "0"
    assert store.replace({GRAPH: line("one"), GRAPH + "2": line("two")}) == "1"
    assert store.replace({GRAPH: line("three")}) == "2"
    listed = releases.list_releases(store.folder)
    assert [(one.name, one.statements, one.graphs, one.changed) for one in listed] == [
        ("1", 2, 2, (GRAPH, GRAPH + "2")),
        ("2", 2, 2, (GRAPH,)),
    ]


def test_a_reader_keeps_its_release(tmp_path: Path) -> None:
    writer = EmbeddedStore(tmp_path)
    writer.replace({GRAPH: line("one")})
    reader = EmbeddedStore(tmp_path, read_only=True)
    writer.replace({GRAPH: line("two")})
    assert reader.graph(GRAPH) == line("one")
    assert reader.refresh() == "2"
    assert reader.graph(GRAPH) == line("two")
    assert open_store(str(tmp_path), release="1").graph(GRAPH) == line("one")


def test_difference_and_rollback(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.replace({GRAPH: line("one")})
    store.replace({GRAPH: line("two")})
    found = releases.diff(tmp_path, "1", "2")
    assert len(found.added) == len(found.removed) == 1
    assert '"two"' in found.added[0]
    done = releases.rollback(tmp_path, "1")
    assert (done.name, done.origin) == ("3", "1")
    assert store.refresh() == "3"
    assert store.graph(GRAPH) == line("one")
    assert releases.diff(tmp_path, "1", "3") == releases.Difference((), ())
    store.replace({GRAPH + "2": line("more")})
    assert store.graph(GRAPH) == line("one")


def test_unknown_releases_are_told(tmp_path: Path) -> None:
    EmbeddedStore(tmp_path).replace({GRAPH: line("one")})
    with pytest.raises(UnknownError):
        releases.rollback(tmp_path, "7")
    with pytest.raises(UnknownError):
        open_store(str(tmp_path), release="7")
    with pytest.raises(StoreError, match="no store"):
        EmbeddedStore(tmp_path / "nowhere", read_only=True)


def test_old_releases_can_be_removed(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    for word in "abc":
        store.replace({GRAPH: line(word)})
    assert releases.prune(tmp_path, keep=2) == ["1"]
    assert [one.name for one in releases.list_releases(tmp_path)] == ["2", "3"]
    assert store.graph(GRAPH) == line("c")


def test_a_failed_write_leaves_no_trace(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.replace({GRAPH: line("one")})

    def fail(view: GraphStore) -> Mapping[str, bytes | None]:
        assert view.graph(GRAPH) == line("two")
        raise QueryError("no")

    with pytest.raises(QueryError):
        store.replace({GRAPH: line("two")}, derive=fail)
    with pytest.raises(QueryError):
        store.update(
            f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <http://example.org/x> <http://example.org/p> 1 }} }}",
            derive=fail_always,
        )
    assert store.graph(GRAPH) == line("one")
    assert store.replace({GRAPH + "2": line("two")}) == "2"
    assert store.graph(GRAPH) == line("one")


def fail_always(view: GraphStore) -> Mapping[str, bytes | None]:
    """A derivation that never works."""
    raise QueryError("no")


def test_a_read_only_store_takes_no_writes(tmp_path: Path) -> None:
    EmbeddedStore(tmp_path).replace({GRAPH: line("one")})
    with pytest.raises(StoreError, match="read-only"):
        EmbeddedStore(tmp_path, read_only=True).replace({GRAPH: None})


def test_a_second_writer_waits_and_then_gives_up(tmp_path: Path) -> None:
    EmbeddedStore(tmp_path).replace({GRAPH: line("one")})
    with (
        releases.writing(tmp_path),
        pytest.raises(StoreError, match="another process"),
        releases.writing(tmp_path, wait=0.05),
    ):
        pass


def test_what_a_kill_left_behind_is_removed(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.replace({GRAPH: line("one")})
    (tmp_path / "releases" / "2").mkdir()
    (tmp_path / "releases" / "3.partial").mkdir()
    (tmp_path / "writer.at").unlink()
    assert [one.name for one in releases.list_releases(tmp_path)] == ["1"]
    assert store.replace({GRAPH + "2": line("two")}) == "2"
    assert store.graphs() == [GRAPH, GRAPH + "2"]
    assert not (tmp_path / "releases" / "3.partial").exists()


def test_damage_is_reported_with_what_to_do(tmp_path: Path) -> None:
    EmbeddedStore(tmp_path).replace({GRAPH: line("one")})
    quads = tmp_path / "releases" / "1" / "quads"
    for path in quads.glob("MANIFEST-*"):
        path.write_bytes(b"nonsense")
    with pytest.raises(StoreError) as caught:
        EmbeddedStore(tmp_path, read_only=True)
    assert "damaged" in caught.value.message
    assert "rollback" in caught.value.do
    (tmp_path / "releases" / "1" / "release.json").write_text("{")
    with pytest.raises(StoreError, match="damaged"):
        releases.list_releases(tmp_path)


def test_a_full_disk_is_called_so() -> None:
    error = storage_error(OSError(28, "No space left on device"), "store")
    assert "full" in error.message
    assert "last release is intact" in error.do


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_stops_the_release_and_not_the_store(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.replace({GRAPH: line("one")})
    (tmp_path / "current.new").symlink_to("/dev/full")
    with pytest.raises(StoreError, match="full"):
        store.replace({GRAPH: line("two")})
    assert EmbeddedStore(tmp_path, read_only=True).graph(GRAPH) == line("one")
    (tmp_path / "current.new").unlink()
    assert store.replace({GRAPH: line("three")}) == "2"
    assert store.graph(GRAPH) == line("three")


WRITER = """
import sys
from graph_service.graph.embedded import EmbeddedStore
store = EmbeddedStore(sys.argv[1])
print("ready", flush=True)
number = int(sys.argv[2])
while True:
    number += 1
    text = "".join(f'<http://e/{i}> <http://e/p> "{number}" .\\n' for i in range(200))
    store.replace({"http://g/a": text.encode(), "http://g/b": text.encode()})
    print(number, flush=True)
"""


@pytest.mark.parametrize("seed", range(3))
def test_kill_at_any_moment_loses_no_release_and_tears_no_document(tmp_path: Path, seed: int) -> None:
    """Writers are killed at random moments; what they reported as published is there, and graphs are whole."""
    chance = random.Random(seed)
    reported = 0
    for _ in range(4):
        command = [sys.executable, "-c", WRITER, str(tmp_path), str(reported)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 0.25))
        os.kill(process.pid, signal.SIGKILL)
        lines = [int(one) for one in process.communicate()[0].split()]
        reported = max([reported, *lines])
        store = EmbeddedStore(tmp_path)
        if store.release == "0":
            assert not reported
            continue
        words = {row["o"].value for row in store.select("SELECT DISTINCT ?o { ?s <http://e/p> ?o }")}
        assert len(words) == 1
        assert int(words.pop()) in {reported, reported + 1}
        assert store.graph("http://g/a") == store.graph("http://g/b")
        assert len(store.graph("http://g/a").splitlines()) == 200
        assert store.release == releases.list_releases(tmp_path)[-1].name
        reported = int(store.select("SELECT DISTINCT ?o { ?s <http://e/p> ?o }")[0]["o"].value)


STEPS = """
import os, signal, sys
from graph_service.graph.embedded import EmbeddedStore
store, last, seen = EmbeddedStore(sys.argv[1]), int(sys.argv[2]), 0
KINDS = {"open", "os.rename", "os.mkdir", "os.link", "os.remove", "os.rmdir", "shutil.copyfile"}
def count(event, arguments):
    global seen
    seen += event in KINDS
    if event in KINDS and seen == last:
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
text = f'<http://e/s> <http://e/p> "{last}" .\\n' * 2
store.replace({f"http://g/{name}": text.encode() for name in "ab"})
"""


def test_kill_at_every_step_of_publishing_leaves_a_whole_release(tmp_path: Path) -> None:
    """Before each file that is opened, linked, copied, removed or renamed; every later run mends what was left."""
    EmbeddedStore(tmp_path).replace({f"http://g/{name}": line("0") for name in "ab"})
    moments = 0
    for last in range(1, 200):
        before = releases.list_releases(tmp_path)
        ended = subprocess.run([sys.executable, "-c", STEPS, str(tmp_path), str(last)], check=False).returncode
        store = EmbeddedStore(tmp_path, read_only=True)
        assert releases.list_releases(tmp_path)[: len(before)] == before
        assert store.graph("http://g/a") == store.graph("http://g/b")
        assert len(store.graph("http://g/a").splitlines()) == 1
        if ended == 0:
            assert f'"{last}"'.encode() in store.graph("http://g/a")
            break
        assert ended == -signal.SIGKILL
        moments += 1
    assert 10 < moments < 199


FILLING = """
import subprocess, sys
from pathlib import Path
place = Path(sys.argv[1])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)], check=True)
print("mounted", flush=True)
from graph_service.errors import StoreError
from graph_service.graph.embedded import EmbeddedStore
store = EmbeddedStore(place / "store")
for number in range(1, 200):
    text = "".join(f'<http://e/{number}/{n}> <http://e/p> "{number * n * 7919}" .\\n' for n in range(4000))
    try:
        store.replace({f"http://g/{number}": text.encode()})
    except StoreError as fault:
        print(fault)
        break
left = EmbeddedStore(place / "store", read_only=True)
assert left.release == str(number - 1), (left.release, number)
assert all(len(left.graph(f"http://g/{one}").splitlines()) == 4000 for one in range(1, number))
print("intact after", number)
"""


def test_a_disk_that_fills_up_is_told_and_the_last_release_stays(tmp_path: Path) -> None:
    """A real file system of six megabytes, in a namespace of its own where the system lets us make one."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("there is no unshare here")
    command = [unshare, "-rm", sys.executable, "-c", FILLING, str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if "mounted" not in ran.stdout:
        pytest.skip(f"no file system can be mounted here: {ran.stderr.splitlines()[-1:]}")
    assert ran.returncode == 0, ran.stderr
    assert "the disk is full" in ran.stdout, ran.stdout
    assert "intact after" in ran.stdout


def test_a_table_that_is_damaged_is_told_when_it_is_read(tmp_path: Path) -> None:
    text = "".join(f'<http://e/{n}> <http://e/p> "{n * 7919}" .\n' for n in range(2000))
    EmbeddedStore(tmp_path).replace({GRAPH: text.encode()})
    for path in (tmp_path / "releases" / "1" / "quads").glob("*.sst"):
        data = bytearray(path.read_bytes())
        middle = len(data) // 3
        data[middle : middle + 200] = bytes(200)
        path.write_bytes(data)
    with pytest.raises(StoreError) as caught:
        EmbeddedStore(tmp_path, read_only=True).graph(GRAPH)
    assert "damaged" in caught.value.message
