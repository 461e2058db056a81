-- SPDX-License-Identifier: GPL-3.0-or-later
conn = open()
expect(envelope(conn, "<staff@school.example>", "<a@elsewhere.example>"),
    "continue")
expect(message(conn, {{"Subject", " Form"}}, SENSITIVE), "reply")
must(not mt.eom_check(conn, MT_QUARANTINE), "a rejected message is not held")
mt.disconnect(conn)
