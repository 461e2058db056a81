/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * footer - a footer under the text of a message
 *
 * Finds the text parts that get it, has each of them rewritten and copies
 * everything else byte for byte: no multipart is put together anew, so
 * attachments, nested messages, preambles and boundaries can't get lost.
 * Nothing is done to a message that is signed or encrypted anywhere outside
 * of an attached message.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "message/head.h"
#include "message/message.h"
#include "message/parts.h"
#include "message/rewrite.h"
#include "message/side.h"
#include "message/split.h"

/* A stretch of the message and what takes its place. */
struct edit {
	struct pn_bytes old;
	struct pn_buf text;
};

/* One call at work. */
struct job {
	const char *footer, *newline;
	GMimeParserOptions *opt;
	struct edit *edits; /* in the order of the message */
	size_t n_edits, cap_edits;
	enum pn_err err; /* PN_OK while nothing speaks against it */
};

/* What is asked of one entity. */
enum search {
	SEARCH_TEXT,   /* rewrite its text */
	SEARCH_SEALED, /* only look whether it is signed or encrypted */
};

static bool visit(
    struct job *job, struct pn_bytes raw, enum search search, unsigned depth);

/* add_field - a field as it stands in a part's header */
static enum pn_err
add_field(struct pn_buf *out, const char *name, const char *value,
    const char *newline)
{
	return pn_buf_addf(out, "%s: %s%s", name, value, newline);
}

/* new_header - E's header with the two fields that R changes, into OUT */
static enum pn_err
new_header(const struct pn_entity *e, const struct pn_rewrite *r,
    const char *newline, struct pn_buf *out)
{
	const char *type = r->type, *cte = r->cte;
	struct pn_bytes rest = e->head;
	struct pn_field f;
	enum pn_err err = pn_buf_add(out, e->front.p, e->front.n);

	while (err == PN_OK && pn_field_next(&rest, &f))
		if (!(type && pn_bytes_is(f.name, "Content-Type")) &&
		    !(cte && pn_bytes_is(f.name, "Content-Transfer-Encoding")))
			err = pn_buf_add(out, f.all.p, f.all.n);
	if (err == PN_OK && type != NULL)
		err = add_field(out, "Content-Type", type, newline);
	if (err == PN_OK && cte != NULL)
		err = add_field(out, "Content-Transfer-Encoding", cte, newline);
	if (err == PN_OK)
		err = e->gap.n > 0 ? pn_buf_add(out, e->gap.p, e->gap.n)
				   : pn_buf_adds(out, newline);
	return err;
}

/* without_last_newline - LEN less the line end that closes BODY */
static size_t
without_last_newline(const struct pn_buf *body)
{
	size_t n = body->len;

	if (n > 0 && body->data[n - 1] == '\n')
		n--;
	if (n > 0 && n < body->len && body->data[n - 1] == '\r')
		n--;
	return n;
}

/* rewrite_part - note the edit of the text part RAW of a multipart */
static void
rewrite_part(struct job *job, struct pn_bytes raw, const struct pn_entity *e,
    const struct pn_head *head)
{
	struct pn_rewrite r = {.type = NULL};
	struct edit *edit;

	job->err =
	    pn_rewrite_footer(e, head, job->footer, job->newline, job->opt, &r);
	if (job->err == PN_OK) {
		PN_GROW(job->edits, job->n_edits, job->cap_edits);
		edit = &job->edits[job->n_edits++];
		edit->old = raw;
		pn_buf_init(&edit->text, SIZE_MAX / 2);
		job->err = new_header(e, &r, job->newline, &edit->text);
		/* the line end before a delimiter belongs to that */
		if (job->err == PN_OK)
			job->err = pn_buf_add(&edit->text, r.body.data,
			    without_last_newline(&r.body));
	}
	pn_rewrite_free(&r);
}

/* visit_parts - the parts of a multipart; true where a text was found */
static bool
visit_parts(struct job *job, const struct pn_entity *e,
    const struct pn_head *head, enum search search, unsigned depth)
{
	bool all = pn_head_is(head, "multipart/alternative"), found = false;
	char *boundary = pn_parts_boundary(head, e->body);
	unsigned n = 0, root = 0;
	struct pn_pieces pieces;
	struct pn_piece piece;
	enum search each;

	if (boundary == NULL)
		return false;
	if (pn_head_is(head, "multipart/related"))
		root = pn_parts_root(e->body, boundary, head->start, job->opt);
	pn_pieces_init(&pieces, e->body, boundary);
	while (job->err == PN_OK && pn_pieces_next(&pieces, &piece)) {
		if (!piece.part || piece.late)
			continue;
		n++;
		each = search;
		if ((found && !all) || (root > 0 && n != root))
			each = SEARCH_SEALED;
		found |= visit(job, piece.bytes, each, depth + 1);
	}
	free(boundary);
	return found;
}

