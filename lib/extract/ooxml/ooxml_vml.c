/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ooxml_vml - drawings as programs wrote them before DrawingML
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "extract/flow.h"
#include "extract/ooxml/ooxml.h"
#include "extract/ooxml/vml.h"

/* entity - the character that the entity at P tells; its length in *N */
static char
entity(const char *p, size_t left, size_t *n)
{
	static const struct {
		const char *word;
		char c;
	} all[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'},
	    {"&quot;", '"'}, {"&nbsp;", ' '}, {"&#13;", '\n'}};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (left >= strlen(all[i].word) &&
		    memcmp(p, all[i].word, strlen(all[i].word)) == 0) {
			*n = strlen(all[i].word);
			return all[i].c;
		}
	*n = 1;
	return *p;
}

/* tag_is - does the tag at P ("<x:Name" or "</x:Name") have local NAME? */
static bool
tag_is(const char *p, const char *name)
{
	size_t n, len = strlen(name);

	p++;
	p += *p == '/';
	n = strcspn(p, ": \t\r\n/<>");
	if (p[n] == ':')
		p += n + 1;
	return strncasecmp(p, name, len) == 0 &&
	       strchr(" \t\r\n/>", p[len]) != NULL;
}

/* What is known while the tags of a drawing go by. */
struct strip {
	struct pn_flow flow;
	const char *base;	/* all of it is hidden by that; NULL */
	bool settings;		/* in the settings of an object */
	unsigned depth, hidden; /* open shapes; the one that is not seen */
};

/* shapes - a tag at P of LEN bytes opens or closes a shape */
static void
shapes(struct strip *s, const char *p, size_t len)
{
	static const char *const names[] = {"shape", "rect", "roundrect",
	    "oval", "line", "polyline", "group", "arc", "curve", "image"};
	bool shape = false;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		shape |= tag_is(p, names[i]);
	if (!shape || (len > 1 && p[len - 2] == '/'))
		return;
	if (p[1] == '/') {
		if (s->hidden == s->depth)
			s->hidden = 0;
		s->depth -= s->depth > 0;
		return;
	}
	s->depth++;
	if (s->hidden == 0 &&
	    pn_vml_unseen((struct pn_bytes){(const unsigned char *)p, len}))
		s->hidden = s->depth;
}

/* strip - the text of P between its tags; what stands in a VML object's
 * settings is left out */
static enum pn_err
strip(struct strip *s, const char *p, const char *end)
{
	static const char *const inside[] = {"font", "b", "i", "u", "span"};
	enum pn_err err = PN_OK;

	while (p < end && err == PN_OK) {
		const char *why = s->base     ? s->base
				  : s->hidden ? "shape"
					      : NULL;
		const char *next;
		bool joined = false;
		size_t n;

		if (*p != '<') {
			char c = entity(p, (size_t)(end - p), &n);

			if (!s->settings)
				err = pn_flow_add(&s->flow, &c, 1, why);
			p += n;
			continue;
		}
		for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++)
			joined |= tag_is(p, inside[i]);
		if (!joined)
			err = pn_flow_break(&s->flow, why);
		if (tag_is(p, "ClientData"))
			s->settings = p[1] != '/';
		next = memchr(p, '>', (size_t)(end - p));
		next = next ? next + 1 : end;
		shapes(s, p, (size_t)(next - p));
		p = next;
		if (err == PN_OK)
			err = pn_job_work(s->flow.job, 32);
	}
	return err;
}

enum pn_err
pn_ooxml_vml(struct pn_ooxml *x, const struct pn_zip_entry *e,
    const char *place, const char *hidden)
{
	struct strip s = {.base = hidden};
	struct pn_unpacked u;
	enum pn_err err = pn_unpack(x->job, e, PN_UNPACK_MAX, &u), rest;

	x->done[e - x->zip->entries] = true;
	pn_flow_init(&s.flow, x->job, place, 0);
	if (u.damaged || (err != PN_OK && err != PN_ERR_LIMIT))
		pn_job_damage(x->job, "damaged");
	if (err == PN_OK && u.bytes.n) {
		/* a copy, because names are looked for up to a NUL */
		char *text = pn_strndup((const char *)u.bytes.p, u.bytes.n);

		err = strip(&s, text, text + u.bytes.n);
		free(text);
	}
	rest = pn_flow_flush(&s.flow);
	pn_flow_free(&s.flow);
	pn_unpack_free(&u);
	return err == PN_ERR_LIMIT ? err : rest;
}
