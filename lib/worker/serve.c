/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * serve - the supervisor: jobs in, to the next idle worker, answers out
 *
 * One thread, one poll(2). It looks at no byte of a message and maps nothing,
 * so a file that is cut or a hostile worker can't hurt it. A job that ended a
 * worker goes once to another one and is then answered with the reason; jobs
 * in other workers go on. A job whose client has gone is dropped, and its
 * worker with it. Nothing is logged: what must be said goes over the wire.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/mem.h"
#include "worker/crew.h"
#include "worker/serve.h"
#include "worker/wire.h"

#define MAX_TRIES    2
#define TICKET_FDS   4
#define RESERVED_FDS 64	  /* for workers' sockets and the libraries */
#define MAX_TICKETS  4096 /* then the channel is not read, clients wait */
#define MAX_WORKERS  256

/* The supervisor. */
struct boss {
	const struct pn_serve_options *o;
	struct pn_crew *crew; /* o->workers places */
	struct pn_ticket *queue, **tail;
	unsigned tickets, max_tickets; /* waiting or in work */
	bool closing;		       /* the channel has ended */
	struct pollfd *pfd;
};

/* settle - tell whoever waits how T ended, and forget it */
static void
settle(struct boss *b, struct pn_ticket *t, const struct pn_wire *answer)
{
	/* one who has gone needs no answer */
	pn_wire_put(t->answer, answer, NULL, 0);
	pn_ticket_free(t);
	b->tickets--;
}

/* put_back - T is the next to be done */
static void
put_back(struct boss *b, struct pn_ticket *t)
{
	t->next = b->queue;
	b->queue = t;
	if (b->tail == &b->queue)
		b->tail = &t->next;
}

/* fault - worker C is no good (WHY, or 0 for what its death says): replace
 * it, and try its job once more */
static void
fault(struct boss *b, struct pn_crew *c, unsigned why)
{
	struct pn_wire answer = {.type = PN_WIRE_ANSWER};
	struct pn_ticket *t = c->ticket;

	answer.result = pn_crew_end(c);
	if (why != 0)
		answer.result = why;
	if (t == NULL)
		return;
	/* what the dead one wrote must not be part of the next reply */
	if (++t->tries < MAX_TRIES && ftruncate(t->fds[1], 0) == 0 &&
	    (!t->want_body || ftruncate(t->fds[2], 0) == 0))
		put_back(b, t);
	else
		settle(b, t, &answer);
}

/* take_ticket - the job that came with IN; NULL if it makes no sense */
static struct pn_ticket *
take_ticket(struct pn_wire_in *in)
{
	struct pn_bytes bytes = {in->data, in->len};
	struct pn_ticket *t;
	struct pn_wire m;

	if (pn_wire_decode(bytes, &m) != PN_OK || m.type != PN_WIRE_JOB ||
	    in->n_fds != 3u + m.want_body) {
		pn_wire_in_close(in);
		return NULL;
	}
	t = pn_alloc(sizeof(*t));
	t->msg = pn_alloc(in->len);
	memcpy(t->msg, in->data, in->len);
	t->msg_len = in->len;
	t->want_body = m.want_body;
	t->fds[0] = in->fds[0];
	t->fds[1] = in->fds[1];
	t->fds[2] = m.want_body ? in->fds[2] : -1;
	t->answer = in->fds[in->n_fds - 1];
	return t;
}

/* read_channel - queue what the client asks for */
static void
read_channel(struct boss *b)
{
	struct pn_wire_in in;

	while (b->tickets < b->max_tickets) {
		enum pn_err err =
		    pn_wire_recv(b->o->channel, PN_WIRE_MAX_FDS, false, &in);
		struct pn_ticket *t;

		if (err == PN_ERR_BUSY)
			return;
		if (err == PN_ERR_PEER) {
			b->closing = true;
			return;
		}
		/* a lost job's answer socket is closed: its client knows */
		t = err == PN_OK ? take_ticket(&in) : NULL;
		if (t == NULL)
			continue;
		*b->tail = t;
		b->tail = &t->next;
		b->tickets++;
	}
}

/* has_size - is FD exactly LEN bytes long? */
static bool
has_size(int fd, uint64_t len)
{
	struct stat st;

	return fstat(fd, &st) == 0 && (uint64_t)st.st_size == len;
}

/* is_answer - may a worker say M about T, and is it so? The client checks
 * again: a hostile worker can change its mind */
