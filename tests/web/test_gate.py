"""Where clients come in: a few pieces at a time, whoever has least under way first, nothing lost or reordered."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from graph_service.settings import Settings
from graph_service.web.gate import CONNECTIONS, ENTRIES, KEPT, PACE, Door, Gate, Guarded
from graph_service.web.security import FEW, Clients
from graph_service.web.serving import Server
from graph_service.web.turns import OLDEST, Known, Past, Peaks, Turns
from tests.web.running import awaited, filled


class Wire:
    """Stands for a connection: what was read from it, and whether it is listened to."""

    def __init__(self, client: str, read: list[tuple[str, bytes]], *, before: bool = False) -> None:
        self.client, self.held, self.cycle = (client, 1), None, object() if before else None
        self.transport, self.closed, self.paused, self._read = self, False, False, read

    def read(self, data: bytes) -> None:
        """As a connection reads."""
        self._read.append((self.client[0], data))

    def pause_reading(self) -> None:
        """As a transport."""
        self.paused = True

    def resume_reading(self) -> None:
        """As a transport."""
        self.paused = False

    def is_closing(self) -> bool:
        """As a transport."""
        return self.closed

    def abort(self) -> None:
        """As a transport."""
        self.closed = True


def passed(gate: Gate, wire: Wire, *pieces: bytes) -> None:
    """Pieces that come by a connection."""
    for one in pieces:
        gate.take(cast(Guarded, wire), one)


async def until(true: Callable[[], bool]) -> None:
    """Waits until something holds, at most ten seconds."""
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.005)


async def turns(count: int) -> None:
    """So many turns of the event loop."""
    for _ in range(count):
        await asyncio.sleep(0)


def test_a_few_pieces_are_read_in_a_turn_and_a_visitor_comes_before_the_crowd() -> None:
    async def work() -> None:
        read: list[tuple[str, bytes]] = []
        gate = Gate(Clients(100, 0.0), 1000)
        for number in range(60):
            passed(gate, Wire(f"crowd {number % 12}", read), b"%d" % number)
        # In a turn only one client is let in, with a few at most.
        assert {client for client, _ in read} == {"crowd 0"}
        assert len(read) <= ENTRIES
        passed(gate, Wire("visitor", read), b"hello")
        await turns(3)
        assert ("visitor", b"hello") in read
        assert len(read) <= 4 * ENTRIES
        await until(lambda: len(read) == 61)

    awaited(work())


def test_of_equals_who_was_here_before_goes_first() -> None:
    async def work() -> None:
        read: list[tuple[str, bytes]] = []
        gate = Gate(Clients(100, 0.0), 1000)
        for number in range(40):
            passed(gate, Wire(f"new {number}", read), b"?")
        passed(gate, Wire("known", read, before=True), b"hello")
        await turns(3)
        assert ("known", b"hello") in read[: 4 * ENTRIES]

    awaited(work())


def test_the_pieces_of_a_connection_stay_in_order_and_it_is_not_listened_to_meanwhile() -> None:
    async def work() -> None:
        read: list[tuple[str, bytes]] = []
        gate = Gate(Clients(100, 0.0), 1000)
        passed(gate, Wire("other", read), *(b"x",) * ENTRIES)
        wire = Wire("one", read)
        passed(gate, wire, b"1", b"2", b"3")
        assert (wire.paused, wire.held is None, gate.clients.unread("one")) == (True, False, 1)
        await turns(3)
        assert [data for client, data in read if client == "one"] == [b"1", b"2", b"3"]
        assert (wire.paused, wire.held, gate.clients.unread("one")) == (False, None, 0)

    awaited(work())


def test_who_is_gone_is_passed_over_and_who_fills_the_gate_is_let_go() -> None:
    async def work() -> None:
        read: list[tuple[str, bytes]] = []
        gate = Gate(Clients(100, 0.0), 5)
        wires = [Wire("greedy", read) for _ in range(ENTRIES + 6)]
        for wire in wires:
            passed(gate, wire, b"x")
        passed(gate, Wire("visitor", read), b"hello")
        assert sum(one.closed for one in wires) == 2
        await until(lambda: len(read) == ENTRIES + 5)
        assert ("visitor", b"hello") in read

    awaited(work())


def test_who_comes_with_many_is_let_in_at_a_pace_while_others_come_with_few() -> None:
    async def work() -> None:
        read: list[tuple[str, bytes]] = []
        clients = Clients(100, 0.0)
        gate = Gate(clients, 1000)

        def crowd() -> None:
            for _ in range(100):
                passed(gate, Wire("greedy", read), b"x")

        crowd()
        await turns(110)
        # Nobody else is there, so all are read at once.
        assert len(read) == 100
        clients.enter("visitor")
        started = time.monotonic()
        crowd()
        assert clients.yields("greedy")
        assert not clients.yields("visitor")
        for number in range(10):
            passed(gate, Wire("visitor", read), b"%d" % number)
            await turns(2)
            assert ("visitor", b"%d" % number) in read[-2:]
        await until(lambda: len(read) == 210)
        assert time.monotonic() - started > 90 * PACE

    awaited(work())


def test_a_crowd_is_not_kept_connected() -> None:
    class Parser:
        def on_headers_complete(self) -> None:
            self.cycle = SimpleNamespace(keep_alive=True)

    clients = Clients(100, 0.0)
    for client in (*["greedy"] * (FEW + 1), "visitor"):
        clients.enter(client)
    link = cast(Any, Guarded.__new__(Guarded))
    for client, connections, kept in (
        ("greedy", KEPT + 1, False),
        ("greedy", KEPT, True),
        ("visitor", KEPT + 1, True),
    ):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(HttpToolsProtocol, "on_headers_complete", Parser.on_headers_complete)
            link._gate, link.client, link.connections = Gate(clients, 10), (client, 1), range(connections)
            link.on_headers_complete()
        assert link.cycle.keep_alive is kept


def test_connections_are_taken_a_few_at_a_turn_and_none_is_lost() -> None:
    async def work() -> None:
        class Answering(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                made.append(1)
                cast(asyncio.Transport, transport).write(b"hello")

        made: list[int] = []
        bound = await asyncio.get_running_loop().create_server(Answering, "127.0.0.1", 0, start_serving=False)
        door = Door(bound, Answering, Gate(Clients(100, 0.0), 1000))
        address = door.sockets[0].getsockname()
        links = [socket.create_connection(address) for _ in range(10 * CONNECTIONS)]
        assert not made
        for link in links:
            link.settimeout(10)
            assert await asyncio.to_thread(link.recv, 5) == b"hello"
            link.close()
        assert len(made) == len(links)
        door.close()
        await door.wait_closed()

    awaited(work())


class Waiting:
    """Somebody who waits."""

    def __init__(self, client: str, number: int) -> None:
        self.client, self.number, self.since, self.gone = client, number, float(number), False


def drawn(found: Turns[Any], count: int) -> list[str]:
    """Whose turns come."""
    return [one.client for _ in range(count) if (one := found.pop())]


def queue(rank: Callable[[str], float], most: int = 100) -> Turns[Any]:
    """A queue of nobody."""
    return Turns(most, rank)


def test_the_client_with_least_is_next_and_now_and_then_who_waited_longest() -> None:
    found = queue(lambda client: 5.0 if client == "much" else 0.0)
    for number in range(8):
        found.add(Waiting("much", number))
    for number in range(8, 16):
        found.add(Waiting(f"little {number}", number))
    order = drawn(found, 16)
    assert order[: OLDEST - 1] == ["little 8", "little 9", "little 10"]
    assert order[OLDEST - 1] == "much"
    assert sorted(order) == sorted(["much"] * 8 + [f"little {number}" for number in range(8, 16)])
    assert not found


def test_past_the_bound_the_last_of_the_client_with_most_is_given_up() -> None:
    found = queue(lambda client: 0.0, 3)
    given_up = [found.add(Waiting(client, number)) for number, client in enumerate(["a", "b", "b", "c", "a"])]
    assert [one and (one.client, one.number) for one in given_up] == [None, None, None, ("b", 2), ("a", 4)]
    assert len(found.drop("a")) == 1
    assert [one.client for one in found.expired(2.5)] == ["b"]
    assert drawn(found, 5) == ["c"]


def test_what_slow_queries_cost_fades_and_quick_ones_halve_it() -> None:
    past, known = Past(), Known()
    past.add("slow", 0.3)
    assert 0.29 < past.of("slow") <= 0.3
    for _ in range(4):
        past.forgive("slow")
    assert past.of("slow") == 0.0
    assert past.of("nobody") == 0.0
    known.add("good")
    assert "good" in known
    known.discard("good")
    assert not known.clients


def test_the_most_that_a_client_had_at_once_is_remembered() -> None:
    peaks = Peaks()
    for count in (1, 2, 5, 3):
        peaks.note("busy", count)
    assert 4.9 < peaks.of("busy") <= 5
    peaks.note("modest", 1)
    assert peaks.of("modest") == peaks.of("nobody") == 0.0
    assert list(peaks.kept) == ["busy"]


def test_a_trusted_proxy_is_not_a_crowd() -> None:
    clients = Clients(100, 0.0)
    gate = Gate(clients, 1000)
    gate.trusted = {"proxy"}
    for client in (*["proxy", "greedy"] * (FEW + 1), "visitor"):
        clients.enter(client)
    assert clients.yields("proxy")
    assert not gate.yields("proxy")
    assert gate.yields("greedy")


def test_the_server_knows_whom_it_trusts(tmp_path: Path) -> None:
    server = Server(Settings(store=str(filled(tmp_path / "store", {})), log="none"))
    server.config.load()
    trusted = cast(Any, server.config.loaded_app).trusted_hosts
    assert "127.0.0.1" in trusted
    assert "127.0.4.1" not in trusted


def test_what_a_crowd_has_at_once_counts_before_it_is_read() -> None:
    async def work() -> None:
        clients = Clients(100, 0.0)
        gate = Gate(clients, 1000)
        for _ in range(ENTRIES + 6):
            passed(gate, Wire("greedy", []), b"x")
        assert clients.load("greedy") > 4
        assert clients.load("visitor") == 0

    awaited(work())
