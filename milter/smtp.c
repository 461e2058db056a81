/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * smtp - a client for one mail to a server on this host (RFC 5321)
 *
 * One connection, one mail, the null sender, one recipient; no TLS and no
 * login, for loopback needs none. SMTPUTF8 (RFC 6531) where the address asks
 * for it. The whole try has one deadline. The server's words may quote the
 * address, so only its codes are passed on.
 */
#include <ctype.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "milter/transport.h"

#define REPLY_LINE  512 /* RFC 5321 4.5.3.1.5 */
#define REPLY_LINES 100 /* more is no mail server */
#define SLICE_MS    100 /* between looks whether we are in a hurry */

struct client {
	int fd;
	int64_t deadline; /* pn_monotonic_ms */
	char in[REPLY_LINE + 1];
	size_t n;
	bool utf8;    /* the server offers SMTPUTF8 */
	bool settled; /* the end of the data may be there: wait for its reply */
};

static atomic_bool hurry;

void
pn_send_hurry(void)
{
	atomic_store(&hurry, true);
}

/* ready - wait until the socket can do EVENTS; false when time is over */
static bool
ready(const struct client *c, short events)
{
	struct pollfd p = {.fd = c->fd, .events = events};
	int64_t left;
	int n;

	do {
		left = c->deadline - pn_monotonic_ms();
		if (left <= 0 || (atomic_load(&hurry) && !c->settled))
			return false;
		n = poll(&p, 1, left < SLICE_MS ? (int)left : SLICE_MS);
	} while (n == 0 || (n < 0 && errno == EINTR));
	return n > 0;
}

static enum pn_err
put(struct client *c, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = send(c->fd, p, n, MSG_NOSIGNAL);

		if (done > 0) {
			p += done;
			n -= (size_t)done;
		} else if (done < 0 && errno == EAGAIN) {
			if (!ready(c, POLLOUT))
				return PN_ERR_TIMEOUT;
		} else if (errno != EINTR) {
			return PN_ERR_IO;
		}
	}
	return PN_OK;
}

/* line - the next line of the server, without its end, in LINE */
static enum pn_err
line(struct client *c, char out[REPLY_LINE + 1])
{
	for (;;) {
		char *lf = memchr(c->in, '\n', c->n);
		ssize_t got;

		if (lf) {
			size_t used = (size_t)(lf - c->in) + 1;

			memcpy(out, c->in, used);
			out[used - 1] = 0;
			c->n -= used;
			memmove(c->in, c->in + used, c->n);
			return PN_OK;
		}
		if (c->n == REPLY_LINE)
			return PN_ERR_SYNTAX;
		if (!ready(c, POLLIN))
			return PN_ERR_TIMEOUT;
		got = recv(c->fd, c->in + c->n, REPLY_LINE - c->n, 0);
		if (got > 0)
			c->n += (size_t)got;
		else if (got == 0 || (errno != EINTR && errno != EAGAIN))
			return PN_ERR_IO;
	}
}

/* reply - read a whole reply and want its code to begin with DIGIT; WHAT is
 * the step, for INFO */
static enum pn_err
reply(struct client *c, char digit, const char *what, struct pn_errinfo *info)
{
	char text[REPLY_LINE + 1];
	enum pn_err err;

	for (unsigned i = 0; i < REPLY_LINES; i++) {
		err = line(c, text);
		if (err != PN_OK)
			return pn_fail(info, err, "SMTP: no reply to %s", what);
		if (!isdigit((unsigned char)text[0]) ||
		    !isdigit((unsigned char)text[1]) ||
		    !isdigit((unsigned char)text[2]))
			return pn_fail(info, PN_ERR_SYNTAX,
			    "SMTP: no code in the reply to %s", what);
		if (strncasecmp(text + 4, "SMTPUTF8", 8) == 0)
			c->utf8 = true;
		if (text[3] == '-')
			continue;
		if (text[0] == digit)
			return PN_OK;
		return pn_fail(
		    info, PN_ERR_PEER, "SMTP: %.3s to %s", text, what);
	}
	return pn_fail(info, PN_ERR_SYNTAX, "SMTP: endless reply");
}

/* say - send the command TEXT (freed here) and want a reply with DIGIT */
static enum pn_err
say(struct client *c, char *text, char digit, const char *what,
    struct pn_errinfo *info)
{
	enum pn_err err = put(c, text, strlen(text));

