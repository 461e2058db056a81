# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens when something goes wrong, and with messages made to break us."""
import contextlib
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import threading
import time

import messages
from daemon import FAULTY, POSTERND, children
from postfix import wait_for
from scenarios import Skip, log_line, reference_of, scenario, special



def breaking(how, text="See you."):
    """A message that tells the faulty scanner (tests/fault) how to fail."""
    return messages.plain(text, head=f"X-Postern-Fault: {how}")


@contextlib.contextmanager
def faulty(w, name, extra=""):
    """A posternd whose scanner crashes, hangs and sleeps on request."""
    if not os.path.exists(FAULTY):
        raise Skip("no faulty scanner was built")
    with special(w, name, f'scanner = "{FAULTY}";\n'
                 f"limits = {{ cpu_seconds = 1; }};\n{extra}") as d:
        yield d


@scenario
def a_crashed_worker_is_a_passing_fault_and_the_second_time_holds(w):
    with faulty(w, "crash") as d:
        message = breaking("crash")
        code, text = w.send(message, port=w.special_port)
        assert code == 451 and text.startswith("4.7.1 "), (code, text)
        assert "fault=worker" in log_line(d, reference_of(text))
        clean = messages.plain()
        assert w.send(clean, port=w.special_port)[0] == 250
        before = w.postfix.held()
        code, text = w.send(message, port=w.special_port)
        assert code == 250, text
        assert len(wait_for(lambda: w.postfix.held() - before)) == 1
        assert "rules=unscannable" in d.log()
        assert w.notices("staff@school.example")


@scenario
def a_worker_killed_in_mid_message_costs_nobody_anything(w):
    with faulty(w, "kill9") as d:
        d.configure(f'scanner = "{FAULTY}";', workers=1)
        assert "reloaded" in d.reload()
        assert wait_for(lambda: len(children(d.process.pid)) == 1, 12)

        def kill_workers():
            for supervisor in children(d.process.pid):
                for worker in children(supervisor):
                    os.kill(worker, signal.SIGKILL)
        threading.Timer(0.4, kill_workers).start()
        message = breaking("slow 1")
        start = time.monotonic()
        code, text = w.send(message, port=w.special_port)
        assert code == 250, (text, d.log())
        assert time.monotonic() - start > 1.3, "nothing was killed"
        assert len(w.delivered(message[0])) == 1


@scenario
def a_worker_that_loops_is_stopped(w):
    with faulty(w, "loop"):
        code, text = w.send(breaking("loop"), port=w.special_port)
        assert code == 451, text
        assert w.send(messages.plain(), port=w.special_port)[0] == 250


@scenario
def a_worker_that_eats_all_memory_is_stopped(w):
    with faulty(w, "alloc"):
        code, text = w.send(breaking("alloc"), port=w.special_port)
        assert code == 451, text
        assert w.send(messages.plain(), port=w.special_port)[0] == 250


@scenario
def on_fault_may_hold_or_accept(w):
    with faulty(w, "onfault", 'on_fault = "quarantine";') as d:
        before = w.postfix.held()
        code, text = w.send(breaking("crash"), port=w.special_port)
        assert code == 250, text
        assert len(wait_for(lambda: w.postfix.held() - before)) == 1
        d.configure(f'scanner = "{FAULTY}";\non_fault = "accept";')
        assert "reloaded" in d.reload()
        # another text: the same message failing again would be unscannable
        message = breaking("crash", "Another text.")
        code, text = w.send(message, port=w.special_port)
        assert code == 250, text
        assert w.delivered(message[0])


@scenario
def progress_keeps_a_long_scan_alive(w):
    with faulty(w, "slow") as d:
        d.configure(f'scanner = "{FAULTY}";')
        assert "reloaded" in d.reload()
        start = time.monotonic()
        message = breaking("slow 4")
        code, text = w.send(message, port=w.hasty_port)
        assert time.monotonic() - start > 3.2, "the scan was not slow"
        assert code == 250, text
        assert w.delivered(message[0])


@scenario
def posternd_killed_in_mid_message_loses_nothing(w):
    with faulty(w, "killed") as d:
        d.configure(f'scanner = "{FAULTY}";')
        assert "reloaded" in d.reload()
        message = breaking("slow 4")
        timer = threading.Timer(0.5, d.process.kill)
        timer.start()
        code, text = w.send(message, port=w.special_port)
        assert code == 451, text
        d.process.wait()
        d.configure()
        d.start()
        assert w.send(message, port=w.special_port)[0] == 250
        assert len(w.delivered(message[0])) == 1


@scenario
def without_posternd_mail_stays_with_its_sender(w):
    with special(w, "stopped") as d:
        message = messages.plain()
        d.kill()
        code, text = w.send(message, port=w.special_port)
        assert code == 451, text
        d.start()  # beside the socket that the killed one left
        code, text = w.send(message, port=w.special_port)
        assert code == 250, text
        assert len(w.delivered(message[0])) == 1


