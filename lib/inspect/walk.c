/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * walk - the nodes of a message as parts of a report
 *
 * Decides for each node which role it has and which judged unit it belongs
 * to: what a mail program displays is the body, one unit; every other leaf
 * and every attached message is an attachment, a unit of its own; what lies
 * inside an attached message belongs to that one.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "inspect/inspection.h"
#include "message/message.h"

/* Bits that bytes must show before they overrule a displayed text part. */
#define CERTAIN_BITS 16

/* One walk in progress. */
struct walk {
	struct pn_inspection *in;
	const char *inside; /* id of the part it is the content of, or NULL */
	char *message;	    /* id of the attached message that the nodes are
			     * in; NULL at the top */
	unsigned message_unit;
};

/* full_id - node ID within this walk's part, for free(); NULL for NULL */
static char *
full_id(const struct walk *w, const char *id)
{
	if (!id || !w->inside)
		return pn_strdup(id);
	return pn_printf("%s.%s", w->inside, id);
}

/* under - is ID the part MESSAGE's content? */
static bool
under(const char *id, const char *message)
{
	size_t n = strlen(message);

	return strncmp(id, message, n) == 0 && id[n] == '.';
}

/* role_and_unit - what the node counts as */
static void
role_and_unit(
    struct walk *w, const struct pn_node *node, struct pn_about *about)
{
	struct pn_inspection *in = w->in;

	if (w->inside) {
		about->role = PN_ROLE_MEMBER;
		about->unit = in->unit;
	} else if (w->message) {
		about->role = PN_ROLE_MEMBER;
		about->unit = w->message_unit;
	} else if (node->kind == PN_NODE_MULTIPART || node->displayed ||
		   node->hidden) {
		about->role = PN_ROLE_BODY;
		about->unit = 1;
	} else {
		about->role = PN_ROLE_ATTACHMENT;
		about->unit = in->next_unit++;
	}
}

/* is_text - a format that a mail program could display as it stands */
static bool
is_text(struct pn_kind kind)
{
	return strcmp(kind.format, "text") == 0 ||
	       strcmp(kind.format, "csv") == 0 ||
	       strcmp(kind.format, "html") == 0 ||
	       strcmp(kind.format, "vcard") == 0 ||
	       strcmp(kind.format, "mbox") == 0 ||
	       strcmp(kind.format, "message") == 0;
}

/* is_card - contacts or a calendar, and declared as such: a mail program shows
 * what they say, not their lines */
static bool
is_card(struct pn_kind kind, const char *type)
{
	static const char *const types[] = {"text/calendar", "text/x-calendar",
	    "text/x-vcalendar", "text/vcard", "text/x-vcard", "text/directory"};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(type, types[i]) == 0)
			return strcmp(kind.format, "vcard") == 0;
	return false;
}

/*
 * leaf_kind - how a leaf is read. A mail program displays a text part as its
 * declared type says, so that decides, unless the bytes are surely no text.
 * A file is what its bytes are.
 */
static struct pn_kind
leaf_kind(const struct pn_node *node, const struct pn_about *about)
{
	static const struct pn_kind html = {"html", "text/html", 0};
	static const struct pn_kind text = {"text", "text/plain", 0};
	struct pn_kind kind = pn_inspection_kind(about, node->content);

	if (!node->displayed && !node->hidden)
		return kind;
	if (is_card(kind, node->type))
		return kind;
	if (!is_text(kind) && kind.bits >= CERTAIN_BITS)
		return kind;
	return strcmp(node->type, "text/html") == 0 ? html : text;
}

/* take_leaf - a leaf is the current part now */
static void
take_leaf(struct walk *w, const struct pn_node *node,
    const struct pn_about *about, struct pn_kind kind)
{
	struct pn_inspection *in = w->in;
	unsigned flags = in->flags;
	size_t n = strlen(node->id);

	if (node->hidden) {
		in->flags |= PN_TEXT_HIDDEN;
		if (n > 7 && strcmp(node->id + n - 7, ".fields") == 0)
			in->flags |= PN_TEXT_PROGRAM;
		pn_part_hidden(pn_inspection_current(in), "undisplayed");
	}
	pn_inspection_file(in, about, kind, node->content, node->charset);
	in->flags = flags;
}

