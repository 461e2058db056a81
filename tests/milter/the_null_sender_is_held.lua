-- SPDX-License-Identifier: GPL-3.0-or-later
conn = open()
envelope(conn, "<>", "<a@elsewhere.example>")
expect(message(conn, {{"Subject", " Form"}}, SENSITIVE), "continue")
must(mt.eom_check(conn, MT_QUARANTINE), "it is not held")
mt.disconnect(conn)