@scenario
def sigterm_is_obeyed_within_six_seconds(w):
    with special(w, "term") as d:
        start = time.monotonic()
        assert d.terminate(8) == 0, d.log()
        assert time.monotonic() - start < 6.5


@scenario
def sigusr1_reloads_the_configuration(w):
    with special(w, "reload") as d:
        assert w.send(messages.plain(messages.SENSITIVE),
                      port=w.special_port)[0] == 550
        d.configure(mode="monitor")
        assert "reloaded" in d.reload()
        message = messages.plain(messages.SENSITIVE)
        assert w.send(message, port=w.special_port)[0] == 250
        assert w.delivered(message[0])


@scenario
def a_broken_configuration_is_refused_at_reload(w):
    with special(w, "broken") as d:
        for extra in ('moed = "monitor";', "rules = {",
                      'texts = "/x";'):
            d.configure(extra)
            answer = d.reload()
            assert "reload refused" in answer, answer
            assert d.conf in answer or "/x" in answer, answer
        assert w.send(messages.plain(messages.SENSITIVE),
                      port=w.special_port)[0] == 550
        d.configure(mode="monitor")
        assert "reloaded" in d.reload()


@scenario
def reloads_under_load_lose_no_message(w):
    with special(w, "load") as d:
        codes = []
        def stream():
            for _ in range(12):
                codes.append(w.send(messages.plain(),
                                    port=w.special_port)[0])
        threads = [threading.Thread(target=stream) for _ in range(3)]
        for t in threads:
            t.start()
        assert "reloaded" in d.reload()
        for t in threads:
            t.join()
        assert codes == [250] * 36, codes


@scenario
def a_reload_leaves_no_old_scanner(w):
    with special(w, "reloads") as d:
        first = children(d.process.pid)
        for _ in range(3):
            assert "reloaded" in d.reload()
        assert wait_for(lambda: len(children(d.process.pid)) == 1, 12)
        assert children(d.process.pid) != first