/*
 * node_type - the type of a node that is no leaf. The sender may write any
 * word behind "multipart/"; an unknown one is read as mixed (RFC 2046 5.1.3),
 * and so it is called.
 */
static const char *
node_type(const struct pn_node *node)
{
	static const char *const known[] = {"multipart/alternative",
	    "multipart/related", "multipart/signed", "multipart/encrypted",
	    "multipart/report", "multipart/digest", "multipart/form-data",
	    "multipart/parallel", "multipart/appledouble"};

	if (node->kind == PN_NODE_MESSAGE)
		return "message/rfc822";
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(node->type, known[i]) == 0)
			return known[i];
	return "multipart/mixed";
}

static enum pn_err
take_node(void *ctx, const struct pn_node *node)
{
	struct walk *w = ctx;
	struct pn_inspection *in = w->in;
	struct pn_inspection outer = *in;
	char *id = full_id(w, node->id);
	char *parent =
	    node->parent ? full_id(w, node->parent) : pn_strdup(w->inside);
	struct pn_about about = {.name = node->name, .declared = node->type};
	struct pn_kind kind = {0};
	bool room;

	if (w->message && !under(id, w->message)) {
		free(w->message);
		w->message = NULL;
	}
	role_and_unit(w, node, &about);
	if (node->kind == PN_NODE_LEAF)
		kind = leaf_kind(node, &about);
	about.type = kind.type ? kind.type : node_type(node);
	room = pn_inspection_part(in, id, parent, &about);
	if (room) {
		in->unit = about.unit;
		in->depth = outer.depth + node->depth;
		in->member_number = 0;
		if (node->kind == PN_NODE_MESSAGE)
			pn_inspection_subject(in, node->subject);
		if (node->kind == PN_NODE_LEAF)
			take_leaf(w, node, &about, kind);
		if (node->broken)
			pn_inspection_status(
			    in, PN_STATUS_UNSCANNABLE, "damaged");
	}
	if (room && node->kind == PN_NODE_MESSAGE && !w->message &&
	    !w->inside) {
		w->message = pn_strdup(id);
		w->message_unit = about.unit;
	}
	in->unit = outer.unit;
	in->depth = outer.depth;
	in->member_number = outer.member_number;
	free(parent);
	free(id);
	return room && !in->budget.out_of_time(in) ? PN_OK : PN_ERR_LIMIT;
}

static void
take_limit(void *ctx, const char *limit, const char *part)
{
	struct walk *w = ctx;
	char *id = full_id(w, part);
	struct pn_part *p = pn_report_find_part(w->in->report, id);

	pn_report_limit(w->in->report, limit, p ? id : NULL);
	if (p && p->status != PN_STATUS_UNSCANNABLE) {
		p->status = PN_STATUS_LIMIT;
		free(p->status_why);
		p->status_why = pn_strdup(limit);
	}
	free(id);
}

void
pn_inspection_walk(struct pn_inspection *in, struct pn_bytes bytes,
    const char *inside, struct pn_side *side)
{
	char *inside_copy = pn_strdup(inside);
	struct walk w = {.in = in, .inside = inside_copy};
	struct pn_walk_limits limits = {
	    .depth = in->limits->nesting > in->depth
			 ? in->limits->nesting - in->depth
			 : 0,
	    .parts = in->limits->parts,
	    .decoded_bytes = in->limits->message,
	};
	struct pn_walk walk = {.node = take_node,
	    .limit = take_limit,
	    .fields = inside != NULL,
	    .ctx = &w};
	size_t part = in->part;

	if (pn_message_walk(bytes, &limits, &walk, side) != PN_OK &&
	    in->budget.out_of_time(in))
		pn_report_limit(in->report, "time", NULL);
	in->part = part;
	if (inside)
		pn_scan_part(in->scan, inside, in->unit);
	free(w.message);
	free(inside_copy);
}