/* wants_footer - a text that can bear one? */
static bool
wants_footer(const struct pn_head *head)
{
	return pn_parts_shown(head) && (pn_head_is(head, "text/plain") ||
					   pn_head_is(head, "text/html"));
}

/* visit - one part; true where it has a text, which is rewritten on SEARCH */
static bool
visit(struct job *job, struct pn_bytes raw, enum search search, unsigned depth)
{
	struct pn_entity e;
	struct pn_head head;
	bool found = false;

	pn_entity_split(raw, &e);
	pn_head_read(e.head, "text/plain", job->opt, &head);
	if (pn_is_sealed(&head) || depth > PN_WALK_DEPTH_MAX) {
		job->err = PN_ERR_UNSUPPORTED;
	} else if (pn_head_is(&head, "multipart/")) {
		found = visit_parts(job, &e, &head, search, depth);
	} else if (search == SEARCH_TEXT && wants_footer(&head)) {
		found = true;
		rewrite_part(job, raw, &e, &head);
	}
	pn_head_free(&head);
	return found;
}

/* put_together - BODY with the edits in it, into OUT */
static enum pn_err
put_together(const struct job *job, struct pn_bytes body, struct pn_buf *out)
{
	const unsigned char *p = body.p, *end = p + body.n;
	enum pn_err err = PN_OK;

	for (size_t i = 0; err == PN_OK && i < job->n_edits; i++) {
		const struct edit *edit = &job->edits[i];

		err = pn_buf_add(out, p, (size_t)(edit->old.p - p));
		if (err == PN_OK)
			err = pn_buf_add(out, edit->text.data, edit->text.len);
		p = edit->old.p + edit->old.n;
	}
	return err == PN_OK ? pn_buf_add(out, p, (size_t)(end - p)) : err;
}

/* add_change - one more field of the message header to change */
static void
add_change(struct pn_header_change **changes, size_t *n, const char *name,
    const char *value)
{
	*changes = pn_realloc(*changes, *n + 1, sizeof(**changes));
	(*changes)[*n].name = name;
	(*changes)[*n].value = pn_strdup(value);
	(*n)++;
}

/* whole_message - the footer for a message that is one text */
static enum pn_err
whole_message(struct job *job, const struct pn_entity *e,
    const struct pn_head *head, struct pn_buf *body_out,
    struct pn_header_change **changes, size_t *n)
{
	struct pn_rewrite r = {.type = NULL};
	enum pn_err err = PN_ERR_UNSUPPORTED;
	struct pn_bytes rest = e->head;
	struct pn_field f;
	bool mime = false;

	if (pn_is_sealed(head) || !wants_footer(head))
		return err;
	err =
	    pn_rewrite_footer(e, head, job->footer, job->newline, job->opt, &r);
	if (err == PN_OK)
		err = pn_buf_add(body_out, r.body.data, r.body.len);
	while (pn_field_next(&rest, &f))
		mime |= pn_bytes_is(f.name, "MIME-Version");
	if (err == PN_OK && !mime && (r.type != NULL || r.cte != NULL))
		add_change(changes, n, "MIME-Version", "1.0");
	if (err == PN_OK && r.type != NULL)
		add_change(changes, n, "Content-Type", r.type);
	if (err == PN_OK && r.cte != NULL)
		add_change(changes, n, "Content-Transfer-Encoding", r.cte);
	pn_rewrite_free(&r);
	return err;
}

enum pn_err
pn_message_footer(struct pn_bytes msg, const char *footer,
    struct pn_buf *body_out, struct pn_header_change **changes_out,
    size_t *n_out)
{
	struct job job = {.footer = footer, .newline = "\r\n"};
	struct pn_header_change *changes = NULL;
	const unsigned char *lf;
	struct pn_entity e;
	struct pn_head head;
	size_t n = 0;

	lf = msg.n ? memchr(msg.p, '\n', msg.n) : NULL;
	if (lf != NULL && (lf == msg.p || lf[-1] != '\r'))
		job.newline = "\n";
	job.opt = pn_head_options();
	pn_entity_split(msg, &e);
	pn_head_read(e.head, "text/plain", job.opt, &head);
	if (!pn_head_is(&head, "multipart/"))
		job.err =
		    whole_message(&job, &e, &head, body_out, &changes, &n);
	else if (!visit(&job, msg, SEARCH_TEXT, 0) && job.err == PN_OK)
		job.err = PN_ERR_UNSUPPORTED;
	else if (job.err == PN_OK)
		job.err = put_together(&job, e.body, body_out);
	if (job.err == PN_OK) {
		*changes_out = changes;
		*n_out = n;
	}
	for (size_t i = 0; i < job.n_edits; i++)
		pn_buf_free(&job.edits[i].text);
	free(job.edits);
	pn_head_free(&head);
	g_mime_parser_options_free(job.opt);
	return job.err;
}
