/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ole_rest - what the reader of a compound file left
 *
 * Storages that are documents themselves (Word's ObjectPool/_123, Excel's
 * MBD0001A2B3) become files of their own and members, with all that is in
 * them. Then the streams, each by its name. Pictures of embedded objects and
 * what names the program they were made with hold no text of the sender's.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "extract/ole/blip.h"
#include "extract/ole/ole_kind.h"
#include "extract/ole/vba.h"

/* What is done with a stream. */
enum action { SKIP, LINK, NATIVE, OBJECT, CUSTOM, PICTURES };

/* By the start of the name; the first that fits. SKIP counts up to MOST bytes
 * (0: any), as nothing but their size keeps text from hiding there. */
static const struct {
	const char *start;
	enum action action;
	uint64_t most;
} rules[] = {
    {"\1CompObj", SKIP, 512},
    {"\1Ole10Native", NATIVE, 0},
    {"\1Ole10ItemName", SKIP, 512},
    {"\1Ole10FmtProgID", SKIP, 512},
    {"\1Ole10ExtraData", SKIP, 512},
    {"\1Ole", LINK, 0},
    {"\2OlePres", SKIP, 0},
    {"\3ObjInfo", SKIP, 64},
    {"\3LinkInfo", LINK, 0},
    {"\3OCXNAME", SKIP, 128},
    {"\3EPRINT", SKIP, 0},
    {"\3META", SKIP, 0},
    {"\3PIC", SKIP, 0},
    {"\3PRINT", SKIP, 0},
    {"\3ACCESSOBJSITEDATA", SKIP, 512},
    {"Current User", SKIP, 512},
    {"Pictures", PICTURES, 0},
    {"Equation Native", SKIP, 4096},
    {"PROJECTwm", SKIP, 0},
    {"PROJECTlk", SKIP, 512},
    {"PROJECT", SKIP, 4096},
};

/* Storages of seals: what they hold is no text of the sender's. */
static const char *const seals[] = {
    "_signatures", "_xmlsignatures", "\6DataSpaces"};

#define SOURCES	      "officeDocument/2006/bibliography"
#define EMPTY_SOURCES 400

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* rule_for - what is done with stream E */
static enum action
rule_for(const struct pn_cfb *cfb, const struct pn_cfb_entry *e)
{
	uint32_t above = pn_cfb_at(cfb, e->parent)->parent;

	if (strcasecmp(pn_cfb_at(cfb, above)->name, "MsoDataStore") == 0)
		return strcasecmp(e->name, "Item") == 0 ? CUSTOM : SKIP;
	for (size_t i = 0; i < COUNT(rules); i++)
		if (strncasecmp(
			e->name, rules[i].start, strlen(rules[i].start)) == 0)
			return rules[i].action == SKIP && rules[i].most &&
				       e->size > rules[i].most
				   ? OBJECT
				   : rules[i].action;
	return OBJECT;
}

/* readable - NAME without control characters, for free() */
static char *
readable(const char *name)
{
	char *copy = pn_strdup(name), *to = copy;

	for (const char *s = name; *s; s++)
		if ((unsigned char)*s >= ' ')
			*to++ = *s;
	*to = '\0';
	return copy;
}

/* What a storage is asked about. */
struct inside {
	const struct pn_ole *o;
	uint32_t storage;
};

/* has - is NAME in it, and not read yet? */
static bool
has(const void *ctx, const char *name)
{
	const struct inside *in = ctx;
	uint32_t i = pn_ole_find(in->o, in->storage, name);

	return i && !in->o->done[i];
}

/* is_document - is there a reader for what storage I is? The parts of an
 * Outlook item look like items themselves */
static bool
is_document(const struct pn_ole *o, uint32_t i)
{
	struct inside in = {o, i};
	const char *name = pn_cfb_at(o->cfb, i)->name, *type;

	switch (pn_ole_kind_of(has, &in, &type)) {
	case PN_OLE_OTHER:
	case PN_OLE_PICTURES:
		return false;
	case PN_OLE_OUTLOOK:
		return strncasecmp(name, "__attach", 8) != 0 &&
		       strncasecmp(name, "__recip", 7) != 0;
	default:
		return true;
	}
}

/* hand_on - storage I as a member */
static enum pn_err
hand_on(struct pn_ole *o, uint32_t i)
{
	char *name = readable(pn_cfb_at(o->cfb, i)->name);
	struct pn_member m = {
	    .name = name, .role = PN_ROLE_EMBEDDED, .hidden = true};
	struct pn_buf file;
	enum pn_err err;

	pn_buf_init(&file, 2 * (size_t)PN_OLE_STREAM_MAX);
	err = pn_ole_pack(o, i, &file);
	m.content = pn_buf_bytes(&file);
	pn_job_hidden(o->job, "embedded");
	if (err == PN_OK)
		err = pn_job_member(o->job, &m);
	pn_buf_free(&file);
	free(name);
	return err;
}

