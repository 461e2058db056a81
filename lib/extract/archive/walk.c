/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * walk - what lies in an archive that libarchive reads, as members of a job
 *
 * libarchive is fed from memory and unpacks entry by entry into a buffer that
 * the job's budgets bound. It is asked nothing about locks that it does not
 * see (RAR 5): the caller says which entries are locked. Names need a program
 * whose LC_CTYPE is UTF-8; they are used for nothing but to be shown and
 * looked through.
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>
#include "base/uni.h"
#include "extract/archive/walk.h"
#include "extract/unpack.h"

#define STEP_BYTES  (64u << 10)
#define MAX_NAMES   (4u << 20)
#define HEADER_WORK 512 /* what a header costs, in bytes of work */

/* One walk in progress. */
struct walk {
	struct pn_job *job;
	const struct pn_archive_how *how;
	struct archive *a;
	struct pn_buf names;
	size_t n; /* entries so far */
};

/* trimmed - B without the NULs and white space round it, which is padding */
static struct pn_bytes
trimmed(struct pn_bytes b)
{
	while (b.n && b.p[0] <= ' ') {
		b.p++;
		b.n--;
	}
	while (b.n && b.p[b.n - 1] <= ' ')
		b.n--;
	return b;
}

enum pn_err
pn_archive_outside(struct pn_job *job, size_t from, size_t to)
{
	struct pn_bytes all = job->bytes;
	struct pn_bytes gaps[2] = {{all.p, from},
	    {all.p + (to < all.n ? to : all.n), to < all.n ? all.n - to : 0}};
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < 2 && err == PN_OK; i++) {
		struct pn_member m = {.content = trimmed(gaps[i]),
		    .role = PN_ROLE_MEMBER,
		    .hidden = true};

		if (m.content.n == 0)
			continue;
		pn_job_hidden(job, "outside-entries");
		err = pn_job_member(job, &m);
	}
	return err;
}

/* entry_name - the path of E as UTF-8 into OUT */
static const char *
entry_name(struct archive_entry *e, struct pn_buf *out)
{
	const char *name = archive_entry_pathname_utf8(e);

	if (name == NULL)
		name = archive_entry_pathname(e);
	if (name == NULL || pn_utf8_repair(out, name, strlen(name)) != PN_OK)
		return NULL;
	return out->data;
}

/* why - a word for libarchive's last error */
static const char *
why(struct archive *a)
{
	const char *text = archive_error_string(a);

	if (text && (strstr(text, "upport") || strstr(text, "nknown")))
		return "method";
	return "damaged";
}

/* no_memory - did libarchive want more than there is? */
static bool
no_memory(struct archive *a)
{
	const char *text = archive_error_string(a);

	return archive_errno(a) == ENOMEM ||
	       (text && (strstr(text, "allocate") || strstr(text, "memory")));
}

/* content - all of the current entry's bytes into OUT. PN_ERR_SYNTAX: broken
 * off, *WORD says why */
static enum pn_err
content(struct walk *w, struct pn_buf *out, const char **word)
{
	for (;;) {
		char *room = pn_buf_room(out, STEP_BYTES);
		la_ssize_t got;
		enum pn_err err;

		if (room == NULL)
			return pn_job_limit(w->job, "unpacked");
		got = archive_read_data(w->a, room, STEP_BYTES);
		if (got == 0)
			return PN_OK;
		if (got < 0 && no_memory(w->a))
			return pn_job_limit(w->job, "memory");
		if (got < 0) {
			*word = why(w->a);
			return PN_ERR_SYNTAX;
		}
		pn_buf_wrote(out, (size_t)got);
		err = pn_job_unpack(w->job, (uint64_t)got);
		if (err != PN_OK)
			return err;
	}
}

static bool
is_locked(const struct walk *w, struct archive_entry *e)
{
	if (w->how->all_locked)
		return true;
	if (w->how->locked)
		return w->how->locked(w->how->ctx, w->n);
	return archive_entry_is_data_encrypted(e);
}

