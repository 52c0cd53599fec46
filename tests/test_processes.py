"""Work over processes: what ends a process ends only its own piece, and no worker outlives who started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from graph_service.processes import spread
from tests.conftest import ROOT


def double(number: int) -> int:
    """A piece of work, of which number 7 ends its process and number 5 fails."""
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 5:
        raise ValueError("five")
    return 2 * number


def test_a_piece_that_ends_its_process_ends_no_other() -> None:
    made = dict(spread(double, range(14), 2))
    assert sorted(made) == list(range(14))
    assert isinstance(made[7], BrokenProcessPool)
    assert isinstance(made[5], ValueError)
    assert {number: one for number, one in made.items() if number not in {5, 7}} == {
        number: 2 * number for number in range(14) if number not in {5, 7}
    }


def test_nothing_to_do_starts_nothing() -> None:
    assert list(spread(double, [], 2)) == []


def test_who_stops_asking_leaves_nothing_behind() -> None:
    asking = spread(double, range(4), 1)
    assert next(asking)[1] in {0, 2, 4, 6}
    asking.close()


def linger(number: int) -> int:
    """Says which process it is, through a file, and stays for a minute."""
    Path(os.environ["UNAG_TEST_PLACE"], str(os.getpid())).touch()
    time.sleep(60)
    return number


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc to see whether a process is there")
def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = "from graph_service.processes import spread\nfrom tests.test_processes import linger\n"
    script += "if __name__ == '__main__':\n    list(spread(linger, [0, 1], 2))\n"
    main = tmp_path / "main.py"
    main.write_text(script, "utf-8")
    place = tmp_path / "workers"
    place.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "UNAG_TEST_PLACE": str(place)}
    process = subprocess.Popen([sys.executable, str(main)], env=environment, cwd=ROOT)
    try:
        deadline = time.monotonic() + 60
        while len(list(place.iterdir())) < 2:
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.05)
    finally:
        process.kill()
        process.wait()
    workers = [one.name for one in place.iterdir()]
    deadline = time.monotonic() + 10
    while alive := [one for one in workers if running(one)]:
        assert time.monotonic() < deadline, alive
        time.sleep(0.05)


def running(pid: str) -> bool:
    """Whether there is such a process, and it is more than an entry that nobody has collected."""
    try:
        return " Z " not in Path("/proc", pid, "stat").read_text()
    except FileNotFoundError:
        return False
