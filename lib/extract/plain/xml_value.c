/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xml_value - what elements and attributes of the tree say
 */
#include <strings.h>
#include "extract/plain/xml_tree.h"

/* is_one_of - S in LIST, whose words stand between blanks? */
static bool
is_one_of(const char *s, const char *list)
{
	size_t n = strlen(s);

	for (const char *p = list + 1; *p; p += strcspn(p, " ") + 1)
		if (strncasecmp(p, s, n) == 0 && p[n] == ' ')
			return true;
	return false;
}

uint32_t
pn_xtree_attr(const struct pn_xtree *t, uint32_t i, const char *list)
{
	uint32_t k = i + 1;

	for (; k < t->nodes[i].next && t->nodes[k].kind == PN_X_ATTR; k++)
		if (is_one_of(pn_xtree_string(t, t->nodes[k].name), list))
			return k;
	return 0;
}

uint32_t
pn_xtree_key(const struct pn_xtree *t, uint32_t i)
{
	static const char fields[] =
	    " field property column col item value attribute data param entry "
	    "str cell prop attr pair simpledata string int date parameter ";
	uint32_t k = 0;

	if (t->nodes[i].flags & PN_X_ATTRS && pn_xtree_is_leaf(t, i) &&
	    is_one_of(pn_xtree_string(t, t->nodes[i].name), fields))
		k = pn_xtree_attr(t, i, " name key field column ");
	return k && t->nodes[k].len && t->nodes[k].len <= PN_X_KEY ? k : 0;
}

bool
pn_xtree_only_attrs(const struct pn_xtree *t, uint32_t i)
{
	const struct pn_xnode *e = &t->nodes[i];

	return (e->flags & PN_X_ATTRS) &&
	       t->nodes[e->next - 1].kind == PN_X_ATTR &&
	       !(e->flags & PN_X_BLOCKS);
}

enum pn_err
pn_xtree_value(struct pn_xtree *t, uint32_t k, struct pn_buf *out)
{
	enum pn_err err = PN_OK;
	size_t from = out->len;

	if (t->nodes[k].kind == PN_X_ATTR) {
		t->nodes[k].flags |= PN_X_TOLD;
		return pn_buf_add(
		    out, t->pool.data + t->nodes[k].text, t->nodes[k].len);
	}
	for (uint32_t i = k; i < t->nodes[k].next && err == PN_OK; i++) {
		struct pn_xnode *e = &t->nodes[i];

		if (e->kind == PN_X_ELEMENT && !(e->flags & PN_X_IN_LINE) &&
		    out->len > from)
			err = pn_buf_addc(out, ' ');
		if (e->kind != PN_X_TEXT)
			continue;
		e->flags |= PN_X_TOLD;
		if (err == PN_OK)
			err = pn_buf_add(out, t->pool.data + e->text, e->len);
	}
	return err;
}
