"""What all requests share: settings, worker pools, the release that is served, the cache and the counts."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph_service.errors import AccountabilityError
from graph_service.graph import releases
from graph_service.graph.embedded import EmbeddedStore
from graph_service.graph.store import GraphStore, open_store
from graph_service.settings import Settings
from graph_service.web.cache import Cache
from graph_service.web.holding import fits
from graph_service.web.jobs import READING, WALKING
from graph_service.web.link import Made
from graph_service.web.metrics import Metrics
from graph_service.web.nursery import Nursery
from graph_service.web.security import Clients
from graph_service.web.workers import Pool

LOOK_AGAIN = 2.0
# Seconds between two looks for a new release in the folder: asking the system costs as much as a route does.
GLANCE = 0.002
# Seconds without a request after which all garbage is collected, and seconds after which it is in any case.
CALM_SECONDS, BUSY_SECONDS = 5, 600
# As good as never does a collection start by itself: requests leave no circles behind.
NEVER = 1_000_000


class Service:
    """One running service. ``start`` and ``stop`` bracket its life; ``release`` is asked for each request."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.remote = settings.store.startswith(("http://", "https://"))
        self.folder = Path(settings.store)
        self._pointer = os.path.join(settings.store, "current")
        self.cache = Cache(settings.cache_bytes)
        self.clients = Clients(settings.client_queries, settings.client_rate)
        self.metrics = Metrics()
        count = settings.workers or os.cpu_count() or 1
        nursery = Nursery(settings, READING)
        self.readers = Pool(
            settings,
            nursery,
            count,
            settings.query_seconds,
            settings.queue,
            READING,
            max(2, count),
            self.clients.load,
        )
        # Its first answer of a release waits for the index of citations.
        self.walker = Pool(settings, nursery, 1, max(4 * settings.query_seconds, 120.0), settings.queue, WALKING)
        self.writer = Pool(settings, nursery, 1, settings.write_seconds, 50)
        self.store: GraphStore = open_store(settings.store, update=settings.update_address)
        self.ready = False
        # The release that the readers have in memory; the nurseries, those after the first with a release.
        self.held = ""
        self._nurseries = [nursery]
        self._holding: Nursery | None = None
        # The release whose index of citations lies in its file.
        self.indexed = ""
        # A remote service may be down when this one starts: it is asked with the first request, and again.
        self._release = releases.NONE if self.remote else self.store.release
        self._fault: AccountabilityError | None = None
        self._seen: Any = None
        self._looked = 0.0
        self._tidying: asyncio.Task[None] | None = None
        self._count()

    def _count(self) -> None:
        gauge = self.metrics.gauge
        gauge("unag_workers_busy", "Workers that are answering", lambda: self.readers.busy)
        gauge("unag_requests_waiting", "Requests that wait for a worker", lambda: self.readers.queued)
        gauge("unag_queries_killed", "Queries stopped by their time", lambda: self.readers.killed)
        gauge("unag_cache_bytes", "Bytes of answers kept", lambda: self.cache.size)
        gauge("unag_cache_hits", "Answers given from the cache", lambda: self.cache.hits)
        gauge("unag_cache_misses", "Answers that had to be made", lambda: self.cache.misses)
        gauge("unag_release", "Number of the release, 0 if it is not a number", self._number)

    def _number(self) -> float:
        return float(self._release) if self._release.isdigit() else 0.0

    async def start(self) -> None:
        """Starts the readers; the service is ready when all of them are. The others start when they are needed."""
        await self.readers.start()
        settle()
        self._tidying = asyncio.create_task(tidy(self.metrics.requests.total))
        self.ready = True

    async def warm(self) -> None:
        """Builds the indexes of the release before anybody asks for a chain or searches."""
        with contextlib.suppress(AccountabilityError):
            release = self.release()
            await self.walk("warm", release)
            self.indexed = release

    async def hold(self) -> None:
        """Lets the readers have the release in memory, if there is room and it is still the one served then."""
        release = self.release()
        if self.remote or release == releases.NONE or self._holding is not None:
            return
        statements = releases.describe_release(self.folder, release).statements
        if not fits(statements, self.readers.size, self.settings.memory_share):
            return
        self._holding = holding = Nursery(self.settings, READING, release)
        kept = False
        try:
            kept = await holding.hold() and release == self.release()
        finally:
            self._holding = None
            if not kept:
                holding.close(at_once=True)
                await asyncio.shield(asyncio.to_thread(holding.wait))
        older = self._nurseries[1:]
        self._nurseries = [one for one in self._nurseries if not one.gone] + [holding]
        await self.readers.renew(holding)
        for one in older:
            one.close()
        self.held = release

    async def stop(self) -> None:
        """Ends the workers, whatever they do."""
        if self._tidying is not None:
            self._tidying.cancel()
        await self.give_up()
        self.store.close()

    async def give_up(self, seconds: float = 0.0) -> None:
        """Answers 503 to what is still under way after so many seconds, and takes nothing new."""
        await asyncio.sleep(seconds)
        self.ready = False
        await asyncio.gather(*(pool.stop() for pool in (self.readers, self.walker, self.writer)))
        for one in self._nurseries:
            one.close()
            await asyncio.to_thread(one.wait)

    def release(self) -> str:
        """The name of the release that is served now; a new one is seen at the next request.

        A remote service is asked every two seconds; raises StoreError as long as it does not answer.
        """
        if self.remote:
            self._ask_remote()
        else:
            self._look_at_pointer()
        return self._release

    @property
    def last(self) -> str:
        """The release that was served when the store answered last."""
        return self._release

    def _look_at_pointer(self) -> None:
        now = time.monotonic()
        if self._seen is not None and now - self._looked < GLANCE:
            return
        self._looked = now
        try:
            found = os.stat(self._pointer)
            seen = (found.st_mtime_ns, found.st_ino)
        except FileNotFoundError:
            seen = (0, 0)
        if seen != self._seen:
            self._seen = seen
            served = releases.current(self.folder)
            if served != self._release:
                self.store = EmbeddedStore(self.folder)
                self._release = self.store.release

    def _ask_remote(self) -> None:
        now = time.monotonic()
        if self._seen is None or now - self._seen > LOOK_AGAIN:
            self._seen, self._fault = now, None
            try:
                self._release = self.store.release
            except AccountabilityError as fault:
                self._fault = fault
        if self._fault is not None:
            raise self._fault

    async def read(self, job: str, release: str, body: bytes = b"", **arguments: Any) -> Made:
        """An answer made by a reader at a release; raises what the job raises, or LimitError."""
        return await self.readers.run({"job": job, "release": release, **arguments}, body)

    async def trace(self, release: str, **arguments: Any) -> Made:
        """A chain, by any reader once the index of the release lies in its file; the first asks for that."""
        if release == self.indexed:
            return await self.read("trace", release, **arguments)
        made = await self.walk("trace", release, **arguments)
        self.indexed = release
        return made

    async def walk(self, job: str, release: str, **arguments: Any) -> Made:
        """An answer made by the process that keeps the index of citations."""
        return await self.walker.run({"job": job, "release": release, **arguments})

    async def keep(self, job: str, release: str, **arguments: Any) -> Made:
        """Something that is made once for a release and takes its time; the writer makes it."""
        return await self.writer.run({"job": job, "release": release, **arguments})

    async def write(self, job: str, body: bytes = b"", **arguments: Any) -> Made:
        """A write, in a process of its own; one at a time. The new release is in the answer's head."""
        made = await self.writer.run({"job": job, "release": self.release(), **arguments}, body)
        # A remote service is asked again at once: whoever wrote reads what was written.
        self._seen = None
        self.release()
        return made


async def tidy(answered: Callable[[], int]) -> None:
    """Collects garbage when nobody has asked for a while: it stops everything for some ten requests' time."""
    waited = before = 0
    while True:
        await asyncio.sleep(CALM_SECONDS)
        waited, now = waited + CALM_SECONDS, answered()
        if now == before or waited >= BUSY_SECONDS:
            gc.collect()
            waited = 0
        before = now


def settle() -> None:
    """What was imported and made so far stays: no collection of garbage walks through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(gc.get_threshold()[0], gc.get_threshold()[1], NEVER)
