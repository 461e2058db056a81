/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_iwork - Pages, Numbers and Keynote documents of Apple iWork
 *
 * Since 2013 objects in .iwa archives, which are read whole, not only what
 * the preview shows; before that one XML document, which is handed on as the
 * member it is, and so are previews, pictures and files in the document. An
 * encrypted one has its members locked; the password hint beside them is in
 * clear.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "base/uni.h"
#include "extract/archive/zipmember.h"
#include "extract/odf/iwa.h"
#include "extract/unpack.h"

#define METHOD_STORED	25451 /* of members that iWork '09 encrypted */
#define METHOD_DEFLATED 25452
#define MAX_PLACE	60 /* bytes of a member's name in a place */
#define MAX_NAMES	(1u << 20)
#define SHORTEST	5 /* characters of a word in a property list */

/* Members that only iWork writes, at the root or in the document's folder. */
static const char *const marks[] = {"Index/Document.iwa", "Index.zip",
    "index.apxl", "index.apxl.gz", "presentation.apxl", "presentation.apxl.gz",
    "index.xml.gz", ".iwpv2", "buildVersionHistory.plist",
    "Metadata/BuildVersionHistory.plist"};

/* ends - is NAME the path TAIL, or one in a folder? */
static bool
ends(const char *name, const char *tail)
{
	size_t n = strlen(name), t = strlen(tail);

	return n >= t && strcasecmp(name + n - t, tail) == 0 &&
	       (n == t || tail[0] == '.' || name[n - t - 1] == '/');
}

static unsigned
iwork_bid(struct pn_look *look, const char **type)
{
	const struct pn_zip *zip = pn_look_zip(look);

	(void)type;
	if (zip == NULL || zip->prefixed)
		return 0;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (pn_zip_find(zip, marks[i]))
			return PN_BID_PACKAGE - 1;
	/* a document that is a folder, in an archive */
	for (size_t i = 0; i < zip->n_entries; i++)
		if (ends(zip->entries[i].name, "Index/Document.iwa") ||
		    ends(zip->entries[i].name,
			"Metadata/BuildVersionHistory.plist"))
			return PN_BID_PACKAGE - 1;
	return 0;
}

/* is_log - data in Apple's LZFSE, as the log of changes is that people who
 * work on one document together make */
static bool
is_log(struct pn_bytes b)
{
	return b.n > 4 && memcmp(b.p, "bvx", 3) == 0;
}

/* hand_log - such a log: nobody here unpacks it */
static enum pn_err
hand_log(struct pn_job *job, const struct pn_zip_entry *e)
{
	struct pn_member m = {.name = e->name,
	    .role = PN_ROLE_EMBEDDED,
	    .hidden = true,
	    .unreadable = "method"};

	pn_job_hidden(job, "revision");
	return pn_job_member(job, &m);
}

/* read_iwa - the text of member E */
static enum pn_err
read_iwa(struct pn_job *job, const struct pn_zip_entry *e)
{
	const char *slash = strrchr(e->name, '/');
	const char *name = slash ? slash + 1 : e->name;
	struct pn_unpacked u;
	struct pn_flow flow;
	enum pn_err err, flushed;
	char *place;

	if (e->disagrees || e->overlaps)
		pn_job_damage(job, "damaged");
	err = pn_unpack(job, e, PN_UNPACK_MAX, &u);
	place = pn_strndup(name, strnlen(name, MAX_PLACE));
	if (strrchr(place, '.'))
		*strrchr(place, '.') = '\0';
	pn_flow_init(&flow, job, place[0] ? place : "document", 0);
	if (err == PN_OK && is_log(u.bytes))
		err = hand_log(job, e);
	else if (err == PN_OK && !pn_iwa_plain(u.bytes))
		err = PN_ERR_SYNTAX;
	else if (err == PN_OK)
		err = pn_iwa_text(&flow, u.bytes);
	flushed = pn_flow_flush(&flow);
	if (u.damaged || (err != PN_OK && err != PN_ERR_LIMIT))
		pn_job_damage(job, "damaged");
	pn_flow_free(&flow);
	pn_unpack_free(&u);
	free(place);
	return err == PN_ERR_LIMIT ? err : flushed;
}