@scenario
def in_the_background_it_returns_when_it_serves(w):
    with special(w, "background", "", start=False) as d:
        pid_file = os.path.join(d.folder, "pid")
        d.configure(f'pid_file = "{pid_file}";')
        words = [POSTERND, "-c", d.conf, "-s", "unix:" + d.socket]
        done = subprocess.run(words, check=False, capture_output=True,
                              text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        with open(pid_file, encoding="ascii") as f:
            pid = int(f.read())
        try:
            assert w.send(messages.plain(messages.SENSITIVE),
                          port=w.special_port)[0] == 550
            again = subprocess.run(words, check=False, capture_output=True,
                                   text=True, timeout=60)
            assert again.returncode == 69, again.stderr
            assert "another posternd" in again.stderr
        finally:
            os.kill(pid, signal.SIGKILL)
        d.configure("rules = 1;")
        done = subprocess.run(words, check=False, capture_output=True,
                              text=True, timeout=60)
        assert done.returncode == 78 and d.conf in done.stderr, done.stderr


@scenario
def a_wrong_configuration_at_start_names_file_and_line(w):
    with special(w, "start", 'moed = "monitor";', start=False) as d:
        p = d.spawn()
        assert p.wait(20) == 78, d.log()
        line = len(open(d.conf, encoding="ascii").read().splitlines())
        assert f"{d.conf}:" in d.log() and "mode" in d.log(), d.log()
        assert line > 0


@scenario
def a_second_instance_on_one_socket_refuses_to_start(w):
    with special(w, "first") as d:
        other = w.daemon("second")
        p = other.spawn()
        assert p.wait(30) not in (0, None), other.log()
        assert "another posternd" in other.log(), other.log()
        assert w.send(messages.plain(messages.SENSITIVE),
                      port=w.special_port)[0] == 550
        assert d.process.poll() is None


@scenario
def an_inherited_socket_makes_a_restart_invisible(w):
    path = w.special_socket
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    with socket.socket(socket.AF_UNIX) as s, \
            special(w, "inherited", start=False) as d:
        s.bind(path)
        os.chmod(path, 0o666)
        s.listen(50)

        def activate():
            d.process = d.spawn(f"fd:{s.fileno()}", pass_fds=[s.fileno()])
        activate()
        code, text = w.send(messages.plain(messages.SENSITIVE),
                            port=w.special_port)
        assert code == 550, text
        d.kill()
        threading.Timer(0.5, activate).start()
        message = messages.plain()
        assert w.send(message, port=w.special_port)[0] == 250
        assert w.delivered(message[0])
        d.kill()
    os.unlink(path)


def outcomes(w):
    """With the store down: what internal, doubtful and certain mail gets."""
    inside = messages.plain(messages.SENSITIVE)
    return [w.send(inside, to="a@school.example", port=w.special_port)[0],
            w.send(messages.plain(), port=w.special_port)[0],
            w.send(messages.plain(messages.SENSITIVE),
                   port=w.special_port)[0]]


@scenario
def a_damaged_store_verifies_nobody_and_is_found_again(w):
    with special(w, "damaged", start=False) as d:
        with open(d.store, "wb") as f:
            f.write(b"this is no database, " * 500)
        d.start()
        assert outcomes(w) == [250, 451, 550], d.log()
        os.unlink(d.store)
        time.sleep(1.1)
        assert w.send(messages.plain(), port=w.special_port)[0] == 250, d.log()


@scenario
def a_store_damaged_while_running_verifies_nobody(w):
    with special(w, "hurt") as d:
        assert w.send(messages.plain(), port=w.special_port)[0] == 250
        for name in (d.store, d.store + "-wal"):
            if os.path.exists(name):
                with open(name, "r+b") as f:
                    f.write(b"X" * os.path.getsize(name))
        assert outcomes(w)[1] == 451, d.log()
        for name in (d.store, d.store + "-wal", d.store + "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)
        assert wait_for(lambda: w.send(
            messages.plain(), port=w.special_port)[0] == 250, 5, 0.5), d.log()


@scenario
def an_unreadable_store_verifies_nobody(w):
    with special(w, "unreadable", start=False) as d:
        os.mkdir(d.store)
        d.start()
        assert outcomes(w) == [250, 451, 550], d.log()


@scenario
def a_locked_store_is_a_passing_fault(w):
    with special(w, "locked") as d:
        lock = sqlite3.connect(d.store, isolation_level=None)
        lock.execute("begin exclusive")
        try:
            start = time.monotonic()
            code, text = w.send(messages.plain(), port=w.special_port)
            assert code == 451, (text, d.log())
            assert time.monotonic() - start < 10
        finally:
            lock.rollback()
            lock.close()
        assert w.send(messages.plain(), port=w.special_port)[0] == 250


def settled(w, message, port=None, **more):
    """Send a message that is made to break us: it is delivered, held or
    refused for good, and never a fault."""
    before = w.postfix.held()
    code, text = w.send(message, port=port, **more)
    assert code in (250, 550), (code, text)
    if code == 250 and not wait_for(lambda: w.postfix.held() - before, 0.3):
        assert w.delivered(message[0]), text
        return "delivered"
    return "held" if code == 250 else "rejected"


@scenario
def a_message_over_the_limit_is_unscannable(w):
    with special(w, "limit", "limits = { message = 20000; };") as d:
        message = messages.plain("All quiet today.\n" * 3000)
        assert settled(w, message, w.special_port) == "held"
        assert "rules=unscannable" in d.log(), d.log()
        assert settled(w, messages.plain(), w.special_port) == "delivered"


@scenario
def a_message_of_ten_thousand_parts_is_no_fault(w):
    assert settled(w, messages.many_parts(9000)) == "delivered"
    assert settled(w, messages.many_parts(10500)) == "held"


@scenario
def nesting_a_thousand_deep_is_said_and_held(w):
    before = len(w.standing.log())
    assert settled(w, messages.nested(1000)) == "held"
    assert "rules=unscannable:limit" in w.standing.log()[before:]


@scenario
def nul_bytes_hide_nothing(w):
    name, raw = messages.plain("a\n" + messages.SENSITIVE)
    raw = raw.replace(b"\r\na\r\n", b"\r\na\x00b\x00\r\n")
    assert settled(w, (name, raw)) == "rejected"


@scenario
def eight_bit_garbage_is_no_fault(w):
    name, raw = messages.plain()
    assert settled(w, (name, raw + bytes(range(128, 256)) * 200 + b"\r\n")) \
        in ("delivered", "held")
    garbage = bytes((i * 7919 + 13) % 255 + 1 for i in range(30000))
    garbage = garbage.replace(b"\r", b"x").replace(b"\n", b"\r\n")
    garbage = garbage.replace(b"\r\n.", b"\r\n:")
    code, text = w.send((name + "-garbage", garbage + b"\r\n"),
                        to="nobody@school.example")
    assert code == 250, text
    w.accepted.pop()


@scenario
def an_empty_message_is_accepted(w):
    for raw in (b"", b"\r\n", b"Subject: nothing\r\n\r\n"):
        code, text = w.send(("", raw))
        assert code == 250, text
        w.accepted.pop()


@scenario
def without_descriptors_mail_waits_and_then_goes(w):
    d = w.daemon("descriptors")
    d.configure(f'scanner = "{FAULTY}";')
    codes = []

    def one():
        codes.append(w.send(breaking("slow 1"), port=w.special_port)[0])
    if not os.path.exists(FAULTY):
        raise Skip("no faulty scanner was built")
    try:
        d.start(preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_NOFILE, (40, 40)))
        threads = [threading.Thread(target=one) for _ in range(30)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        assert set(codes) == {250, 451}, codes
        assert w.send(messages.plain(), port=w.special_port)[0] == 250
    finally:
        d.kill()


@scenario
def no_descriptor_of_the_daemon_reaches_the_scanner(w):
    with special(w, "leak") as d:
        scanners = children(d.process.pid)
        assert scanners
        for child in scanners:
            links = [os.readlink(f"/proc/{child}/fd/{fd}")
                     for fd in os.listdir(f"/proc/{child}/fd")]
            assert not [x for x in links if d.folder in x and
                        not x.endswith("/log")], links