	free(text);
	if (err != PN_OK)
		return pn_fail(info, err, "SMTP: connection lost at %s", what);
	return reply(c, digit, what, info);
}

/* dial - connect to SERVER, "host:port" or "[v6]:port" */
static enum pn_err
dial(struct client *c, const char *server, struct pn_errinfo *info)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list = NULL;
	const char *colon = strrchr(server, ':');
	size_t n = colon ? (size_t)(colon - server) : 0;
	char *host;
	int e;

	if (!colon)
		return pn_fail(info, PN_ERR_CONFIG, "SMTP: no port");
	if (n > 1 && server[0] == '[' && server[n - 1] == ']')
		host = pn_strndup(server + 1, n - 2);
	else
		host = pn_strndup(server, n);
	e = getaddrinfo(host, colon + 1, &hints, &list);
	free(host);
	if (e != 0)
		return pn_fail(info, PN_ERR_IO, "SMTP: %s", gai_strerror(e));
	for (const struct addrinfo *a = list; a && c->fd < 0; a = a->ai_next) {
		c->fd = socket(a->ai_family,
		    SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
		if (c->fd < 0)
			continue;
		e = connect(c->fd, a->ai_addr, a->ai_addrlen) == 0 ? 0 : errno;
		if (e == EINPROGRESS && ready(c, POLLOUT)) {
			socklen_t size = sizeof(e);

			getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &e, &size);
		}
		if (e != 0) {
			close(c->fd);
			c->fd = -1;
		}
	}
	freeaddrinfo(list);
	if (c->fd < 0)
		return pn_fail(
		    info, PN_ERR_IO, "SMTP: no connection: %s", strerror(e));
	return PN_OK;
}

/* data - MESSAGE with dots doubled (RFC 5321 4.5.2) and the end of data */
static enum pn_err
data(struct client *c, const char *message, struct pn_errinfo *info)
{
	struct pn_buf text;
	enum pn_err err;
	bool start = true;

	pn_buf_init(&text, 2 * strlen(message) + 8);
	for (const char *p = message; *p; p++) {
		if (start && *p == '.')
			pn_buf_addc(&text, '.');
		start = *p == '\n';
		pn_buf_addc(&text, *p);
	}
	pn_buf_adds(&text, start ? ".\r\n" : "\r\n.\r\n");
	c->settled = true;
	err = put(c, text.data, text.len);
	pn_buf_free(&text);
	if (err != PN_OK)
		return pn_fail(info, err, "SMTP: connection lost in the mail");
	return reply(c, '2', "end of data", info);
}

static bool
is_ascii(const char *s)
{
	while (*s && (unsigned char)*s < 0x80)
		s++;
	return *s == 0;
}

/* mail - the dialogue after the greeting */
static enum pn_err
mail(struct client *c, const char *to, const char *message,
    struct pn_errinfo *info)
{
	enum pn_err err;
	bool utf8 = !is_ascii(to);

	err = say(c, pn_strdup("EHLO localhost\r\n"), '2', "EHLO", info);
	if (err != PN_OK)
		return err;
	if (utf8 && !c->utf8)
		return pn_fail(info, PN_ERR_UNSUPPORTED, "SMTP: no SMTPUTF8");
	err = say(c, pn_printf("MAIL FROM:<>%s\r\n", utf8 ? " SMTPUTF8" : ""),
	    '2', "MAIL", info);
	if (err == PN_OK)
		err = say(
		    c, pn_printf("RCPT TO:<%s>\r\n", to), '2', "RCPT", info);
	if (err == PN_OK)
		err = say(c, pn_strdup("DATA\r\n"), '3', "DATA", info);
	if (err == PN_OK)
		err = data(c, message, info);
	return err;
}

enum pn_err
pn_send_smtp(const char *server, const char *to, const char *message,
    struct pn_errinfo *info)
{
	struct client c = {
	    .fd = -1,
	    .deadline = pn_monotonic_ms() + PN_TRANSPORT_SECONDS * 1000,
	};
	enum pn_err err = dial(&c, server, info);

	if (err == PN_OK)
		err = reply(&c, '2', "connect", info);
	if (err == PN_OK)
		err = mail(&c, to, message, info);
	if (c.fd >= 0) {
		(void)!put(&c, "QUIT\r\n", 6);
		close(c.fd);
	}
	return err;
}
