-- SPDX-License-Identifier: GPL-3.0-or-later
-- driver - one dialogue with posternd as an MTA holds it, in a few words.
--
-- Included by every script here (tests/milter/run puts it in front). Steps
-- that the filter did not ask for are left out, as an MTA does.

socket = os.getenv("PN_SOCKET")
SENSITIVE = "Her National Insurance number is JG103759A.\r\n"
NAMES = { [SMFIR_ACCEPT] = "accept", [SMFIR_CONTINUE] = "continue",
	[SMFIR_REJECT] = "reject", [SMFIR_TEMPFAIL] = "tempfail",
	[SMFIR_REPLYCODE] = "reply" }

-- check that a fact holds
function must(fact, what)
	if not fact then
		mt.echo(what) -- miltertest itself says nothing of an error
		error(what, 2)
	end
end

-- a new connection, after negotiation
function open(actions, steps)
	local conn = mt.connect(socket, 50, 0.1)
	must(conn, "no connection to " .. socket)
	must(mt.negotiate(conn, 6, actions, steps) == nil, "negotiation failed")
	if not mt.test_option(conn, SMFIP_NOCONNECT) then
		mt.conninfo(conn, "client.example", "192.0.2.7")
	end
	if not mt.test_option(conn, SMFIP_NOHELO) then
		mt.helo(conn, "client.example")
	end
	return conn
end

-- MAIL and RCPT; the answer at DATA
function envelope(conn, from, ...)
	mt.macro(conn, SMFIC_MAIL, "i", "TESTQUEUEID")
	must(mt.mailfrom(conn, from) == nil, "MAIL failed")
	for _, to in ipairs({...}) do
		must(mt.rcptto(conn, to) == nil, "RCPT failed")
	end
	must(mt.data(conn) == nil, "DATA failed")
	return mt.getreply(conn)
end

-- headers ({name, value} pairs), the body in chunks; the answer at its end
function message(conn, headers, ...)
	for _, h in ipairs(headers) do
		must(mt.header(conn, h[1], h[2]) == nil, "header failed")
	end
	if not mt.test_option(conn, SMFIP_NOEOH) then
		mt.eoh(conn)
	end
	for _, chunk in ipairs({...}) do
		must(mt.bodystring(conn, chunk) == nil, "body failed")
	end
	must(mt.eom(conn) == nil, "end of message failed")
	return mt.getreply(conn)
end

-- the answer must be one of those named
function expect(reply, ...)
	local name = NAMES[reply] or string.char(reply)
	for _, wanted in ipairs({...}) do
		if name == wanted then
			return
		end
	end
	must(false, "answered " .. name .. ", not " .. table.concat({...}, " or "))
end