static enum pn_err read_all(
    struct pn_job *job, const struct pn_zip *zip, unsigned depth);

/* read_index - the archive in the archive that holds the objects */
static enum pn_err
read_index(struct pn_job *job, const struct pn_zip_entry *e)
{
	struct pn_zip *zip = NULL;
	struct pn_unpacked u;
	enum pn_err err = pn_unpack(job, e, PN_UNPACK_MAX, &u), limit = PN_OK;

	if (err == PN_OK)
		limit = pn_zip_read(u.bytes, &zip);
	if (zip) {
		err = read_all(job, zip, 1);
		if (err == PN_OK)
			err = pn_zip_gaps(job, zip);
		if (err == PN_OK && limit == PN_ERR_LIMIT)
			err = pn_job_limit(job, "members");
	} else if (err != PN_ERR_LIMIT) {
		pn_job_damage(job, "damaged");
		err = PN_OK;
	}
	pn_zip_free(&zip);
	pn_unpack_free(&u);
	return err;
}

/* run - bytes of the run of characters at AT: of STEP bytes each, the last of
 * which is ASCII and the one before it 0 */
static size_t
run(struct pn_bytes b, size_t at, size_t step)
{
	size_t i = at;

	while (i + step <= b.n && b.p[i + step - 1] >= ' ' &&
	       b.p[i + step - 1] < 0x7f && (step == 1 || b.p[i] == 0))
		i += step;
	return i - at;
}

/* words - runs of characters in the bytes of a property list, as hidden text:
 * its strings are plain bytes, or UTF-16 with the high byte first. Identifiers
 * are left out. */
static enum pn_err
words(struct pn_job *job, struct pn_bytes b)
{
	struct pn_flow flow;
	enum pn_err err = PN_OK, flushed;

	pn_flow_init(&flow, job, "", 0);
	for (size_t i = 0; i < b.n && err == PN_OK;) {
		size_t step = b.p[i] == 0 ? 2 : 1, n = run(b, i, step);
		const unsigned char *end = b.p + i + n;
		bool word = n / step >= SHORTEST;

		if (n >= PN_IWA_UUID && pn_iwa_uuid((struct pn_bytes){
					    end - PN_IWA_UUID, PN_IWA_UUID}))
			word = false;
		flow.parted = true;
		for (size_t k = 0; word && k < n && err == PN_OK; k += step)
			err = pn_flow_add(&flow,
			    (const char *)b.p + i + k + step - 1, 1,
			    "metadata");
		i += n ? n : 1;
	}
	flushed = pn_flow_flush(&flow);
	pn_flow_free(&flow);
	return err == PN_OK ? flushed : err;
}

/* read_small - member E, one that is read here: a hint or a property list */
static enum pn_err
read_small(struct pn_job *job, const struct pn_zip_entry *e, bool hint)
{
	struct pn_unpacked u;
	struct pn_buf text;
	enum pn_err err = pn_unpack(job, e, PN_UNPACK_MAX, &u);

	pn_buf_init(&text, 4 * u.bytes.n + 16);
	if (err == PN_OK && hint) {
		err = pn_utf8_repair(&text, (const char *)u.bytes.p, u.bytes.n);
		if (err == PN_OK)
			err = pn_job_text(
			    job, pn_buf_bytes(&text), "password hint", 0);
	} else if (err == PN_OK) {
		err = words(job, u.bytes);
	}
	if (u.damaged || (err != PN_OK && err != PN_ERR_LIMIT))
		pn_job_damage(job, "damaged");
	pn_buf_free(&text);
	pn_unpack_free(&u);
	return err == PN_ERR_LIMIT ? err : PN_OK;
}