/* begun - has anything been read? Then what is left in the root may be a
 * second document, else it is what its reader is about to read */
static bool
begun(const struct pn_ole *o)
{
	for (size_t i = 0; i < pn_cfb_size(o->cfb); i++)
		if (o->done[i])
			return true;
	return false;
}

/* storages - those that are documents, macros or seals */
static enum pn_err
storages(struct pn_ole *o)
{
	enum pn_err err = PN_OK;

	for (size_t i = begun(o) ? 0 : 1;
	     i < pn_cfb_size(o->cfb) && err == PN_OK; i++) {
		const struct pn_cfb_entry *e = pn_cfb_at(o->cfb, i);
		uint32_t no = (uint32_t)i;

		if (!e->storage || o->done[i])
			continue;
		for (size_t k = 0; k < COUNT(seals); k++)
			if (strcasecmp(e->name, seals[k]) == 0)
				pn_ole_done(o, no);
		if (o->done[i])
			continue;
		if (is_document(o, no))
			err = hand_on(o, no);
		else if (pn_ole_find(o, no, "dir") &&
			 strcasecmp(e->name, "VBA") == 0)
			err = pn_vba_storage(o, no);
	}
	return err;
}

/* custom - a piece of XML that a program keeps with the document */
static enum pn_err
custom(struct pn_job *job, struct pn_bytes content)
{
	struct pn_member m = {.name = "custom XML",
	    .content = content,
	    .role = PN_ROLE_EMBEDDED,
	    .hidden = true};

	/* Word adds an empty list of sources to every document */
	if (content.n == 0 ||
	    (content.n < EMPTY_SOURCES &&
		memmem(content.p, content.n, SOURCES, sizeof(SOURCES) - 1)))
		return PN_OK;
	pn_job_hidden(job, "custom-xml");
	return pn_job_member(job, &m);
}

/* by_rule - CONTENT of stream E by its rule */
static enum pn_err
by_rule(struct pn_ole *o, const struct pn_cfb_entry *e, struct pn_bytes content)
{
	char *name;
	enum pn_err err = PN_OK;

	switch (rule_for(o->cfb, e)) {
	case SKIP:
		return PN_OK;
	case LINK:
		return pn_ole_strings(
		    o->job, content, "external link", "external-link");
	case PICTURES:
		return pn_blips(o->job, content);
	case NATIVE:
		return pn_ole_native(o->job, content);
	case CUSTOM:
		return custom(o->job, content);
	case OBJECT:
		break;
	}
	name = readable(e->name);
	if (e->name[0] == '\5')
		err = pn_ole_props(o->job, content);
	if (e->name[0] != '\5' || err == PN_ERR_SYNTAX)
		err = pn_ole_object(o->job, content, name);
	free(name);
	return err;
}

/* stream - read entry I */
static enum pn_err
stream(struct pn_ole *o, uint32_t i)
{
	struct pn_ole_stream s;
	enum pn_err err = pn_ole_stream(o, i, &s);

	if (err == PN_OK)
		err = by_rule(o, pn_cfb_at(o->cfb, i), s.bytes);
	pn_ole_stream_free(&s);
	return err;
}

enum pn_err
pn_ole_rest(struct pn_ole *o)
{
	enum pn_err err = storages(o);

	for (size_t i = 1; i < pn_cfb_size(o->cfb) && err == PN_OK; i++)
		if (!o->done[i] && !pn_cfb_at(o->cfb, i)->storage)
			err = stream(o, (uint32_t)i);
	return err;
}

enum pn_err
pn_ole_properties(struct pn_ole *o)
{
	enum pn_err err = PN_OK;

	for (uint32_t i = o->child[0]; i && err == PN_OK; i = o->next[i]) {
		struct pn_ole_stream s;

		if (o->done[i] || pn_cfb_at(o->cfb, i)->name[0] != '\5')
			continue;
		err = pn_ole_stream(o, i, &s);
		if (err == PN_OK)
			err = pn_ole_props(o->job, s.bytes);
		if (err == PN_ERR_SYNTAX)
			err = PN_OK; /* sealed too */
		pn_ole_stream_free(&s);
	}
	return err;
}

enum pn_err
pn_ole_inner(struct pn_job *job, struct pn_bytes bytes, const char *name)
{
	struct pn_member m = {.name = name,
	    .content = bytes,
	    .role = PN_ROLE_EMBEDDED,
	    .hidden = true};
	struct pn_ole o;
	enum pn_err err = pn_ole_open_bytes(job, bytes, &o);

	if (err == PN_OK && is_document(&o, 0)) {
		pn_job_hidden(job, "embedded");
		err = pn_job_member(job, &m);
	} else if (err == PN_OK)
		err = pn_ole_rest(&o);
	else if (err == PN_ERR_SYNTAX)
		err = pn_ole_object(job, bytes, name);
	pn_ole_free(&o);
	return err;
}
