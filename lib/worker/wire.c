/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wire - see wire.h for the messages
 *
 * Two layers: typed put and get over bytes, which know nothing of sockets and
 * are fuzzed, and send and receive of a record with descriptors. A get checks
 * the remaining length first; after the first failure a reader stays failed,
 * so that one check at the end is enough.
 */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include "worker/wire.h"

#define FLAG_BODY 1u
#define FLAG_TEXT 2u

/* A reader over somebody else's bytes. */
struct reader {
	struct pn_bytes rest;
	bool failed;
};

/* put_int - append the N low bytes of V, lowest first */
static enum pn_err
put_int(struct pn_buf *out, uint64_t v, unsigned n)
{
	unsigned char le[8];

	for (unsigned i = 0; i < n; i++)
		le[i] = (unsigned char)(v >> (8 * i));
	return pn_buf_add(out, le, n);
}

/* put_str - append a string of at most MAX bytes */
static enum pn_err
put_str(struct pn_buf *out, const char *s, size_t max)
{
	size_t n = strlen(s);
	enum pn_err err;

	if (n > max)
		return PN_ERR_LIMIT;
	err = put_int(out, n, 4);
	return err ? err : pn_buf_add(out, s, n);
}

/* get_int - the next N bytes as a number of at most MAX */
static uint64_t
get_int(struct reader *r, unsigned n, uint64_t max)
{
	uint64_t v = 0;

	if (r->failed || r->rest.n < n) {
		r->failed = true;
		return 0;
	}
	for (unsigned i = 0; i < n; i++)
		v |= (uint64_t)r->rest.p[i] << (8 * i);
	r->rest.p += n;
	r->rest.n -= n;
	if (v > max)
		r->failed = true;
	return r->failed ? 0 : v;
}

/* get_word - a number that names one of the members FIRST to LAST */
static unsigned
get_word(struct reader *r, unsigned n, unsigned first, unsigned last)
{
	unsigned v = (unsigned)get_int(r, n, last);

	if (v < first)
		r->failed = true;
	return v;
}

/* get_str - the next string into OUT of SIZE bytes */
static void
get_str(struct reader *r, char *out, size_t size)
{
	size_t n = (size_t)get_int(r, 4, size - 1);

	out[0] = '\0';
	if (r->failed || r->rest.n < n || (n && memchr(r->rest.p, 0, n))) {
		r->failed = true;
		return;
	}
	if (n)
		memcpy(out, r->rest.p, n);
	out[n] = '\0';
	r->rest.p += n;
	r->rest.n -= n;
}

static enum pn_err
put_job(struct pn_buf *out, const struct pn_wire *m)
{
	unsigned flags =
	    (m->want_body ? FLAG_BODY : 0) | (m->has_text ? FLAG_TEXT : 0);
	enum pn_err err;

	if ((err = put_int(out, m->kind, 2)) ||
	    (err = put_int(out, flags, 2)) || (err = put_int(out, m->size, 8)))
		return err;
	return put_str(out, m->has_text ? m->text : "", PN_JOB_MAX_TEXT);
}

static void
get_job(struct reader *r, struct pn_wire *m)
{
	unsigned flags;

	m->kind = get_word(r, 2, PN_JOB_MESSAGE, PN_JOB_SELFTEST);
	flags = (unsigned)get_int(r, 2, FLAG_BODY | FLAG_TEXT);
	m->want_body = flags & FLAG_BODY;
	m->has_text = flags & FLAG_TEXT;
	m->size = get_int(r, 8, INT64_MAX);
	get_str(r, m->text, sizeof(m->text));
	if (!m->has_text && m->text[0])
		r->failed = true;
}

static enum pn_err
put_answer(struct pn_buf *out, const struct pn_wire *m)
{
	enum pn_err err;

	if ((err = put_int(out, m->result, 4)) ||
	    (err = put_int(out, m->reply_len, 8)))
		return err;
	return put_int(out, m->body_len, 8);
}

static void
get_answer(struct reader *r, struct pn_wire *m)
{
	m->result = get_word(r, 4, PN_RESULT_DONE, PN_RESULT_MEMORY);
	m->reply_len = get_int(r, 8, PN_WIRE_MAX_BODY);
	m->body_len = get_int(r, 8, PN_WIRE_MAX_BODY);
}

static enum pn_err
put_refused(struct pn_buf *out, const struct pn_wire *m)
{
	enum pn_err err;

	if ((err = put_int(out, m->err, 4)) ||
	    (err = put_int(out, m->info.line, 4)) ||
	    (err = put_str(out, m->info.file, sizeof(m->info.file) - 1)))
		return err;
	return put_str(out, m->info.text, sizeof(m->info.text) - 1);
}

static void
get_refused(struct reader *r, struct pn_wire *m)
{
	m->err = get_word(r, 4, PN_ERR_SYNTAX, PN_ERR_CONFIG);
	m->info.line = (unsigned)get_int(r, 4, INT32_MAX);
	get_str(r, m->info.file, sizeof(m->info.file));
	get_str(r, m->info.text, sizeof(m->info.text));
}

