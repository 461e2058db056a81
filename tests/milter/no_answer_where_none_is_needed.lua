-- SPDX-License-Identifier: GPL-3.0-or-later
-- Steps that we never answer are negotiated so; those not needed not asked for.
conn = open()
for _, option in ipairs({SMFIP_NR_HDR, SMFIP_NR_MAIL, SMFIP_NR_RCPT,
    SMFIP_NR_BODY, SMFIP_NOCONNECT, SMFIP_NOHELO, SMFIP_NR_EOH,
    SMFIP_NOUNKNOWN}) do
	must(mt.test_option(conn, option), "option " .. option .. " is not used")
end
must(not mt.test_option(conn, SMFIP_NR_DATA), "DATA must be answered")
must(not mt.test_option(conn, SMFIP_NOBODY), "the body is needed")
must(mt.test_action(conn, SMFIF_QUARANTINE), "quarantine is used")
must(not mt.test_action(conn, SMFIF_ADDRCPT), "recipients are never added")
must(not mt.test_action(conn, SMFIF_DELRCPT), "nor taken away")
mt.disconnect(conn)
