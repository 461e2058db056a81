/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mailbox - messages from where people keep them
 *
 * A From_ line ends a message only after an empty line and where it has a
 * time of day, so that a sentence that begins with "From " does not cut a
 * message in two. Lines quoted as ">From " (mboxrd) are put right.
 */
#include "config.h"
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/mem.h"
#include "cli/mailbox.h"

#define READ_STEP 65536
#define FROM_	  "From "

/* copy_all - what can be read from FROM in a descriptor that can be mapped;
 * -1 and errno */
static int
copy_all(int from)
{
	char *step = pn_alloc(READ_STEP);
	int fd = memfd_create("postern", MFD_CLOEXEC);
	ssize_t n = 0;

	while (fd >= 0 && (n = read(from, step, READ_STEP)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || write(fd, step, (size_t)n) != n) {
			int saved = errno;

			close(fd);
			errno = saved;
			fd = -1;
		}
	}
	pn_wipe_free(step, READ_STEP);
	return fd;
}

/* open_all - PATH ("-": standard input) as a descriptor that can be mapped; a
 * pipe is read to its end; -1 and errno */
static int
open_all(const char *path, struct stat *st)
{
	bool in = strcmp(path, "-") == 0;
	int fd = in ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC), copy;

	if (fd < 0 || fstat(fd, st) < 0)
		return -1;
	if (!in && (S_ISREG(st->st_mode) || S_ISDIR(st->st_mode)))
		return fd;
	copy = copy_all(fd);
	if (!in)
		close(fd);
	return copy >= 0 && fstat(copy, st) == 0 ? copy : -1;
}

enum pn_err
pn_mailbox_slurp(
    const char *path, struct pn_bytes *bytes, struct pn_errinfo *info)
{
	struct stat st;
	int fd = open_all(path, &st);
	void *p = NULL;
	enum pn_err err = PN_OK;

	*bytes = (struct pn_bytes){NULL, 0};
	if (fd >= 0 && S_ISDIR(st.st_mode))
		err = pn_fail_at(
		    info, PN_ERR_IO, path, 0, "a folder: name a file");
	else if (fd >= 0 && st.st_size > 0)
		p = mmap(
		    NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (fd < 0 || p == MAP_FAILED)
		err = pn_fail_at(info, PN_ERR_IO, path, 0, "can't be read: %s",
		    strerror(errno));
	else if (p != NULL)
		*bytes = (struct pn_bytes){p, (size_t)st.st_size};
	if (fd >= 0)
		close(fd);
	return err;
}

void
pn_mailbox_drop(struct pn_bytes *bytes)
{
	if (bytes->n > 0)
		munmap((void *)bytes->p, bytes->n);
	*bytes = (struct pn_bytes){NULL, 0};
}

/* line_end - one past the line feed that ends the line at P, or END */
static const unsigned char *
line_end(const unsigned char *p, const unsigned char *end)
{
	const unsigned char *lf = memchr(p, '\n', (size_t)(end - p));

	return lf != NULL ? lf + 1 : end;
}

/* is_from - a From_ line: "From ", and further on a time such as 10:42 */
static bool
is_from(const unsigned char *p, const unsigned char *end)
{
	const unsigned char *stop = line_end(p, end);

	if (stop - p < 5 || memcmp(p, FROM_, 5) != 0)
		return false;
	for (p += 5; stop - p >= 5; p++)
		if (isdigit(p[0]) && isdigit(p[1]) && p[2] == ':' &&
		    isdigit(p[3]) && isdigit(p[4]))
			return true;
	return false;
}

/* is_quoted - ">From ", with any number of '>' */
static bool
is_quoted(const unsigned char *p, const unsigned char *end)
{
	const unsigned char *q = p;

	while (q < end && *q == '>')
		q++;
	return q > p && end - q >= 5 && memcmp(q, FROM_, 5) == 0;
}

/* is_empty - an empty line */
static bool
is_empty(const unsigned char *p, const unsigned char *stop)
{
	return stop - p == 1 || (stop - p == 2 && p[0] == '\r');
}

/* Who takes the messages of one mailbox. */
struct taker {
	void (*take)(void *ctx, const struct pn_mailbox_message *m);
	void (*failed)(void *ctx, const struct pn_errinfo *info);
	void *ctx;
	unsigned n_failed;
};

/* read_mbox - hand on the messages of an mbox one by one */
static void
read_mbox(const char *path, struct pn_bytes all, struct taker *t)
{
	const unsigned char *p = all.p, *end = all.p + all.n;
	struct pn_mailbox_message m = {.file = path};
	struct pn_buf one;

	pn_buf_init(&one, all.n + 1); /* never longer than its mailbox */
	while (p < end) {
		bool empty = false;

		m.number++;
		pn_buf_clear(&one);
		for (p = line_end(p, end); p < end;) {
			const unsigned char *stop = line_end(p, end);

			if (empty && is_from(p, end))
				break;
			empty = is_empty(p, stop);
			p += is_quoted(p, stop);
			(void)!pn_buf_add(&one, p, (size_t)(stop - p));
			p = stop;
		}
		m.bytes = pn_buf_bytes(&one);
		t->take(t->ctx, &m);
	}
	pn_buf_free(&one);
}

/* read_file - hand on the messages of a file */
static void
read_file(const char *path, struct taker *t)
{
	struct pn_errinfo info = {0};
	struct pn_bytes all;

	if (pn_mailbox_slurp(path, &all, &info) != PN_OK) {
		t->n_failed++;
		t->failed(t->ctx, &info);
	} else if (all.n > 0 && is_from(all.p, all.p + all.n)) {
		read_mbox(path, all, t);
	} else {
		struct pn_mailbox_message m = {.file = path, .bytes = all};

		t->take(t->ctx, &m);
	}
	pn_mailbox_drop(&all);
}

/* visible - a file of a Maildir that is a message */
static int
visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

/* read_folder - hand on the files in PATH/SUB; -1 where there is no folder */
static int
read_folder(const char *path, const char *sub, struct taker *t)
{
	char *folder = pn_printf("%s/%s", path, sub);
	struct dirent **list = NULL;
	int n = scandir(folder, &list, visible, alphasort);

	for (int i = 0; i < n; i++) {
		char *file = pn_printf("%s/%s", folder, list[i]->d_name);

		read_file(file, t);
		free(file);
		free(list[i]);
	}
	free(list);
	free(folder);
	return n;
}

unsigned
pn_mailbox_read(const char *path,
    void (*take)(void *ctx, const struct pn_mailbox_message *m),
    void (*failed)(void *ctx, const struct pn_errinfo *info), void *ctx)
{
	struct taker t = {take, failed, ctx, 0};
	struct pn_errinfo info = {0};
	struct stat st;
	int fresh, seen;

	if (strcmp(path, "-") == 0 || stat(path, &st) < 0 ||
	    !S_ISDIR(st.st_mode)) {
		read_file(path, &t);
		return t.n_failed;
	}
	fresh = read_folder(path, "new", &t);
	seen = read_folder(path, "cur", &t);
	if (fresh < 0 && seen < 0) {
		(void)!pn_fail_at(&info, PN_ERR_IO, path, 0,
		    "not a Maildir: it has neither new nor cur");
		t.n_failed++;
		failed(ctx, &info);
	}
	return t.n_failed;
}
