# SPDX-License-Identifier: GPL-3.0-or-later
"""A store and a disk that fail under a running posternd, and odd starts."""
import contextlib
import os
import pwd
import socket
import sqlite3
import subprocess
import threading
import time

import messages
from daemon import POSTERND
from postfix import wait_for
from scenarios import Skip, reference_of, scenario, special


@scenario
def broken_patterns_and_missing_texts_are_refused_at_reload(w):
    with special(w, "refused") as d:
        bad = os.path.join(d.folder, "bad.conf")
        with open(bad, "w", encoding="ascii") as f:
            f.write('patterns = (\n  { id = "xx-bad"; regex = "(";\n  }\n);\n')
        texts = os.path.join(d.folder, "texts")
        os.mkdir(texts)
        for extra, names in ((f'patterns = [ "{bad}" ];', [bad + ":"]),
                             (f'texts = "{texts}";', [texts])):
            d.configure(extra)
            with open(d.conf, encoding="ascii") as f:
                lines = f.read().splitlines()
            if extra.startswith("patterns"):
                lines = [x for x in lines if not x.startswith("patterns")
                         or bad in x]
            with open(d.conf, "w", encoding="ascii") as f:
                f.write("\n".join(lines) + "\n")
            answer = d.reload()
            assert "reload refused" in answer, answer
            assert all(n in answer for n in names), answer
            assert w.send(messages.plain(messages.SENSITIVE),
                          port=w.special_port)[0] == 550
        d.configure()
        assert "reloaded" in d.reload()


@scenario
def a_store_locked_for_seconds_under_load_loses_nothing(w):
    with special(w, "lockedlong") as d:
        codes = []

        def stream():
            while time.monotonic() < end:
                codes.append(w.send(messages.plain(),
                                    port=w.special_port)[0])
        lock = sqlite3.connect(d.store, isolation_level=None,
                               check_same_thread=False)
        lock.execute("begin exclusive")
        end = time.monotonic() + 5
        threads = [threading.Thread(target=stream) for _ in range(4)]
        for t in threads:
            t.start()
        assert w.send(messages.plain(messages.SENSITIVE), to="a@b.example",
                      port=w.special_port)[0] == 550
        for t in threads:
            t.join()
        lock.rollback()
        lock.close()
        assert codes and set(codes) <= {250, 451}, codes
        assert w.send(messages.plain(), port=w.special_port)[0] == 250


@contextlib.contextmanager
def small_disk(w, name):
    """A folder with room for little; Skip where it can't be mounted."""
    folder = os.path.join(w.base, name)
    os.makedirs(folder)
    done = w.postfix.command("mount", "-t", "tmpfs", "-o", "size=400k",
                             "tmpfs", folder)
    if done.returncode != 0:
        raise Skip("no tmpfs can be mounted here")
    try:
        yield folder
    finally:
        w.postfix.command("umount", "-l", folder)


@scenario
def a_full_disk_is_a_passing_fault(w):
    with small_disk(w, "small") as folder:
        d = w.daemon("full")
        d.store = os.path.join(folder, "postern.db")
        d.configure()
        try:
            d.start()
            assert w.send(messages.plain(), port=w.special_port)[0] == 250
            filler = os.path.join(folder, "filler")
            with contextlib.suppress(OSError), open(filler, "wb") as f:
                while True:
                    f.write(b"x" * 4096)
                    f.flush()
            codes = [w.send(messages.plain(messages.SENSITIVE + str(i)),
                            port=w.special_port)[0] for i in range(3)]
            codes += [w.send(messages.plain(), port=w.special_port)[0]
                      for _ in range(12)]
            assert set(codes[:3]) == {550} and 451 in codes[3:], \
                (codes, d.log())
            assert w.send(messages.plain(), to="a@school.example",
                          port=w.special_port)[0] == 250
            os.unlink(filler)
            assert wait_for(lambda: w.send(
                messages.plain(), port=w.special_port)[0] == 250, 5, 0.5)
        finally:
            d.kill()


@scenario
def a_service_user_that_may_not_read_its_store_verifies_nobody(w):
    user = pwd.getpwnam("nobody")

    def become():
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
    if subprocess.run([POSTERND, "-V"], check=False, preexec_fn=become,
                      capture_output=True).returncode != 0:
        raise Skip("nobody may not run what is built here")
    with special(w, "nobody", start=False) as d:
        for path in (d.socket, d.socket + ".lock"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
        for path in (d.folder, d.conf):
            os.chown(path, user.pw_uid, user.pw_gid)
        os.chown(w.base, user.pw_uid, user.pw_gid)
        try:
            d.start(preexec_fn=become)
            os.chmod(d.socket, 0o666)
            assert w.send(messages.plain(), port=w.special_port)[0] == 250
            os.chown(d.store, 0, 0)
            os.chmod(d.store, 0o600)
            d.kill()
            d.start(preexec_fn=become)
            os.chmod(d.socket, 0o666)
            codes = [w.send(messages.plain(), port=w.special_port)[0],
                     w.send(messages.plain(messages.SENSITIVE),
                            port=w.special_port)[0]]
            assert codes == [451, 550], (codes, d.log())
        finally:
            os.chown(w.base, 0, 0)


@scenario
def a_second_instance_is_refused_even_where_the_socket_file_is_gone(w):
    with special(w, "gone") as d:
        os.unlink(d.socket)
        other = w.daemon("usurper")
        p = other.spawn()
        assert p.wait(30) not in (0, None), other.log()
        assert "another posternd" in other.log(), other.log()
        assert d.process.poll() is None


@scenario
def a_second_instance_on_one_port_refuses_to_start(w):
    d = w.daemon("inetfirst", port=w.inet_port)
    d.process = d.spawn(f"inet:{w.milter_port}@127.0.0.1")
    try:
        assert wait_for(lambda: "ready" in d.log(), 60), d.log()
        other = w.daemon("inetsecond", port=w.inet_port)
        p = other.spawn(f"inet:{w.milter_port}@127.0.0.1")
        assert p.wait(30) not in (0, None), other.log()
        assert str(w.milter_port) in other.log(), other.log()
        assert w.send(messages.plain(messages.SENSITIVE),
                      port=w.inet_port)[0] == 550
    finally:
        d.kill()


@scenario
def a_notice_survives_a_restart_while_the_mail_server_is_away(w):
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    d = w.daemon("survives", port=port)
    try:
        d.start()
        code, text = w.send(messages.plain(messages.SENSITIVE),
                            sender="teacher8@school.example",
                            port=w.special_port)
        assert code == 550, text
        assert wait_for(lambda: "notice not sent" in d.log()), d.log()
        assert d.terminate() == 0
        for name in os.listdir(d.folder):
            if name.startswith("postern.db"):
                with open(os.path.join(d.folder, name), "rb") as f:
                    assert b"teacher8" not in f.read(), name
        d.notice_port = w.port
        d.configure()
        d.start()
        notice, = w.notices("teacher8@school.example", reference_of(text),
                            seconds=30)
        assert notice.sender == ""
    finally:
        d.kill()