static bool
is_answer(const struct pn_ticket *t, const struct pn_wire *m)
{
	return t != NULL && m->type == PN_WIRE_ANSWER &&
	       m->result <= PN_RESULT_UNSUPPORTED &&
	       has_size(t->fds[1], m->reply_len) &&
	       (t->want_body ? has_size(t->fds[2], m->body_len)
			     : m->body_len == 0);
}

/* read_worker - C said something, or died */
static void
read_worker(struct boss *b, struct pn_crew *c)
{
	struct pn_wire_in in;
	struct pn_wire m;
	enum pn_err err = pn_wire_recv(c->sock, 0, false, &in);
	struct pn_bytes bytes = {in.data, in.len};

	if (err == PN_ERR_BUSY)
		return;
	if (err != PN_OK || pn_wire_decode(bytes, &m) != PN_OK) {
		fault(b, c, 0);
	} else if (!c->ready && m.type == PN_WIRE_READY) {
		c->ready = true;
	} else if (is_answer(c->ticket, &m)) {
		settle(b, c->ticket, &m);
		c->ticket = NULL;
		if (c->jobs >= PN_CREW_JOBS)
			pn_crew_end(c);
	} else {
		fault(b, c, 0);
	}
}

/* staff - fill empty places, and give the idle workers something to do */
static void
staff(struct boss *b)
{
	int64_t now = pn_monotonic_ms();

	for (unsigned i = 0; i < b->o->workers; i++) {
		struct pn_crew *c = &b->crew[i];
		struct pn_ticket *t = b->queue;

		/* a failure sets the time of the next try */
		if (c->pid == 0 && now >= c->not_before &&
		    pn_crew_start(c, b->o, NULL) != PN_OK)
			continue;
		if (t == NULL || !c->ready || c->ticket != NULL)
			continue;
		b->queue = t->next;
		if (b->queue == NULL)
			b->tail = &b->queue;
		t->next = NULL;
		if (pn_crew_give(c, b->o, t) != PN_OK) {
			put_back(b, t);
			pn_crew_end(c);
		}
	}
}

/* sooner - the shorter of two times for poll(2), where -1 is for ever */
static int
sooner(int a, int b)
{
	if (a < 0 || (b >= 0 && b < a))
		return b;
	return a;
}

/*
 * wait_for - poll the channel, the workers and the clients that wait. The
 * order is that of b->pfd: channel, places, queue, tickets in work (by place).
 */
static void
wait_for(struct boss *b)
{
	bool full = b->closing || b->tickets >= b->max_tickets;
	int64_t now = pn_monotonic_ms();
	int timeout = -1;
	nfds_t n = 0;

	b->pfd[n++] = (struct pollfd){full ? -1 : b->o->channel, POLLIN, 0};
	for (unsigned i = 0; i < b->o->workers; i++) {
		struct pn_crew *c = &b->crew[i];

		b->pfd[n++] = (struct pollfd){c->sock, POLLIN, 0};
		timeout = sooner(timeout, pn_crew_left(c));
		if (c->pid == 0 && c->not_before > now)
			timeout = sooner(timeout, (int)(c->not_before - now));
		else if (c->pid == 0)
			timeout = 0;
	}
	for (unsigned i = 0; i < b->o->workers; i++)
		if (b->crew[i].ticket != NULL)
			b->pfd[n++] =
			    (struct pollfd){b->crew[i].ticket->answer, 0, 0};
		else
			b->pfd[n++] = (struct pollfd){-1, 0, 0};
	for (struct pn_ticket *t = b->queue; t; t = t->next)
		b->pfd[n++] = (struct pollfd){t->answer, 0, 0};
	if (poll(b->pfd, n, timeout) < 0)
		for (nfds_t i = 0; i < n; i++)
			b->pfd[i].revents = 0;
}

/* drop_orphans - forget waiting jobs whose client has gone; their sockets
 * stand from PFD on in the order of the queue */
static void
drop_orphans(struct boss *b, const struct pollfd *pfd)
{
	struct pn_ticket **at = &b->queue;

	while (*at != NULL) {
		struct pn_ticket *t = *at;

		if (!(pfd++)->revents) {
			at = &t->next;
			continue;
		}
		*at = t->next;
		pn_ticket_free(t);
		b->tickets--;
	}
	b->tail = at;
}

