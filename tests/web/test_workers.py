"""The pool of workers: slow queries do not hold the quick, nobody takes all slow places, and no answer is lost."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from graph_service.errors import LimitError
from graph_service.settings import Settings
from graph_service.web.crew import Crew
from graph_service.web.faults import unpack
from graph_service.web.jobs import READING
from graph_service.web.lane import Slot, frame
from graph_service.web.link import Link, Made
from graph_service.web.nursery import Nursery
from graph_service.web.precedence import LAST, LONG, give_way
from graph_service.web.refusals import left
from graph_service.web.security import CLIENT, UNDER_WAY
from graph_service.web.spool import IN_MEMORY
from graph_service.web.workers import Pool
from tests.web.running import awaited, filled

TRIPLES = "".join(f'<http://e/{number}> <http://e/p> "{number}" .\n' for number in range(400))
SLOW = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?q }"
QUICK = b"SELECT ?o { <http://e/7> ?p ?o }"


@asynccontextmanager
async def pool(folder: Path, size: int = 1, spare: int = 2, seconds: float = 30.0) -> AsyncIterator[Pool]:
    """Workers over a small store."""
    store = filled(folder / "store", {"http://e/g": TRIPLES})
    settings = Settings(store=str(store), log="none")
    nursery = Nursery(settings, READING)
    workers = Pool(settings, nursery, size, seconds, 500, READING, spare)
    await workers.start()
    try:
        yield workers
    finally:
        await workers.stop()
        nursery.close()
        await asyncio.to_thread(nursery.wait)


async def ask(workers: Pool, query: bytes, client: str = "") -> Made:
    """One query of one client."""
    CLIENT.set(client)
    head: dict[str, Any] = {
        "job": "query",
        "release": "1",
        "accept": "",
        "form": None,
        "default": None,
        "named": None,
    }
    return await workers.run(head, query)


async def until(true: Any) -> None:
    """Waits until something holds, at most twenty seconds."""
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


def crew_of(workers: Pool, crew: Crew) -> list[int]:
    """The processes that take from the queue of a crew."""
    theirs = [one for one, its in workers.links.items() if its is crew]
    return [one.process for one in theirs if one.process and not one.slow]


def test_slow_queries_leave_their_lane_and_the_quick_are_answered(tmp_path: Path) -> None:
    async def work() -> None:
        async with pool(tmp_path, seconds=4.0) as workers:
            slow = asyncio.create_task(ask(workers, SLOW, "greedy"))
            await until(lambda: workers.slow.links)
            (link,) = workers.slow.links
            for _ in range(20):
                assert b'"7"' in (await ask(workers, QUICK, "modest")).data
            assert not slow.done()
            assert os.getpriority(os.PRIO_PROCESS, link.process) > os.getpriority(os.PRIO_PROCESS, 0)
            (outcome,) = await asyncio.gather(slow, return_exceptions=True)
            assert isinstance(outcome, LimitError)
            assert "4 seconds" in str(outcome)
            assert workers.killed == 1
            await until(lambda: len(workers.links) == 2)

    awaited(work())


def test_what_was_slow_is_forgotten_with_each_quick_answer(tmp_path: Path) -> None:
    async def work() -> None:
        async with pool(tmp_path, seconds=1.0) as workers:
            await asyncio.gather(ask(workers, SLOW, "greedy"), return_exceptions=True)
            assert workers.slow.takes("greedy")
            assert not workers.slow.takes("modest")
            for _ in range(9):
                assert b'"7"' in (await ask(workers, QUICK, "greedy")).data
            # Each quick one halved what was remembered, until it was nothing.
            assert not workers.slow.takes("greedy")

    awaited(work())


def test_a_client_waits_for_its_own_slow_queries_and_no_other_does(tmp_path: Path) -> None:
    async def work() -> None:
        async with pool(tmp_path) as workers:
            first = asyncio.create_task(ask(workers, SLOW, "greedy"))
            await until(lambda: workers.slow.links)
            others = [asyncio.create_task(ask(workers, SLOW, "greedy")) for _ in range(4)]
            await until(lambda: len(workers.slow.links) == 2)
            await asyncio.sleep(0.3)
            assert (len(workers.slow.links), len(workers.slow.turns)) == (2, 3)
            assert b'"7"' in (await ask(workers, QUICK, "modest")).data
            for one in (first, *others):
                one.cancel()
            await asyncio.gather(first, *others, return_exceptions=True)
            await until(lambda: not workers.slow.links)

    awaited(work())


def test_who_has_had_much_makes_room_for_who_has_had_little(tmp_path: Path) -> None:
    async def work() -> None:
        async with pool(tmp_path, spare=1) as workers:
            greedy = asyncio.create_task(ask(workers, SLOW, "greedy"))
            await until(lambda: workers.slow.links)
            workers.slow.past.add("modest", 0.1)
            assert b'"7"' in (await asyncio.wait_for(ask(workers, QUICK, "modest"), 20)).data
            (outcome,) = await asyncio.gather(greedy, return_exceptions=True)
            assert isinstance(outcome, LimitError)
            assert "too many slow queries" in str(outcome)

    awaited(work())


def test_a_stranger_does_not_get_the_last_worker(tmp_path: Path) -> None:
    async def work() -> None:
        async with pool(tmp_path, size=2) as workers:
            assert b'"7"' in (await ask(workers, QUICK, "modest")).data
            assert "modest" in workers.known
            strangers = [asyncio.create_task(ask(workers, QUICK, f"stranger {one}")) for one in range(5)]
            await asyncio.sleep(0)
            assert (len(workers.strange.sent), len(workers.strange.turns), len(workers.quick.sent)) == (3, 2, 0)
            known = asyncio.create_task(ask(workers, QUICK, "modest"))
            await asyncio.sleep(0)
            assert (len(workers.quick.sent), len(workers.quick.turns)) == (1, 0)
            made = await asyncio.gather(known, *strangers)
            assert all(b'"7"' in one.data for one in made)

    awaited(work())


def test_a_worker_that_is_killed_takes_at_most_its_own_answer_along(tmp_path: Path) -> None:
    async def work() -> None:
        chance = Random(5)
        async with pool(tmp_path, size=2) as workers:
            asked = [asyncio.create_task(ask(workers, QUICK)) for _ in range(300)]
            for _ in range(4):
                await asyncio.sleep(0.05)
                if awake := [*crew_of(workers, workers.quick), *crew_of(workers, workers.strange)]:
                    os.kill(chance.choice(awake), signal.SIGKILL)
            outcomes = await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), 60)
            failed = [one for one in outcomes if not isinstance(one, Made)]
            assert len(failed) <= 4
            assert all(isinstance(one, LimitError) for one in failed)
            assert not workers.quick.sent
            assert not workers.strange.sent
            assert not workers.queued

    awaited(work())


def test_what_a_worker_took_and_never_began_is_sent_again(tmp_path: Path) -> None:
    async def work() -> None:
        async with pool(tmp_path) as workers:
            assert workers.strange.ends is not None
            awake = crew_of(workers, workers.strange)
            for process in awake:
                os.kill(process, signal.SIGSTOP)
            await asyncio.sleep(0.1)
            answer = asyncio.create_task(ask(workers, QUICK))
            await asyncio.sleep(0.1)
            workers.strange.ends[1].setblocking(False)
            workers.strange.ends[1].recv(100_000)
            for process in awake:
                os.kill(process, signal.SIGKILL)
            assert b'"7"' in (await asyncio.wait_for(answer, 30)).data

    awaited(work())


def test_what_is_not_taken_yet_is_not_lost(tmp_path: Path) -> None:
    async def work() -> None:
        async with pool(tmp_path, spare=0) as workers:
            (process,) = crew_of(workers, workers.quick)
            os.kill(process, signal.SIGSTOP)
            answer = asyncio.create_task(ask(workers, QUICK))
            await asyncio.sleep(1.5)
            os.kill(process, signal.SIGCONT)
            assert b'"7"' in (await asyncio.wait_for(answer, 30)).data

    awaited(work())


def test_a_request_longer_than_the_queue_takes_comes_whole(tmp_path: Path) -> None:
    async def work() -> None:
        async with pool(tmp_path) as workers:
            made = await ask(workers, QUICK + b" # " + b"x" * 90_000)
            assert b'"7"' in made.data

    awaited(work())


def test_nothing_is_done_for_who_has_gone(tmp_path: Path) -> None:
    async def work() -> None:
        async with pool(tmp_path, spare=1) as workers:
            theirs: set[Any] = set()
            UNDER_WAY.set(theirs)
            asked = [asyncio.create_task(ask(workers, SLOW, "gone")) for _ in range(3)]
            await until(lambda: workers.slow.links)
            await until(lambda: len(theirs) == 3)
            for ticket in tuple(theirs):
                ticket.refuse(left())
            outcomes = await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), 5)
            assert all("went away" in str(one) for one in outcomes)
            assert not theirs
            await until(lambda: not workers.slow.links and not workers.queued)
            assert b'"7"' in (await ask(workers, QUICK, "modest")).data

    awaited(work())


def test_long_answers_leave_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "answers"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    long = b"SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"

    async def work() -> None:
        async with pool(tmp_path) as workers:
            made = await ask(workers, long, "reader")
            assert made.file is not None
            assert len(made.file.read()) == made.head["length"] > IN_MEMORY
            assert (await ask(workers, QUICK, "reader")).file is None
            again = asyncio.create_task(ask(workers, long + b" # again", "reader"))
            await until(lambda: workers.busy)
            for link in workers.links:
                link.kill()
            (outcome,) = await asyncio.gather(again, return_exceptions=True)
            assert not list(place.iterdir())
            for one in (made, outcome):
                if isinstance(one, Made) and one.file is not None:
                    one.file.close()

    awaited(work())


def test_a_long_answer_without_its_file_is_told_as_a_fault() -> None:
    async def work() -> None:
        found: list[Made] = []
        slot, descriptor = Slot.create()
        os.close(descriptor)
        ours, theirs = socket.socketpair()
        link = Link(ours, slot, lambda _, number, made: found.append(made), print)
        # As the system does when the front has no descriptor left (MSG_CTRUNC, recvmsg(2)).
        theirs.sendall(frame(1, {"ok": True, "apart": True, "length": 9}, b""))
        await until(lambda: found)
        assert not found[0].head["ok"]
        assert "files" in str(unpack(found[0].head["error"]))
        theirs.close()
        await until(lambda: link.closed)

    awaited(work())


def test_who_gives_way_has_a_long_slice() -> None:
    child = os.fork()
    if child == 0:
        signal.pause()
    try:
        give_way(child)
        assert os.getpriority(os.PRIO_PROCESS, child) == LAST
        told = Path(f"/proc/{child}/sched")
        slices = re.findall(r"se.slice +: +(\d+)", told.read_text()) if told.exists() else []
        # Systems before Linux 6.12 keep the slice to themselves.
        assert slices in ([], [str(LONG)])
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


async def cut(frames: bytes, size: int) -> None:
    """The frames of a worker that is this process come in pieces of a size."""
    found: list[tuple[int, int, int]] = []

    def answered(_: Link, number: int, made: Made) -> None:
        found.append((number, made.head["ok"], len(made.data)))

    slot, descriptor = Slot.create()
    os.close(descriptor)
    ours, theirs = socket.socketpair()
    link = Link(ours, slot, answered, print)
    for at in range(0, len(frames), size):
        theirs.sendall(frames[at : at + size])
        await asyncio.sleep(0)
    await until(lambda: len(found) == 2)
    assert (link.process, found) == (os.getpid(), [(1, 1, 1), (700, 700, 700)])
    theirs.close()
    await until(lambda: link.closed)


def test_answers_are_whole_however_the_bytes_are_cut() -> None:
    async def work() -> None:
        frames = [frame(0, {"ready": os.getpid()}, b"")] + [
            frame(one, {"ok": one}, b"x" * one) for one in (1, 700)
        ]
        for size in (1, 7, 16, 100, 5000):
            await cut(b"".join(frames), size)

    awaited(work())
