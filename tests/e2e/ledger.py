# SPDX-License-Identifier: GPL-3.0-or-later
"""Last of all: what became of every message that Postfix said 250 to."""
from postfix import wait_for
from scenarios import scenario


def fates(w):
    """For each accepted (id, recipient): how often it was delivered, is held
    or bounced."""
    count = {}
    for name, _, recipients in w.accepted:
        for to in recipients:
            count[name, to] = 0
    for mail in w.sink.all():
        names = mail.header("X-Ledger")
        if names:
            for to in mail.recipients:
                count[names[0], to] = count.get((names[0], to), 0) + 1
        elif b"report-type=delivery-status" in mail.content:
            for name, to in list(count):
                if name.encode() in mail.content:
                    count[name, to] += 1
    for queue_id in w.postfix.held():
        content = w.postfix.content(queue_id)
        for name, to in list(count):
            if b"X-Ledger: " + name.encode() in content:
                count[name, to] += 1
    return count


@scenario
def every_accepted_message_was_delivered_held_or_bounced_once(w):
    def idle():
        return all(q["queue_name"] == "hold" for q in w.postfix.queue())
    assert wait_for(idle, 20, 0.1), w.postfix.queue()
    count = fates(w)
    wrong = {key: n for key, n in count.items() if n != 1}
    assert not wrong, wrong
    assert not [d.folder for d in w.daemons if "Sanitizer" in d.log() or
                "runtime error" in d.log()]