/* look_at - what happened to worker I and to the client it works for */
static void
look_at(struct boss *b, unsigned i)
{
	struct pn_crew *c = &b->crew[i];
	unsigned over;

	if (b->pfd[1 + i].revents)
		read_worker(b, c);
	if (c->ticket == NULL)
		return;
	if (b->pfd[1 + b->o->workers + i].revents) {
		pn_ticket_free(c->ticket);
		b->tickets--;
		pn_crew_end(c);
		return;
	}
	over = pn_crew_over(c, b->o);
	if (over != 0)
		fault(b, c, over);
}

/* run - until the channel has ended and every job is answered */
static void
run(struct boss *b)
{
	while (!b->closing || b->tickets > 0) {
		staff(b);
		wait_for(b);
		/* the queue first: it changes below */
		drop_orphans(b, &b->pfd[1 + 2 * b->o->workers]);
		for (unsigned i = 0; i < b->o->workers; i++)
			look_at(b, i);
		if (b->pfd[0].revents)
			read_channel(b);
	}
}

/* set_up_descriptors - standard ones open, as many others as we may have */
static unsigned
set_up_descriptors(void)
{
	struct rlimit rl = {1024, 1024};
	rlim_t room;
	int fd;

	while ((fd = open("/dev/null", O_RDWR | O_CLOEXEC)) >= 0 && fd <= 2)
		;
	if (fd > 2)
		close(fd);
	if (getrlimit(RLIMIT_NOFILE, &rl) == 0) {
		rl.rlim_cur = rl.rlim_max;
		setrlimit(RLIMIT_NOFILE, &rl);
		getrlimit(RLIMIT_NOFILE, &rl);
	}
	room = rl.rlim_cur > RESERVED_FDS ? rl.rlim_cur - RESERVED_FDS : 0;
	room /= TICKET_FDS;
	return room > MAX_TICKETS ? MAX_TICKETS : room < 1 ? 1 : (unsigned)room;
}

/* start_all - the first workers; *M is what the last one said, or the first
 * one whose sandbox does not hold */
static enum pn_err
start_all(struct boss *b, struct pn_wire *m)
{
	struct pn_wire_in in;
	enum pn_err err;

	for (unsigned i = 0; i < b->o->workers; i++) {
		err = pn_crew_start(&b->crew[i], b->o, &m->info);
		if (err != PN_OK)
			return err;
	}
	for (unsigned i = 0; i < b->o->workers; i++) {
		struct pn_bytes bytes = {in.data, 0};

		err = pn_wire_recv(b->crew[i].sock, 0, true, &in);
		bytes.n = err == PN_OK ? in.len : 0;
		if (pn_wire_decode(bytes, m) != PN_OK)
			return pn_fail(&m->info, PN_ERR_IO,
			    "a worker ended before it was ready");
		if (m->type != PN_WIRE_READY)
			return m->err != PN_OK ? m->err : PN_ERR_PEER;
		b->crew[i].ready = true;
	}
	return PN_OK;
}

int
pn_serve(const struct pn_serve_options *options)
{
	struct pn_serve_options o = *options;
	struct boss b = {.o = &o, .max_tickets = set_up_descriptors()};
	struct pn_wire m = {.type = PN_WIRE_REFUSED};

	if (o.workers > MAX_WORKERS)
		o.workers = MAX_WORKERS;
	if (o.wall_seconds == 0)
		o.wall_seconds = 4 * o.cpu_seconds;
	b.tail = &b.queue;
	b.crew = pn_alloc(o.workers * sizeof(*b.crew));
	b.pfd = pn_alloc((1 + 2 * o.workers + b.max_tickets) * sizeof(*b.pfd));
	for (unsigned i = 0; i < o.workers; i++)
		b.crew[i].sock = -1;
	m.err = start_all(&b, &m);
	if (m.err != PN_OK)
		m.type = PN_WIRE_REFUSED;
	if (pn_wire_put(o.channel, &m, NULL, 0) == PN_OK && m.err == PN_OK)
		run(&b);
	for (unsigned i = 0; i < o.workers; i++)
		pn_crew_end(&b.crew[i]);
	free(b.crew);
	free(b.pfd);
	return m.err == PN_OK ? 0 : 1;
}

void
pn_serve_refuse(int channel, const struct pn_errinfo *info)
{
	struct pn_wire m = {
	    .type = PN_WIRE_REFUSED, .err = PN_ERR_CONFIG, .info = *info};

	pn_wire_put(channel, &m, NULL, 0);
}