enum pn_err
pn_wire_encode(const struct pn_wire *m, struct pn_buf *out)
{
	enum pn_err err;

	if ((err = put_int(out, PN_WIRE_MAGIC, 4)) ||
	    (err = put_int(out, PN_WIRE_VERSION, 2)) ||
	    (err = put_int(out, m->type, 2)))
		return err;
	switch (m->type) {
	case PN_WIRE_JOB:
		return put_job(out, m);
	case PN_WIRE_ANSWER:
		return put_answer(out, m);
	case PN_WIRE_READY:
		return put_str(out, m->text, PN_WIRE_MAX_NOTE);
	case PN_WIRE_REFUSED:
		return put_refused(out, m);
	}
	return PN_ERR_UNSUPPORTED;
}

enum pn_err
pn_wire_decode(struct pn_bytes bytes, struct pn_wire *m)
{
	struct reader r = {bytes, false};

	memset(m, 0, sizeof(*m));
	if (get_int(&r, 4, UINT32_MAX) != PN_WIRE_MAGIC ||
	    get_int(&r, 2, UINT16_MAX) != PN_WIRE_VERSION)
		return PN_ERR_PEER;
	m->type = get_word(&r, 2, PN_WIRE_JOB, PN_WIRE_REFUSED);
	switch (m->type) {
	case PN_WIRE_JOB:
		get_job(&r, m);
		break;
	case PN_WIRE_ANSWER:
		get_answer(&r, m);
		break;
	case PN_WIRE_READY:
		get_str(&r, m->text, PN_WIRE_MAX_NOTE + 1);
		break;
	case PN_WIRE_REFUSED:
		get_refused(&r, m);
		break;
	}
	return r.failed || r.rest.n != 0 ? PN_ERR_PEER : PN_OK;
}

/* Room for the most descriptors, aligned as cmsg(3) wants it. */
union control {
	struct cmsghdr align;
	char room[CMSG_SPACE(PN_WIRE_MAX_FDS * sizeof(int))];
};

enum pn_err
pn_wire_send(int sock, struct pn_bytes bytes, const int *fds, unsigned n_fds)
{
	struct iovec iov = {(void *)bytes.p, bytes.n};
	struct msghdr h = {.msg_iov = &iov, .msg_iovlen = 1};
	union control control;
	ssize_t n;

	if (n_fds > PN_WIRE_MAX_FDS)
		return PN_ERR_LIMIT;
	if (n_fds > 0) {
		memset(&control, 0, sizeof(control));
		control.align.cmsg_level = SOL_SOCKET;
		control.align.cmsg_type = SCM_RIGHTS;
		control.align.cmsg_len = CMSG_LEN(n_fds * sizeof(int));
		h.msg_control = &control;
		h.msg_controllen = CMSG_SPACE(n_fds * sizeof(int));
		memcpy(CMSG_DATA(&control.align), fds, n_fds * sizeof(int));
	}
	do
		n = sendmsg(sock, &h, MSG_NOSIGNAL | MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	if (n >= 0)
		return PN_OK; /* records are never cut */
	if (errno == EAGAIN)
		return PN_ERR_BUSY;
	return errno == EPIPE || errno == ECONNRESET ? PN_ERR_PEER : PN_ERR_IO;
}

enum pn_err
pn_wire_put(int sock, const struct pn_wire *msg, const int *fds, unsigned n_fds)
{
	struct pn_buf out;
	enum pn_err err;

	pn_buf_init(&out, PN_WIRE_MAX);
	err = pn_wire_encode(msg, &out);
	if (err == PN_OK)
		err = pn_wire_send(sock, pn_buf_bytes(&out), fds, n_fds);
	pn_buf_free(&out);
	return err;
}

/* take_fds - keep the descriptors that came with H */
static void
take_fds(struct msghdr *h, struct pn_wire_in *in)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(h); c; c = CMSG_NXTHDR(h, c)) {
		size_t n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		memcpy(in->fds, CMSG_DATA(c), n * sizeof(int));
		in->n_fds = (unsigned)n;
	}
}

enum pn_err
pn_wire_recv(int sock, unsigned max_fds, bool wait, struct pn_wire_in *in)
{
	struct iovec iov = {in->data, sizeof(in->data)};
	struct msghdr h = {.msg_iov = &iov, .msg_iovlen = 1};
	union control control;
	enum pn_err err = PN_OK;
	ssize_t n;

	in->n_fds = 0;
	if (max_fds > 0) { /* without room the kernel closes what is sent */
		h.msg_control = &control;
		h.msg_controllen = sizeof(control);
	}
	do
		n = recvmsg(
		    sock, &h, MSG_CMSG_CLOEXEC | (wait ? 0 : MSG_DONTWAIT));
	while (n < 0 && errno == EINTR);
	if (n < 0 && errno == EAGAIN)
		return PN_ERR_BUSY;
	if (n <= 0)
		return PN_ERR_PEER;
	in->len = (size_t)n;
	take_fds(&h, in);
	if ((h.msg_flags & MSG_TRUNC) || in->n_fds > max_fds)
		err = PN_ERR_PEER;
	else if (h.msg_flags & MSG_CTRUNC) /* too many, or none left here */
		err = max_fds > in->n_fds ? PN_ERR_LIMIT : PN_ERR_PEER;
	if (err != PN_OK)
		pn_wire_in_close(in);
	return err;
}

void
pn_wire_in_close(struct pn_wire_in *in)
{
	for (unsigned i = 0; i < in->n_fds; i++)
		close(in->fds[i]);
	in->n_fds = 0;
}