/* hand_file - entry E, a file, as a member called NAME */
static enum pn_err
hand_file(struct walk *w, struct archive_entry *e, const char *name)
{
	struct pn_member m = {.name = name, .role = PN_ROLE_MEMBER};
	struct pn_buf bytes;
	const char *word = NULL;
	enum pn_err err = PN_OK;

	pn_buf_init(&bytes, PN_UNPACK_MAX + STEP_BYTES);
	m.encrypted = is_locked(w, e);
	if (!m.encrypted)
		err = content(w, &bytes, &word);
	m.content = pn_buf_bytes(&bytes);
	if (err == PN_ERR_SYNTAX && m.content.n == 0)
		m.unreadable = word;
	else if (err == PN_ERR_SYNTAX)
		pn_job_damage(w->job, word);
	if (err != PN_ERR_LIMIT)
		err = pn_job_member(w->job, &m);
	pn_buf_free(&bytes);
	return err;
}

/* is_file - an entry with content of its own? Some formats tell no type. */
static bool
is_file(struct archive_entry *e)
{
	unsigned type = archive_entry_filetype(e);

	return (type == AE_IFREG || type == 0) &&
	       archive_entry_hardlink(e) == NULL;
}

/* hand_entry - one entry: its name into the names, a file's content on */
static enum pn_err
hand_entry(struct walk *w, struct archive_entry *e)
{
	struct pn_buf path;
	const char *name;
	enum pn_err err = pn_job_work(w->job, HEADER_WORK);

	pn_buf_init(&path, MAX_NAMES);
	name = entry_name(e, &path);
	if (name && pn_buf_add(&w->names, name, strlen(name)) == PN_OK)
		(void)!pn_buf_addc(&w->names, '\n');
	if (err == PN_OK && is_file(e))
		err = hand_file(w, e, name);
	w->n++;
	pn_buf_free(&path);
	return err;
}

/* entries - all of them. PN_ERR_SYNTAX where the archive breaks off. */
static enum pn_err
entries(struct walk *w)
{
	struct archive_entry *e;
	enum pn_err err = PN_OK;

	while (err == PN_OK) {
		int r = archive_read_next_header(w->a, &e);

		if (r == ARCHIVE_EOF)
			return PN_OK;
		if (r == ARCHIVE_FATAL || r == ARCHIVE_FAILED) {
			if (no_memory(w->a))
				return pn_job_limit(w->job, "memory");
			pn_job_damage(w->job, why(w->a));
			return PN_ERR_SYNTAX;
		}
		if (w->n >= PN_ZIP_MAX_ENTRIES)
			return pn_job_limit(w->job, "members");
		err = hand_entry(w, e);
	}
	return err;
}

enum pn_err
pn_archive_walk(struct pn_job *job, struct pn_bytes bytes,
    const struct pn_archive_how *how, uint64_t *end)
{
	struct walk w = {.job = job, .how = how, .a = archive_read_new()};
	enum pn_err err = PN_ERR_SYNTAX, handed;

	if (w.a == NULL)
		return pn_job_limit(job, "memory");
	pn_buf_init(&w.names, MAX_NAMES);
	if (how->format(w.a) == ARCHIVE_OK &&
	    archive_read_open_memory(w.a, bytes.p, bytes.n) == ARCHIVE_OK)
		err = entries(&w);
	if (w.names.len) {
		handed = pn_job_text(
		    job, pn_buf_bytes(&w.names), "file names", PN_TEXT_NAME);
		err = err == PN_OK ? handed : err;
	}
	if (end)
		*end = (uint64_t)archive_read_header_position(w.a);
	/* what was read counts, and the job knows of the damage */
	if (err == PN_ERR_SYNTAX && w.n > 0)
		err = PN_OK;
	pn_buf_free(&w.names);
	archive_read_free(w.a);
	return err;
}
