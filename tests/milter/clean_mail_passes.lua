-- SPDX-License-Identifier: GPL-3.0-or-later
conn = open()
expect(envelope(conn, "<staff@school.example>", "<a@elsewhere.example>"),
    "continue")
expect(message(conn, {{"Subject", " Meeting"}}, "See you there.\r\n"),
    "continue", "accept")
mt.disconnect(conn)
