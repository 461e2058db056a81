-- SPDX-License-Identifier: GPL-3.0-or-later
conn = open()
envelope(conn, "<staff@school.example>", "<a@elsewhere.example>")
expect(message(conn, {{"X-Postern", " verdict=accept"}, {"Subject", " Trip"},
    {"x-POSTERN-Notice", " ref=AAAA-AAAA; mac=00"}}, "Bring a coat.\r\n"),
    "continue")
must(mt.eom_check(conn, MT_HDRDELETE, "X-Postern"), "X-Postern stays")
must(mt.eom_check(conn, MT_HDRDELETE, "x-POSTERN-Notice"), "the notice stays")
must(not mt.eom_check(conn, MT_HDRDELETE, "Subject"), "Subject went")
mt.disconnect(conn)
