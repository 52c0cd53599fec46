"""The pool of workers: slow queries do not hold the quick, nobody takes all slow places, and no answer is lost."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

from graph_service.errors import LimitError
from graph_service.settings import Settings
from graph_service.web.jobs import READING
from graph_service.web.link import Made
from graph_service.web.security import CLIENT
from graph_service.web.workers import Pool
from tests.web.running import awaited, filled

TRIPLES = "".join(f'<http://e/{number}> <http://e/p> "{number}" .\n' for number in range(400))
SLOW = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?q }"
QUICK = b"SELECT ?o { <http://e/7> ?p ?o }"


@asynccontextmanager
async def pool(folder: Path, size: int = 1, spare: int = 2, seconds: float = 30.0) -> AsyncIterator[Pool]:
    """Workers over a small store."""
    store = filled(folder / "store", {"http://e/g": TRIPLES})
    workers = Pool(Settings(store=str(store), log="none"), size, seconds, 500, READING, spare)
    await workers.start()
    try:
        yield workers
    finally:
        await workers.stop()


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


def test_slow_queries_leave_their_lane_and_the_quick_are_answered(tmp_path: Path) -> None:
    async def work() -> None:
        async with pool(tmp_path, seconds=4.0) as workers:
            slow = asyncio.create_task(ask(workers, SLOW, "greedy"))
            await until(lambda: any(one.slow for one in workers.links))
            for _ in range(20):
                assert b'"7"' in (await ask(workers, QUICK, "modest")).data
            assert not slow.done()
            await until(lambda: any(one.yielding for one in workers.links))
            (outcome,) = await asyncio.gather(slow, return_exceptions=True)
            assert isinstance(outcome, LimitError)
            assert "4 seconds" in str(outcome)

    awaited(work())


def test_a_client_has_its_share_of_the_slow_places(tmp_path: Path) -> None:
    async def work() -> None:
        async with pool(tmp_path) as workers:
            slow = [asyncio.create_task(ask(workers, SLOW, "greedy")) for _ in range(5)]
            await until(lambda: sum(one.slow for one in workers.links) == 2)
            await asyncio.sleep(0.3)
            # The three others wait; another client does not wait behind them.
            assert sum(one.slow for one in workers.links) == 2
            assert b'"7"' in (await ask(workers, QUICK, "modest")).data
            for one in slow:
                one.cancel()
            await asyncio.gather(*slow, return_exceptions=True)

    awaited(work())


def test_a_worker_that_is_killed_takes_at_most_its_own_answer_along(tmp_path: Path) -> None:
    async def work() -> None:
        chance = Random(5)
        async with pool(tmp_path, size=2) as workers:
            asked = [asyncio.create_task(ask(workers, QUICK)) for _ in range(300)]
            for _ in range(4):
                await asyncio.sleep(0.05)
                awake = [one for one in workers.links if not one.slot.parked and one.process is not None]
                if awake:
                    os.kill(chance.choice(awake).process.pid, signal.SIGKILL)  # type: ignore[union-attr]
            outcomes = await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), 60)
            failed = [one for one in outcomes if not isinstance(one, Made)]
            assert len(failed) <= 4
            assert all(isinstance(one, LimitError) for one in failed)
            assert not workers.sent
            assert not workers.waiting

    awaited(work())


def test_what_a_worker_took_and_never_began_is_sent_again(tmp_path: Path) -> None:
    async def work() -> None:
        async with pool(tmp_path) as workers:
            assert workers.ends is not None
            awake = [one.process for one in workers.links if not one.slot.parked and one.process is not None]
            for process in awake:
                os.kill(process.pid, signal.SIGSTOP)
            await asyncio.sleep(0.1)
            answer = asyncio.create_task(ask(workers, QUICK))
            await asyncio.sleep(0.1)
            workers.ends[1].setblocking(False)
            workers.ends[1].recv(100_000)
            for process in awake:
                os.kill(process.pid, signal.SIGKILL)
            assert b'"7"' in (await asyncio.wait_for(answer, 30)).data

    awaited(work())


def test_what_is_not_taken_yet_is_not_lost(tmp_path: Path) -> None:
    async def work() -> None:
        async with pool(tmp_path, spare=0) as workers:
            (link,) = workers.links
            assert link.process is not None
            os.kill(link.process.pid, signal.SIGSTOP)
            answer = asyncio.create_task(ask(workers, QUICK))
            await asyncio.sleep(1.5)
            os.kill(link.process.pid, signal.SIGCONT)
            assert b'"7"' in (await asyncio.wait_for(answer, 30)).data

    awaited(work())


def test_a_request_longer_than_the_queue_takes_comes_whole(tmp_path: Path) -> None:
    async def work() -> None:
        async with pool(tmp_path) as workers:
            made = await ask(workers, QUICK + b" # " + b"x" * 90_000)
            assert b'"7"' in made.data

    awaited(work())
