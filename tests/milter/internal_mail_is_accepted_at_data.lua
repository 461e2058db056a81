-- SPDX-License-Identifier: GPL-3.0-or-later
conn = open()
expect(envelope(conn, "<staff@school.example>", "<a@school.example>",
    "<B@SCHOOL.example>"), "accept")
mt.disconnect(conn)
