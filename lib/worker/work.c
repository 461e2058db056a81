/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * work - see work.h
 *
 * One job at a time: map the bytes, let the handler write into buffers, copy
 * those into the descriptors of the job, say how long they are. Everything
 * that can go wrong ends the process; the supervisor has the job still.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/report.h"
#include "worker/sandbox.h"
#include "worker/wire.h"
#include "worker/work.h"

#define WORK_SOCKET 3

/* on_abort - an allocation that failed leaves ENOMEM behind and aborts (mem.h,
 * GLib, C++ alike); anything else dies of its own signal */
static void
on_abort(int sig)
{
	if (errno == ENOMEM)
		_exit(PN_WORK_EXIT_MEMORY);
	raise(sig); /* SA_RESETHAND: the default now */
}

/* set_signals - as after exec, and tell a lack of memory apart */
static void
set_signals(void)
{
	struct sigaction sa = {
	    .sa_handler = on_abort, .sa_flags = SA_RESETHAND | SA_NODEFER};
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	sigaction(SIGABRT, &sa, NULL);
	sigaction(SIGTRAP, &sa, NULL); /* g_error */
}

/*
 * keep_only - SOCK becomes WORK_SOCKET, everything else is closed: other
 * workers' sockets and other people's messages. What libraries print could
 * quote a message and goes nowhere, but for a sanitizer's report.
 */
static bool
keep_only(int sock)
{
	int last = pn_sandbox_watch_resident ? 1 : 2;
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0)
		return false;
	for (int fd = 0; fd <= last; fd++)
		if (dup2(null, fd) < 0)
			return false;
	if (sock != WORK_SOCKET && dup2(sock, WORK_SOCKET) < 0)
		return false;
	closefrom(WORK_SOCKET + 1);
	return true;
}

/* close_sandbox - and tell the supervisor how it went */
static bool
close_sandbox(int sock, const struct pn_serve_options *o)
{
	struct pn_wire m = {.type = PN_WIRE_READY};
	unsigned missing = 0;

	m.err = pn_sandbox_worker(o->memory_mb, &missing, &m.info);
	if (m.err != PN_OK)
		m.type = PN_WIRE_REFUSED;
	else
		strncat(m.text, pn_sandbox_note(missing), PN_WIRE_MAX_NOTE);
	return pn_wire_put(sock, &m, NULL, 0) == PN_OK && m.err == PN_OK;
}

/* write_all - B into FD from its start on */
static bool
write_all(int fd, const struct pn_buf *b)
{
	size_t done = 0;

	while (done < b->len) {
		ssize_t n =
		    pwrite(fd, b->data + done, b->len - done, (off_t)done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		done += (size_t)n;
	}
	return true;
}

/* map - the bytes of a job; a file that somebody cuts meanwhile is SIGBUS */
static struct pn_bytes
map(int fd, uint64_t size)
{
	struct pn_bytes b = {(const unsigned char *)"", 0};
	void *p;

	if (size == 0)
		return b;
	b.n = size < PN_WORK_MAX_MAP ? (size_t)size : PN_WORK_MAX_MAP;
	p = mmap(NULL, b.n, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		_exit(errno == ENOMEM ? PN_WORK_EXIT_MEMORY
				      : PN_WORK_EXIT_PROTOCOL);
	b.p = p;
	return b;
}

/* handle - run the handler on what came with IN; the answer is in *M */
static void
handle(const struct pn_serve_options *o, const struct pn_wire_in *in,
    struct pn_wire *m)
{
	struct pn_buf reply, body;
	struct pn_work work = {
	    .kind = m->kind,
	    .bytes = map(in->fds[0], m->size),
	    .text = m->has_text ? m->text : NULL,
	    .reply = &reply,
	    .body = m->want_body ? &body : NULL,
	};
	enum pn_err err;

	pn_buf_init(&reply, PN_REPORT_MAX_JSON);
	pn_buf_init(&body, PN_WIRE_MAX_BODY);
	err = o->handle(o->ctx, &work);
	if (err == PN_ERR_UNSUPPORTED) {
		pn_buf_clear(&reply);
		pn_buf_clear(&body);
	} else if (err != PN_OK || !write_all(in->fds[1], &reply) ||
		   (m->want_body && !write_all(in->fds[2], &body))) {
		_exit(PN_WORK_EXIT_HANDLER);
	}
	m->type = PN_WIRE_ANSWER;
	m->result = err == PN_OK ? PN_RESULT_DONE : PN_RESULT_UNSUPPORTED;
	m->reply_len = reply.len;
	m->body_len = body.len;
	pn_buf_free(&reply);
	pn_buf_free(&body);
	if (work.bytes.n > 0)
		munmap((void *)work.bytes.p, work.bytes.n);
}

void
pn_work(int sock, const struct pn_serve_options *o)
{
	struct pn_wire_in in;
	struct pn_wire m;

	set_signals();
	if (!keep_only(sock) || !close_sandbox(WORK_SOCKET, o))
		_exit(PN_WORK_EXIT_SANDBOX);
	while (pn_wire_recv(WORK_SOCKET, 3, true, &in) == PN_OK) {
		struct pn_bytes bytes = {in.data, in.len};

		if (pn_wire_decode(bytes, &m) != PN_OK ||
		    m.type != PN_WIRE_JOB || in.n_fds != 2u + m.want_body)
			_exit(PN_WORK_EXIT_PROTOCOL);
		handle(o, &in, &m);
		pn_wire_in_close(&in);
		if (pn_wire_put(WORK_SOCKET, &m, NULL, 0) != PN_OK)
			break;
	}
	_exit(0);
}