/* part - one member */
static enum pn_err
part(struct pn_job *job, const struct pn_zip_entry *e, unsigned depth)
{
	if (e->folder && e->unpacked == 0)
		return PN_OK;
	if (ends(e->name, ".iwa"))
		return read_iwa(job, e);
	if (depth == 0 && ends(e->name, "Index.zip"))
		return read_index(job, e);
	if (ends(e->name, ".iwph"))
		return read_small(job, e, true);
	if (ends(e->name, ".plist") || ends(e->name, "DocumentIdentifier"))
		return read_small(job, e, false);
	if (ends(e->name, ".iwpv2"))
		return PN_OK; /* proves the password, nothing else */
	if (ends(e->name, ".jpg") || ends(e->name, ".tiff"))
		if (strncasecmp(e->name, "preview", 7) == 0 ||
		    strcasestr(e->name, "QuickLook/"))
			pn_job_hidden(job, "thumbnail");
	return pn_zip_member(job, e, PN_ROLE_EMBEDDED, NULL);
}

static enum pn_err
read_all(struct pn_job *job, const struct pn_zip *zip, unsigned depth)
{
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < zip->n_entries && err == PN_OK; i++)
		err = part(job, &zip->entries[i], depth);
	return err;
}

/* locked - is member E one that iWork encrypted? SEALED: the document has a
 * password */
static bool
locked(const struct pn_zip_entry *e, bool sealed)
{
	if (e->method == METHOD_STORED || e->method == METHOD_DEFLATED)
		return true;
	if (!sealed || ends(e->name, ".iwph") || ends(e->name, ".iwpv2"))
		return false;
	if (ends(e->name, ".iwa"))
		return e->method == 0 && !pn_iwa_plain(e->data);
	return e->method == 0 && e->data.n &&
	       strcmp(pn_recognise(e->data).format, "unknown") == 0;
}

/* read_sealed - the names of all members, and those that can be read */
static enum pn_err
read_sealed(struct pn_job *job, const struct pn_zip *zip, bool sealed)
{
	struct pn_buf names;
	enum pn_err err = PN_OK;

	pn_job_answer(job, PN_STATUS_ENCRYPTED, NULL);
	pn_buf_init(&names, MAX_NAMES);
	for (size_t i = 0; i < zip->n_entries && err == PN_OK; i++) {
		err = pn_buf_adds(&names, zip->entries[i].name);
		if (err == PN_OK)
			err = pn_buf_addc(&names, '\n');
	}
	err = err == PN_OK ? pn_job_text(job, pn_buf_bytes(&names),
				 "file names", PN_TEXT_NAME)
			   : pn_job_limit(job, "text");
	pn_buf_free(&names);
	for (size_t i = 0; i < zip->n_entries && err == PN_OK; i++)
		if (!locked(&zip->entries[i], sealed))
			err = part(job, &zip->entries[i], 0);
	return err;
}

static enum pn_err
iwork_read(struct pn_job *job)
{
	struct pn_zip *zip;
	enum pn_err limit = pn_zip_read(job->bytes, &zip), err;
	bool sealed, any = false;

	if (zip == NULL)
		return PN_ERR_SYNTAX;
	sealed = pn_zip_find(zip, ".iwpv2") != NULL;
	for (size_t i = 0; i < zip->n_entries && !any; i++)
		any = locked(&zip->entries[i], sealed);
	err = any ? read_sealed(job, zip, sealed) : read_all(job, zip, 0);
	if (err == PN_OK)
		err = pn_zip_gaps(job, zip);
	if (err == PN_OK && limit == PN_ERR_LIMIT)
		err = pn_job_limit(job, "members");
	pn_zip_free(&zip);
	return err;
}

const struct pn_format pn_format_iwork = {
    .name = "iwork",
    .type = "application/vnd.apple.iwork",
    .bid = iwork_bid,
    .read = iwork_read,
};
