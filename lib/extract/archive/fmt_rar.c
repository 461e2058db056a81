/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_rar - RAR archives, versions 4 and 5, self-extracting too
 *
 * The headers are walked by base/rardir.h, because libarchive does not see the
 * locks of RAR 5; libarchive unpacks. RAR 1.4 is recognised and not read.
 */
#include <archive.h>
#include "base/rardir.h"
#include "base/uni.h"
#include "extract/archive/walk.h"

#define MAX_COMMENT (256u << 10) /* as RAR allows */

static unsigned
rar_bid(struct pn_look *look, const char **type)
{
	struct pn_bytes a = pn_rar_start(look->bytes);
	struct pn_rar *r;
	unsigned bits;

	(void)type;
	if (a.p == NULL)
		return 0;
	if (a.p == look->bytes.p)
		return a.p[0] == 'R' && a.p[1] == 'E' ? 32 : 56;
	/* a program may hold the signature without being an archive */
	if (pn_rar_read(look->bytes, &r) != PN_OK)
		return 0;
	bits = !r->damaged && (r->masked || r->n_files) ? 56 : 0;
	pn_rar_free(&r);
	return bits;
}

/* locked - is file I of the archive CTX locked? */
static bool
locked(const void *ctx, size_t i)
{
	const struct pn_rar *r = ctx;

	return i < r->n_files && r->files[i].locked;
}

/* hand_comment - text that few programs show; it may be a password */
static enum pn_err
hand_comment(struct pn_job *job, struct pn_bytes comment)
{
	struct pn_buf text;
	enum pn_err err;

	if (comment.n == 0 || comment.n > MAX_COMMENT)
		return PN_OK;
	pn_buf_init(&text, 4 * MAX_COMMENT);
	err = pn_utf8_repair(&text, (const char *)comment.p, comment.n);
	if (err == PN_OK)
		err = pn_job_text(job, pn_buf_bytes(&text), "archive comment",
		    PN_TEXT_HIDDEN);
	pn_job_hidden(job, "comment");
	pn_buf_free(&text);
	return err;
}

/* unpack - the files of R, archive A */
static enum pn_err
unpack(struct pn_job *job, struct pn_bytes a, const struct pn_rar *r)
{
	struct pn_archive_how how = {
	    .format = r->format == 5 ? archive_read_support_format_rar5
				     : archive_read_support_format_rar,
	    .locked = locked,
	    .ctx = r,
	};
	struct pn_bytes archive = {a.p, r->to - r->from};

	return pn_archive_walk(job, archive, &how, NULL);
}

static enum pn_err
rar_read(struct pn_job *job)
{
	struct pn_bytes a = pn_rar_start(job->bytes);
	struct pn_rar *r;
	enum pn_err err = PN_OK;

	if (pn_rar_read(job->bytes, &r) != PN_OK)
		return PN_ERR_SYNTAX;
	if (r->damaged)
		pn_job_damage(job, "damaged");
	if (r->masked)
		pn_job_answer(job, PN_STATUS_ENCRYPTED, NULL);
	else if (r->format == 1)
		pn_job_answer(job, PN_STATUS_UNSCANNABLE, "no-reader");
	else
		err = hand_comment(job, r->comment);
	if (err == PN_OK && r->format != 1 && !r->masked)
		err = unpack(job, a, r);
	if (err == PN_OK)
		err = pn_archive_outside(job, r->from, r->to);
	if (err == PN_OK && r->limit)
		err = pn_job_limit(job, "members");
	pn_rar_free(&r);
	return err;
}

const struct pn_format pn_format_rar = {
    .name = "rar",
    .type = "application/vnd.rar",
    .bid = rar_bid,
    .read = rar_read,
};
