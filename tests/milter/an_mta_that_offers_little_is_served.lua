-- SPDX-License-Identifier: GPL-3.0-or-later
-- No NR_*, no HDR_LEADSPC, no quarantine, no header changes: protocol 2.
conn = open(0, 0)
expect(envelope(conn, "<staff@school.example>", "<a@elsewhere.example>"),
    "continue")
expect(message(conn, {{"Subject", "Form"}, {"X-Postern", "forged"}},
    "See you there.\r\n"), "continue", "accept")
mt.disconnect(conn)
conn = open(0, 0)
envelope(conn, "<staff@school.example>", "<a@elsewhere.example>")
expect(message(conn, {{"Subject", "Form"}}, SENSITIVE), "reply")
mt.disconnect(conn)
-- nobody to hold it: not delivered either
conn = open(0, 0)
envelope(conn, "<>", "<a@elsewhere.example>")
expect(message(conn, {{"Subject", "Form"}}, SENSITIVE), "tempfail")
mt.disconnect(conn)
