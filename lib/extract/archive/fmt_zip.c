/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_zip - a ZIP archive: names as text, entries as members
 *
 * Bytes that no entry accounts for (in front, between, behind) are members
 * too, hidden ones, so that an archive glued to a picture shows both. What
 * contradicts itself is read and told as damage. Names are handed on as they
 * are and used for nothing.
 */
#include <string.h>
#include "base/uni.h"
#include "extract/archive/zipmember.h"

#define MAX_NAMES (4u << 20)
#define EPUB_AT	  30 /* the first member's name, then its stored content */

static const char epub[] = "mimetypeapplication/epub+zip";

static unsigned
zip_bid(struct pn_look *look, const char **type)
{
	const struct pn_zip *zip = pn_look_zip(look);
	size_t agree = 0;

	if (zip == NULL)
		return 0;
	if (!zip->prefixed && look->bytes.n > sizeof(epub) + EPUB_AT &&
	    memcmp(look->bytes.p + EPUB_AT, epub, sizeof(epub) - 1) == 0)
		*type = "application/epub+zip";
	for (size_t i = 0; i < zip->n_entries && agree < 3; i++)
		agree += zip->entries[i].data.p != NULL;
	if (agree == 0 && zip->n_entries)
		return 0;
	return zip->prefixed && zip->trailing ? PN_BID_ZIP_TAIL : PN_BID_ZIP;
}

/* hand_names - all entry names as one text */
static enum pn_err
hand_names(struct pn_job *job, const struct pn_zip *zip)
{
	struct pn_buf names;
	enum pn_err err = PN_OK;

	pn_buf_init(&names, MAX_NAMES);
	for (size_t i = 0; i < zip->n_entries && err == PN_OK; i++) {
		err = pn_buf_adds(&names, zip->entries[i].name);
		if (err == PN_OK)
			err = pn_buf_addc(&names, '\n');
	}
	if (err != PN_OK)
		err = pn_job_limit(job, "text");
	if (names.len) {
		enum pn_err handed = pn_job_text(
		    job, pn_buf_bytes(&names), "file names", PN_TEXT_NAME);

		err = err == PN_OK ? handed : err;
	}
	pn_buf_free(&names);
	return err;
}

/* hand_comment - text that few programs show; it may be a password */
static enum pn_err
hand_comment(struct pn_job *job, struct pn_bytes comment)
{
	struct pn_buf text;
	enum pn_err err;

	if (comment.n == 0)
		return PN_OK;
	pn_buf_init(&text, 4 * comment.n);
	err = pn_utf8_repair(&text, (const char *)comment.p, comment.n);
	if (err == PN_OK)
		err = pn_job_text(job, pn_buf_bytes(&text), "archive comment",
		    PN_TEXT_HIDDEN);
	pn_job_hidden(job, "comment");
	pn_buf_free(&text);
	return err;
}

static enum pn_err
zip_read(struct pn_job *job)
{
	struct pn_zip *zip;
	enum pn_err limit = pn_zip_read(job->bytes, &zip), err;

	if (zip == NULL)
		return PN_ERR_SYNTAX;
	if (zip->masked)
		pn_job_answer(job, PN_STATUS_ENCRYPTED, NULL);
	err = hand_names(job, zip);
	if (err == PN_OK)
		err = hand_comment(job, zip->comment);
	for (size_t i = 0; i < zip->n_entries && err == PN_OK; i++)
		err = hand_comment(job, zip->entries[i].comment);
	for (size_t i = 0; i < zip->n_entries && err == PN_OK; i++)
		err = pn_zip_member(job, &zip->entries[i], PN_ROLE_MEMBER, NULL);
	if (err == PN_OK)
		err = pn_zip_gaps(job, zip);
	if (err == PN_OK && limit == PN_ERR_LIMIT)
		err = pn_job_limit(job, "members");
	pn_zip_free(&zip);
	return err;
}

const struct pn_format pn_format_zip = {
    .name = "zip",
    .type = "application/zip",
    .bid = zip_bid,
    .read = zip_read,
};
