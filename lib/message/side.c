/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * side - what policy and notices need of the header (struct pn_side)
 *
 * RFC 5322 3.6 (From, To, Cc, Message-ID, Subject), 3834 5 (Auto-Submitted),
 * 1847 and 8551 (signed and encrypted bodies). Fields that should stand once
 * and don't: every address and every Subject counts, for the recipient may
 * see any of them; of From and Message-ID the first.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/uni.h"
#include "message/address.h"
#include "message/side.h"

/* All Subject fields together; decoding can make a field longer. */
#define SUBJECTS_MAX (8 * PN_FIELD_MAX)

/* add_subject - append one more Subject to ALL; PN_ERR_LIMIT when full */
static enum pn_err
add_subject(struct pn_buf *all, struct pn_bytes value, GMimeParserOptions *opt)
{
	char *raw = pn_field_text(value);
	char *text = pn_words_decode(raw, opt);
	enum pn_err err = PN_OK;

	if (all->len > 0)
		err = pn_buf_addc(all, ' ');
	if (err == PN_OK)
		err = pn_buf_adds(all, text);
	free(text);
	free(raw);
	return err;
}

char *
pn_side_subject(struct pn_bytes fields, GMimeParserOptions *opt)
{
	struct pn_field f;
	struct pn_buf all;
	bool found = false, full = false;

	pn_buf_init(&all, SUBJECTS_MAX);
	while (!full && pn_field_next(&fields, &f)) {
		if (!pn_bytes_is(f.name, "Subject"))
			continue;
		found = true;
		full = add_subject(&all, f.value, opt) != PN_OK;
	}
	if (!found)
		return NULL;
	return pn_buf_take(&all);
}

/* add_addresses - append the addresses of a field to a list */
static void
add_addresses(struct pn_bytes value, char ***list, size_t *n)
{
	size_t max = PN_SIDE_MAX_ADDRESSES;
	char *text = pn_strndup((const char *)value.p, value.n), *p;

	/* not pn_field_text: a long list must not be cut */
	for (p = text; p < text + value.n; p++)
		if (*p == '\r' || *p == '\n' || *p == '\0')
			*p = ' ';
	pn_addresses_add(text, list, n, max);
	free(text);
}

/* first_address - the first address of a From field, NULL if none */
static char *
first_address(struct pn_bytes value)
{
	char **list = NULL, *first = NULL;
	size_t n = 0;

	add_addresses(value, &list, &n);
	if (n > 0)
		first = list[0];
	while (n > 1)
		free(list[--n]);
	free(list);
	return first;
}

/* message_id - the value without <>, valid UTF-8; NULL where empty */
static char *
message_id(struct pn_bytes value)
{
	char *text = pn_field_text(value), *id = text;
	struct pn_buf buf;
	size_t n;

	id += strspn(id, "< \t");
	n = strcspn(id, "> \t");
	pn_buf_init(&buf, 3 * n + 1);
	if (n == 0 || pn_utf8_repair(&buf, id, n) != PN_OK)
		id = NULL;
	else
		id = pn_buf_take(&buf);
	pn_buf_free(&buf);
	free(text);
	return id;
}

/* is_automatic - an Auto-Submitted of VALUE that is not "no"? */
static bool
is_automatic(struct pn_bytes value)
{
	char *text = pn_field_text(value);
	size_t n = strcspn(text, " \t;(");
	bool no = n == 0 || (n == 2 && strncasecmp(text, "no", 2) == 0);

	free(text);
	return !no;
}

/* take_field - one header field into SIDE */
static void
take_field(struct pn_side *side, const struct pn_field *f)
{
	if (pn_bytes_is(f->name, "From") && side->from == NULL)
		side->from = first_address(f->value);
	else if (pn_bytes_is(f->name, "To"))
		add_addresses(f->value, &side->to, &side->n_to);
	else if (pn_bytes_is(f->name, "Cc"))
		add_addresses(f->value, &side->cc, &side->n_cc);
	else if (pn_bytes_is(f->name, "Bcc"))
		add_addresses(f->value, &side->bcc, &side->n_bcc);
	else if (pn_bytes_is(f->name, "Message-ID") && side->message_id == NULL)
		side->message_id = message_id(f->value);
	else if (pn_bytes_is(f->name, "Auto-Submitted"))
		side->automatic |= is_automatic(f->value);
}

void
pn_side_header(
    struct pn_side *side, struct pn_bytes msg, GMimeParserOptions *opt)
{
	struct pn_entity e;
	struct pn_field f;
	struct pn_bytes rest;

	pn_entity_split(msg, &e);
	rest = e.head;
	while (pn_field_next(&rest, &f))
		take_field(side, &f);
	side->subject = pn_side_subject(e.head, opt);
}

bool
pn_is_sealed(const struct pn_head *head)
{
	return pn_head_is(head, "multipart/signed") ||
	       pn_head_is(head, "multipart/encrypted") ||
	       pn_head_is(head, "application/pkcs7-mime") ||
	       pn_head_is(head, "application/x-pkcs7-mime");
}

bool
pn_has_pgp(struct pn_bytes text)
{
	static const char begin[] = "-----BEGIN PGP ";

	return text.n > 0 &&
	       memmem(text.p, text.n, begin, sizeof(begin) - 1) != NULL;
}

void
pn_side_body(struct pn_side *side, const struct pn_head *head,
    const struct pn_node *node)
{
	if (!node->nested &&
	    (pn_is_sealed(head) ||
		(node->displayed && pn_has_pgp(node->content))))
		side->signed_body = true;
}
