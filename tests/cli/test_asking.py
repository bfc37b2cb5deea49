"""What answers a question on a terminal, and what ends it: a line typed after it, a signal."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.cli.asked import TIMEOUT, Asked
from tests.cli.calls import WEB_1, Caller

ASKER = """
import signal, threading, time
from renewal_tui.cli.asking import confirm
from renewal_tui.cli.progress import Terminated, raise_terminated

signal.signal(signal.SIGTERM, raise_terminated)
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
try:
    confirm("Go on?")
except Terminated:
    print("ended")
"""
"""The other thread takes the signal, so that it breaks off no read() of the one that asks: what
else only happens to a signal that comes in the moment before read() is entered."""


def renewal(call: Caller) -> Asked:
    return Asked("-m", "renewal_tui", "--database", str(call.path), "renew", WEB_1, "--months", "1")


def test_a_signal_that_breaks_off_no_read_ends_the_question_all_the_same() -> None:
    with Asked("-c", ASKER) as asked:
        asked.wait_for(b"Go on? [y/N]")
        asked.process.send_signal(signal.SIGTERM)
        asked.wait_for(b"ended")
        assert asked.process.wait(TIMEOUT) == 0


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_a_process_that_waits_for_an_answer(
    call: Caller, number: signal.Signals, status: int
) -> None:
    before = call.path.read_bytes()
    with renewal(call) as asked:
        asked.wait_for(b"[y/N]")
        asked.process.send_signal(number)
        assert asked.process.wait(TIMEOUT) == status
    assert call.path.read_bytes() == before


def test_on_a_terminal_it_asks_and_a_yes_pays(call: Caller) -> None:
    with renewal(call) as asked:
        text = asked.wait_for(b"[y/N]")
        assert b"Pay CNY 320.00?" in text
        os.write(asked.master, b"y\n")
        asked.wait_for(b"Order 1 of acme-prod")
        assert asked.process.wait(TIMEOUT) == 0


def test_a_yes_that_was_typed_before_the_question_pays_nothing(call: Caller) -> None:
    with renewal(call) as asked:
        os.write(asked.master, b"y\ny\n")
        asked.wait_for(b"[y/N]")
        time.sleep(0.3)
        assert asked.process.poll() is None
        os.write(asked.master, b"\n")
        assert asked.process.wait(TIMEOUT) == 1
