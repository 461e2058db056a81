/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pool - see pool.h
 *
 * The mutex guards who the supervisor is, and each send to it; nobody waits
 * for an answer under it. Every job brings a memfd for the reply and a socket
 * for the answer, so a supervisor that dies is an end of file on that socket
 * and never a silence. The worker may still hold its descriptors when we
 * read: a reply is copied once and then looked at, a body is sealed first.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/report.h"
#include "worker/launch.h"
#include "worker/pool.h"
#include "worker/wire.h"

#define TICK_MS 1000 /* how often a waiting job's tick is called */
#define BUSY_MS 20   /* how soon to try again when the channel is full */

struct pn_pool {
	pthread_mutex_t lock;
	pthread_cond_t left;	 /* a thread has left pn_pool_run */
	struct pn_launch launch; /* under the lock */
	unsigned users;		 /* threads in pn_pool_run; under the lock */
	bool stopping;		 /* under the lock */
	struct pn_pool_options options;
	char *program, *config;
	char note[PN_WIRE_MAX_NOTE + 1];
};

/* What one job needs while it is under way; -1 where there is none. */
struct request {
	int bytes, reply, body;
	int answer, remote; /* our end and the supervisor's */
	uint64_t size;
};

static void
pool_free(struct pn_pool *p)
{
	pn_launch_end(&p->launch, 0);
	pthread_mutex_destroy(&p->lock);
	pthread_cond_destroy(&p->left);
	free(p->program);
	free(p->config);
	free(p);
}

enum pn_err
pn_pool_start(const struct pn_pool_options *o, struct pn_pool **out,
    struct pn_errinfo *info)
{
	struct pn_pool *p = pn_alloc(sizeof(*p));
	enum pn_err err;

	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->left, NULL);
	p->launch.channel = -1;
	p->options = *o;
	p->options.program = p->program = pn_strdup(o->program);
	p->options.config = p->config = pn_strdup(o->config);
	err = pn_launch_start(&p->options, &p->launch, info);
	if (err == PN_OK)
		err = pn_launch_hear(&p->launch, p->note, info);
	if (err != PN_OK) {
		pool_free(p);
		return err;
	}
	*out = p;
	return PN_OK;
}

const char *
pn_pool_note(const struct pn_pool *p)
{
	return p->note;
}

void
pn_pool_stop(struct pn_pool **pp, unsigned seconds)
{
	struct pn_pool *p = *pp;
	struct pn_launch launch;

	if (p == NULL)
		return;
	pthread_mutex_lock(&p->lock);
	p->stopping = true;
	launch = p->launch;
	p->launch = (struct pn_launch){0, -1};
	pthread_mutex_unlock(&p->lock); /* those that are done may leave */
	pn_launch_end(&launch, seconds);
	pthread_mutex_lock(&p->lock);
	while (p->users > 0)
		pthread_cond_wait(&p->left, &p->lock);
	pthread_mutex_unlock(&p->lock);
	pool_free(p);
	*pp = NULL;
}

bool
pn_pool_alive(struct pn_pool *p)
{
	bool alive;

	pthread_mutex_lock(&p->lock);
	alive = pn_launch_alive(&p->launch);
	pthread_mutex_unlock(&p->lock);
	return alive;
}

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void
request_close(struct request *r)
{
	close_fd(&r->bytes);
	close_fd(&r->reply);
	close_fd(&r->body);
	close_fd(&r->answer);
	close_fd(&r->remote);
}

/* read_only - another descriptor of FD's file through which nobody can write;
 * -1 and errno */
