/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spool - a message on its way in, kept in a memfd as the chunks arrive
 *
 * Over the limit nothing more is written, so a sender can't fill the memory
 * of the host; the message is then judged by rule "unscannable". A memfd is
 * used once: a worker that went wrong keeps no view of the next message.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "milter/spool.h"

void
pn_spool_init(struct pn_spool *s, uint64_t limit)
{
	*s = (struct pn_spool){.fd = -1, .limit = limit};
}

/* put - write N bytes to the memfd, which is made here */
static void
put(struct pn_spool *s, const char *p, size_t n)
{
	ssize_t done;

	if (s->fd < 0)
		s->fd = memfd_create(
		    "postern-message", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (s->fd < 0)
		s->failed = true;
	while (n > 0 && !s->failed) {
		done = write(s->fd, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0) {
			s->failed = true;
		} else {
			p += done;
			n -= (size_t)done;
		}
	}
}

static void
flush(struct pn_spool *s)
{
	put(s, s->buf, s->n);
	s->n = 0;
}

void
pn_spool_add(struct pn_spool *s, const void *p, size_t n)
{
	if (s->failed || s->over)
		return;
	if (n > s->limit - s->size) {
		s->over = true;
		return;
	}
	s->size += n;
	if (n > sizeof(s->buf) - s->n)
		flush(s);
	if (n > sizeof(s->buf)) {
		put(s, p, n);
	} else {
		memcpy(s->buf + s->n, p, n);
		s->n += n;
	}
}

void
pn_spool_header(
    struct pn_spool *s, const char *name, const char *value, bool leadspc)
{
	const char *lf;

	pn_spool_add(s, name, strlen(name));
	pn_spool_add(s, leadspc ? ":" : ": ", leadspc ? 1 : 2);
	while ((lf = strchr(value, '\n')) != NULL) {
		size_t n = (size_t)(lf - value);

		if (n > 0 && value[n - 1] == '\r')
			n--;
		pn_spool_add(s, value, n);
		pn_spool_add(s, "\r\n", 2);
		value = lf + 1;
	}
	pn_spool_add(s, value, strlen(value));
	pn_spool_add(s, "\r\n", 2);
}

void
pn_spool_body(struct pn_spool *s)
{
	if (s->body > 0)
		return;
	pn_spool_add(s, "\r\n", 2);
	s->body = s->size;
}

enum pn_err
pn_spool_finish(struct pn_spool *s)
{
	pn_spool_body(s);
	flush(s);
	if (s->failed)
		return PN_ERR_IO;
	if (fcntl(s->fd, F_ADD_SEALS,
		F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
		return PN_ERR_IO;
	return PN_OK;
}

enum pn_err
pn_spool_map(const struct pn_spool *s, struct pn_bytes *out)
{
	off_t size = lseek(s->fd, 0, SEEK_END);
	void *p;

	if (size <= 0)
		return PN_ERR_IO;
	p = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, s->fd, 0);
	if (p == MAP_FAILED)
		return PN_ERR_IO;
	*out = (struct pn_bytes){.p = p, .n = (size_t)size};
	return PN_OK;
}

void
pn_spool_unmap(struct pn_bytes *b)
{
	if (b->n > 0)
		munmap((void *)(uintptr_t)b->p, b->n);
	*b = (struct pn_bytes){0};
}

void
pn_spool_free(struct pn_spool *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
	explicit_bzero(s->buf, sizeof(s->buf));
}
