# SPDX-License-Identifier: GPL-3.0-or-later
"""Many messages at once, while processes are killed and reloaded."""
import contextlib
import os
import signal
import smtplib
import threading
import time

import messages
from daemon import children
from postfix import wait_for
from scenarios import scenario, special

STREAMS = 20
EACH = 10
TO = "someone@elsewhere.example"


def kinds(i):
    """A message of one of four kinds, and the reply that it is to get."""
    if i % 4 == 0:
        return messages.plain(messages.SENSITIVE), 550
    if i % 4 == 1:
        return messages.with_part("application/zip", messages.broken_zip(),
                                  "list.zip"), 250
    if i % 4 == 2:
        return messages.alternative("Quiet.", "Quiet."), 250
    return messages.plain(), 250


def stream(w, work, sender, results):
    """One SMTP session after the other until WORK is empty; a message that
    gets 451 comes again in a new session, as an MTA would send it."""
    with contextlib.suppress(IndexError):
        while True:
            message, want = work.pop()
            for _ in range(40):
                try:
                    code, _ = w.send(message, sender=sender, to=TO,
                                     port=w.special_port)
                except (OSError, smtplib.SMTPException):
                    code = 0
                results.append((message[0], want, code))
                if code in (250, 550):
                    break
                time.sleep(0.25)


def flood(w, sender, n, disturb=lambda: None, pause=1.0):
    """N messages over STREAMS sessions; DISTURB each PAUSE seconds. All
    (id, reply wanted, reply got)."""
    work, results = [kinds(i) for i in range(n)], []
    threads = [threading.Thread(target=stream,
                                args=(w, work, sender, results))
               for _ in range(STREAMS)]
    for t in threads:
        t.start()
    while any(t.is_alive() for t in threads):
        disturb()
        time.sleep(pause)
    return results


def check(w, results, n, sender, lost=0):
    """Each of the N messages was settled as wanted, and a notice came for
    each that was rejected or held, the half of them: all but LOST at once.
    (One whose client heard no answer came again and has another.)"""
    final = {name: (want, got) for name, want, got in results}
    assert len(final) == n
    wrong = {name: codes for name, codes in final.items()
             if codes[0] != codes[1]}
    assert not wrong, wrong
    notices = w.notices(sender, count=n // 2 - lost, seconds=30)
    assert len(notices) >= n // 2 - lost
    references = {"".join(m.header("Subject")) for m in notices}
    assert len(references) == len(notices), "a notice came twice"
    return len(notices)


@scenario
def reloads_beside_many_sessions_lose_nothing(w):
    sender, n = "load1@school.example", STREAMS * EACH
    with special(w, "flood") as d:
        results = flood(w, sender, n,
                        lambda: d.process.send_signal(signal.SIGUSR1), 0.5)
        assert not [r for r in results if r[2] not in (250, 550)], d.log()
        assert check(w, results, n, sender) == n // 2
        assert wait_for(lambda: len(children(d.process.pid)) == 1, 30)


@scenario
def a_supervisor_killed_under_load_loses_nothing(w):
    sender, n = "load2@school.example", STREAMS * 5

    def kill():
        for supervisor in children(d.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(supervisor, signal.SIGKILL)
    with special(w, "orphans", "limits = { cpu_seconds = 10; };") as d:
        results = flood(w, sender, n, kill, 0.4)
        check(w, results, n, sender)


@scenario
def posternd_killed_under_load_and_started_again_loses_nothing(w):
    sender, n = "load3@school.example", STREAMS * 5

    def restart():
        d.kill()
        d.start()
    with special(w, "restarts") as d:
        results = flood(w, sender, n, restart, 0.4)
        # what was claimed when it was killed is sent when the lease is over
        check(w, results, n, sender, d.log().count("ready"))


@scenario
def sigterm_with_messages_in_hand_ends_in_time_and_loses_nothing(w):
    sender, n = "load4@school.example", STREAMS * 3
    took = []

    def restart():
        if len(took) < 2:
            start = time.monotonic()
            assert d.terminate(10) == 0
            took.append(time.monotonic() - start)
            d.start()
    with special(w, "terms") as d:
        results = flood(w, sender, n, restart, 0.3)
        check(w, results, n, sender)
        assert max(took) < 6.5, took