static int
read_only(int fd)
{
	int flags = fcntl(fd, F_GETFL);
	char path[64];

	if (flags < 0)
		return -1;
	if ((flags & O_ACCMODE) == O_RDONLY)
		return fcntl(fd, F_DUPFD_CLOEXEC, 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* request_open - the descriptors for JOB */
static enum pn_err
request_open(const struct pn_job *job, bool want_body, struct request *r,
    struct pn_errinfo *info)
{
	struct stat st;
	int pair[2];

	if (fstat(job->fd, &st) != 0)
		return pn_fail(info, PN_ERR_IO, "can't read the bytes: %s",
		    strerror(errno));
	if (!S_ISREG(st.st_mode))
		return pn_fail(info, PN_ERR_IO,
		    "can't read the bytes: not a regular file");
	r->size = (uint64_t)st.st_size;
	r->bytes = read_only(job->fd);
	r->reply = memfd_create("postern-reply", MFD_CLOEXEC);
	if (want_body)
		r->body = memfd_create(
		    "postern-body", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (r->bytes < 0 || r->reply < 0 || (want_body && r->body < 0) ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return pn_fail(info, PN_ERR_IO,
		    "can't get descriptors for a job: %s", strerror(errno));
	r->answer = pair[0];
	r->remote = pair[1];
	return PN_OK;
}

/* send_once - send MSG to the supervisor, starting one where none is left */
static enum pn_err
send_once(struct pn_pool *p, struct pn_bytes msg, const int *fds,
    unsigned n_fds, struct pn_errinfo *info)
{
	enum pn_err err = PN_OK;

	pthread_mutex_lock(&p->lock);
	if (p->stopping) {
		err = pn_fail(info, PN_ERR_IO, "the scanner is being stopped");
	} else if (!pn_launch_alive(&p->launch)) {
		pn_launch_end(&p->launch, 0);
		err = pn_launch_start(&p->options, &p->launch, info);
	}
	if (err == PN_OK) {
		err = pn_wire_send(p->launch.channel, msg, fds, n_fds);
		if (err == PN_ERR_PEER) /* it died just now; the next call */
			err = PN_ERR_IO;
		if (err == PN_ERR_IO)
			pn_fail(info, err, "can't reach the scanner: %s",
			    strerror(errno));
	}
	pthread_mutex_unlock(&p->lock);
	return err;
}

/* tick - call the job's tick if a second has passed since *LAST */
static bool
tick(const struct pn_job *job, int64_t *last)
{
	int64_t now = pn_monotonic_ms();

	if (now - *last < TICK_MS)
		return true;
	*last = now;
	return job->tick == NULL || job->tick(job->ctx);
}

static enum pn_err
gave_up(struct pn_errinfo *info)
{
	return pn_fail(info, PN_ERR_TIMEOUT, "the caller gave up waiting");
}

/* submit - send the job; while the channel is full, wait for our turn */
static enum pn_err
submit(struct pn_pool *p, const struct pn_job *job, struct request *r,
    int64_t *last, struct pn_errinfo *info)
{
	struct pn_wire m = {.type = PN_WIRE_JOB,
	    .kind = job->kind,
	    .want_body = r->body >= 0,
	    .has_text = job->text != NULL,
	    .size = r->size};
	int fds[PN_WIRE_MAX_FDS] = {r->bytes, r->reply};
	unsigned n_fds = 2;
	struct pn_buf msg;
	enum pn_err err;

	if (job->text != NULL && strlen(job->text) > PN_JOB_MAX_TEXT)
		return pn_fail(info, PN_ERR_LIMIT,
		    "the text of a job is longer than %d bytes",
		    PN_JOB_MAX_TEXT);
	if (job->text != NULL)
		memcpy(m.text, job->text, strlen(job->text) + 1);
	if (r->body >= 0)
		fds[n_fds++] = r->body;
	fds[n_fds++] = r->remote;
	pn_buf_init(&msg, PN_WIRE_MAX);
	err = pn_wire_encode(&m, &msg);
	if (err == PN_OK)
		while ((err = send_once(p, pn_buf_bytes(&msg), fds, n_fds,
			    info)) == PN_ERR_BUSY) {
			poll(NULL, 0, BUSY_MS);
			if (!tick(job, last)) {
				err = gave_up(info);
				break;
			}
		}
	pn_buf_free(&msg);
	close_fd(&r->remote); /* or its end would never be seen */
	return err;
}

/* await - wait for the answer */
static enum pn_err
await(const struct pn_job *job, const struct request *r, int64_t *last,
    struct pn_wire *m, struct pn_errinfo *info)
{
	struct pollfd pfd = {r->answer, POLLIN, 0};
	struct pn_wire_in in;
	enum pn_err err;

	while (poll(&pfd, 1, TICK_MS) <= 0)
		if (!tick(job, last))
			return gave_up(info);
	err = pn_wire_recv(r->answer, 0, false, &in);
	if (err != PN_OK)
		return pn_fail(info, PN_ERR_IO,
		    "the scanner ended in the middle of a job");
	err = pn_wire_decode((struct pn_bytes){in.data, in.len}, m);
	if (err != PN_OK || m->type != PN_WIRE_ANSWER)
		return pn_fail(info, PN_ERR_PEER, "crash");
	return PN_OK;
}

/* has_size - is FD exactly LEN bytes long? */
static bool
has_size(int fd, uint64_t len)
{
	struct stat st;

	return fstat(fd, &st) == 0 && (uint64_t)st.st_size == len;
}

/* read_reply - copy the LEN bytes of FD, and there must be no more */
static enum pn_err
read_reply(int fd, uint64_t len, struct pn_buf *reply)
{
	size_t done = 0;
	char *to;

	if (len > PN_REPORT_MAX_JSON || !has_size(fd, len))
		return PN_ERR_PEER;
	to = pn_buf_room(reply, (size_t)len);
	if (to == NULL)
		return PN_ERR_PEER;
	while (done < len) {
		ssize_t n =
		    pread(fd, to + done, (size_t)len - done, (off_t)done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return PN_ERR_PEER;
		done += (size_t)n;
	}
	pn_buf_wrote(reply, (size_t)len);
	return PN_OK;
}

/* seal - from here on nobody can change the body of LEN bytes in FD */
static enum pn_err
seal(int fd, uint64_t len)
{
	if (fcntl(fd, F_ADD_SEALS,
		F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
		return PN_ERR_PEER;
	return has_size(fd, len) ? PN_OK : PN_ERR_PEER;
}

/* collect - turn the answer M into a result */
static enum pn_err
collect(const struct request *r, const struct pn_wire *m, struct pn_buf *reply,
    struct pn_errinfo *info)
{
	enum pn_err err;

	switch (m->result) {
	case PN_RESULT_DONE:
		break;
	case PN_RESULT_UNSUPPORTED:
		return pn_fail(info, PN_ERR_UNSUPPORTED,
		    "the scanner can't do this with these bytes");
	case PN_RESULT_TIME:
		return pn_fail(info, PN_ERR_PEER, "time");
	case PN_RESULT_MEMORY:
		return pn_fail(info, PN_ERR_PEER, "memory");
	case PN_RESULT_CRASH:
		return pn_fail(info, PN_ERR_PEER, "crash");
	}
	err = r->body >= 0	 ? seal(r->body, m->body_len)
	      : m->body_len != 0 ? PN_ERR_PEER
				 : PN_OK;
	if (err == PN_OK)
		err = read_reply(r->reply, m->reply_len, reply);
	return err == PN_OK ? PN_OK : pn_fail(info, err, "crash");
}

enum pn_err
pn_pool_run(struct pn_pool *p, const struct pn_job *job, struct pn_buf *reply,
    int *body_fd_out, struct pn_errinfo *info)
{
	struct request r = {-1, -1, -1, -1, -1, 0};
	int64_t last = pn_monotonic_ms();
	struct pn_wire m;
	enum pn_err err;

	pthread_mutex_lock(&p->lock);
	p->users++;
	pthread_mutex_unlock(&p->lock);
	err = request_open(job, body_fd_out != NULL, &r, info);
	if (err == PN_OK)
		err = submit(p, job, &r, &last, info);
	if (err == PN_OK)
		err = await(job, &r, &last, &m, info);
	if (err == PN_OK)
		err = collect(&r, &m, reply, info);
	if (err == PN_OK && body_fd_out != NULL) {
		*body_fd_out = r.body;
		r.body = -1;
	}
	request_close(&r);
	pthread_mutex_lock(&p->lock);
	if (--p->users == 0)
		pthread_cond_broadcast(&p->left);
	pthread_mutex_unlock(&p->lock);
	return err;
}
