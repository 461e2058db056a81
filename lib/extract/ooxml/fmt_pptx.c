/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_pptx - PowerPoint presentations (PresentationML, ECMA-376 part 1, 19)
 *
 * Slides in the order of the presentation, each with its charts, diagrams,
 * notes and comments; then what they stand on, slides that the presentation
 * no longer names, and the names of sections and shows. Shows, templates and
 * macro presentations too; what is embedded goes on as members.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "extract/ooxml/pptx.h"

#define MAX_SLIDES 16384
#define MAX_PEOPLE 4096 /* who wrote comments */

static const char *const main_types[] = {
    "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ".main",
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow"
    ".main",
    "application/vnd.openxmlformats-officedocument.presentationml.template"
    ".main",
    "application/vnd.ms-powerpoint.presentation.macroEnabled.main",
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.main",
    "application/vnd.ms-powerpoint.template.macroEnabled.main",
    "application/vnd.ms-powerpoint.addin.macroEnabled.main"};

static unsigned
pptx_bid(struct pn_look *look, const char **type)
{
	(void)type;
	return pn_ooxml_bid(
	    look, main_types, sizeof(main_types) / sizeof(main_types[0]));
}

/* Somebody who wrote comments. */
struct person {
	char *id, *name;
};

struct deck {
	struct pn_pptx p;
	char **slides; /* relationship ids, in order */
	size_t n, cap;
	unsigned in_section; /* open ones: they list slides once more */
	struct person *people;
	size_t n_people, cap_people;
	struct pn_buf names; /* of sections and shows */
};

/* name_line - NAME of a section or a show */
static enum pn_err
name_line(struct deck *d, struct pn_bytes name)
{
	enum pn_err err = pn_buf_add(&d->names, name.p, name.n);

	if (err == PN_OK)
		err = pn_buf_addc(&d->names, '\n');
	return err == PN_OK ? PN_OK : pn_job_limit(d->p.x->job, "text");
}

static enum pn_err
deck_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct deck *d = ctx;

	if (pn_xml_is(name, "sldSz")) {
		d->p.width = (double)pn_xml_attr_num(attrs, "cx", 0);
		d->p.height = (double)pn_xml_attr_num(attrs, "cy", 0);
	} else if (pn_xml_is(name, "sldId") && d->n < MAX_SLIDES &&
		   d->in_section == 0) {
		/* two attributes are called id; the prefixed one names a
		 * relationship, and a number never does */
		char *rel = NULL;

		for (int i = 0; i < attrs->n; i++) {
			struct pn_bytes v;
			const char *a = pn_xml_attr_at(attrs, i, &v);

			if (strcmp(a, "id") == 0 && v.n &&
			    (rel == NULL || (rel[0] >= '0' && rel[0] <= '9'))) {
				free(rel);
				rel = pn_strndup((const char *)v.p, v.n);
			}
		}
		if (rel) {
			PN_GROW(d->slides, d->n, d->cap);
			d->slides[d->n++] = rel;
		}
	} else if (pn_xml_is(name, "section") || pn_xml_is(name, "custShow")) {
		d->in_section += name[0] == 's';
		return name_line(d, pn_xml_attr(attrs, "name"));
	}
	return PN_OK;
}

static enum pn_err
deck_end(void *ctx, const char *name)
{
	struct deck *d = ctx;

	if (pn_xml_is(name, "section"))
		d->in_section -= d->in_section > 0;
	return PN_OK;
}

static enum pn_err
people_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct deck *d = ctx;

	if ((pn_xml_is(name, "cmAuthor") || pn_xml_is(name, "author")) &&
	    d->n_people < MAX_PEOPLE) {
		PN_GROW(d->people, d->n_people, d->cap_people);
		d->people[d->n_people++] =
		    (struct person){pn_xml_attr_dup(attrs, "id"),
			pn_xml_attr_dup(attrs, "name")};
	}
	return PN_OK;
}

/* Comments of one slide. */
struct comments {
	struct deck *deck;
	const char *place;
	struct pn_buf text;
	unsigned in_text;
};

/* who - the name of the author that attribute authorId tells */
static const char *
who(const struct deck *d, const struct pn_xml_attrs *attrs)
{
	for (size_t i = 0; i < d->n_people; i++)
		if (d->people[i].id && d->people[i].name &&
		    pn_xml_attr_is(attrs, "authorId", d->people[i].id))
			return d->people[i].name;
	return NULL;
}

/* comment_line - what was gathered ends a line */
static enum pn_err
comment_line(struct comments *c)
{
	if (c->text.len && c->text.data[c->text.len - 1] != '\n' &&
	    pn_buf_addc(&c->text, '\n') != PN_OK)
		return pn_job_limit(c->deck->p.x->job, "text");
	return PN_OK;
}

static enum pn_err
comments_start(void *ctx, const char *name, const struct pn_xml_attrs *attrs)
{
	struct comments *c = ctx;
	enum pn_err err = pn_job_work(c->deck->p.x->job, 64);

	if (pn_xml_is(name, "cm") || pn_xml_is(name, "reply")) {
		const char *author = who(c->deck, attrs);

		if (err == PN_OK)
			err = comment_line(c);
		if (err == PN_OK && author &&
		    pn_buf_addf(&c->text, "%s: ", author) != PN_OK)
			err = pn_job_limit(c->deck->p.x->job, "text");
	} else if (pn_xml_is(name, "t") || pn_xml_is(name, "text")) {
		c->in_text++;
	}
	return err;
}

static enum pn_err
comments_end(void *ctx, const char *name)
{
	struct comments *c = ctx;

	if (pn_xml_is(name, "t") || pn_xml_is(name, "text"))
		c->in_text -= c->in_text > 0;
	if (pn_xml_is(name, "p") || pn_xml_is(name, "text"))
		return comment_line(c);
	return PN_OK;
}

static enum pn_err
comments_text(void *ctx, const char *s, size_t n)
{
	struct comments *c = ctx;

	if (c->in_text && pn_buf_add(&c->text, s, n) != PN_OK)
		return pn_job_limit(c->deck->p.x->job, "text");
	return PN_OK;
}

/* read_comments - part E as comments on PLACE */
static enum pn_err
read_comments(struct deck *d, const struct pn_zip_entry *e, const char *place)
{
	static const struct pn_xml_events events = {.start = comments_start,
	    .end = comments_end,
	    .text = comments_text};
	struct pn_job *job = d->p.x->job;
	struct comments c = {.deck = d};
	enum pn_err err;

	pn_buf_init(&c.text, pn_job_room(job) + 1);
	err = pn_ooxml_parse(d->p.x, e, &events, &c);
	if (c.text.len) {
		char *where = pn_printf("%s, comment", place);

		pn_job_hidden(job, "comment");
		if (err == PN_OK)
			err = pn_job_text(
			    job, pn_buf_bytes(&c.text), where, PN_TEXT_HIDDEN);
		free(where);
	}
	pn_buf_free(&c.text);
	return err;
}

/* ground_of - what slide E stands on, into *G */
static enum pn_err
ground_of(
    struct deck *d, const struct pn_opc_rels *rels, struct pn_pptx_ground *g)
{
	const struct pn_pptx_ground *layout = NULL;
	enum pn_err err = PN_OK;

	*g = (struct pn_pptx_ground){.painted = true};
	for (size_t i = 0; i < rels->n && layout == NULL && err == PN_OK; i++) {
		const struct pn_zip_entry *e;

		if (strcmp(rels->rels[i].kind, "slideLayout") != 0)
			continue;
		e = pn_ooxml_part(d->p.x, rels->rels[i].target);
		err = pn_pptx_ground(&d->p, e, &layout);
	}
	if (layout)
		*g = *layout;
	return err;
}

/* What belongs to a slide, by the kind of its relationship. */
static const struct {
	const char *kind, *word;
	bool chart;
} drawn[] = {{"chart", "chart", true}, {"chartEx", "chart", true},
    {"diagramData", "diagram", false}};

/* belonging - part E, which a slide refers to as KIND */
static enum pn_err
belonging(struct deck *d, const struct pn_zip_entry *e, const char *kind,
    const char *place, const char *hidden)
{
	enum pn_err err = PN_OK;

	if (strcmp(kind, "comments") == 0)
		return read_comments(d, e, place);
	if (strcmp(kind, "notesSlide") == 0) {
		char *where = pn_printf("%s, notes", place);

		err = pn_pptx_read_page(
		    &d->p, e, PN_PPTX_NOTES, where, "notes", NULL);
		free(where);
		return err;
	}
	for (size_t i = 0; i < sizeof(drawn) / sizeof(drawn[0]); i++) {
		char *where;

		if (strcmp(kind, drawn[i].kind) != 0)
			continue;
		where = pn_printf("%s, %s", place, drawn[i].word);
		err = drawn[i].chart ? pn_ooxml_chart(d->p.x, e, where, hidden)
				     : pn_ooxml_text(d->p.x, e, where, hidden,
					   PN_OOXML_NONE);
		free(where);
		return err;
	}
	return err;
}

/* read_slide - slide E with what belongs to it */
static enum pn_err
read_slide(struct deck *d, const struct pn_zip_entry *e, const char *place,
    bool listed)
{
	struct pn_ooxml *x = d->p.x;
	struct pn_pptx_ground *g = pn_alloc(sizeof(*g));
	struct pn_opc_rels rels;
	const char *hidden = NULL;
	bool shown = true;
	enum pn_err err;

	pn_opc_rels(x->opc, e->name, &rels);
	err = ground_of(d, &rels, g);
	if (err == PN_OK)
		err = pn_pptx_look(&d->p, e, g, &shown);
	if (!shown || !listed) {
		hidden = "slide";
		pn_job_hidden(x->job, hidden);
	}
	if (err == PN_OK)
		err = pn_pptx_read_page(
		    &d->p, e, PN_PPTX_SLIDE, place, hidden, g);
	for (size_t i = 0; i < rels.n && err == PN_OK; i++) {
		const struct pn_opc_rel *r = &rels.rels[i];
		const struct pn_zip_entry *part =
		    r->external ? NULL : pn_ooxml_undone(x, r->target);

		if (part && part != e)
			err = belonging(d, part, r->kind, place, hidden);
	}
	pn_opc_rels_free(&rels);
	free(g);
	return err;
}

/* read_slides - those that the presentation names, in its order */
static enum pn_err
read_slides(struct deck *d)
{
	struct pn_ooxml *x = d->p.x;
	struct pn_opc_rels rels;
	enum pn_err err = PN_OK;

	pn_opc_rels(x->opc, pn_opc_main_part(x->opc), &rels);
	for (size_t i = 0; i < d->n && err == PN_OK; i++) {
		const struct pn_zip_entry *e = NULL;
		char *place = pn_printf("slide %zu", i + 1);

		for (size_t k = 0; k < rels.n && e == NULL; k++)
			if (rels.rels[k].id && !rels.rels[k].external &&
			    strcmp(rels.rels[k].id, d->slides[i]) == 0)
				e = pn_ooxml_undone(x, rels.rels[k].target);
		if (e)
			err = read_slide(d, e, place, true);
		else
			pn_job_damage(x->job, "damaged");
		if (err == PN_OK)
			err = pn_job_work(x->job, rels.n * 8);
		free(place);
	}
	pn_opc_rels_free(&rels);
	return err;
}

/* What a part of a presentation is. */
enum part { PEOPLE, SLIDE, NOTES, COMMENTS, LAYOUT, MASTER, NOTES_MASTER };

static const char *const part_types[][2] = {
    [PEOPLE] = {"commentAuthors+xml", "powerpoint.authors+xml"},
    [SLIDE] = {"presentationml.slide+xml", NULL},
    [NOTES] = {"presentationml.notesSlide+xml", NULL},
    [COMMENTS] = {"presentationml.comments+xml", "powerpoint.comments+xml"},
    [LAYOUT] = {"presentationml.slideLayout+xml", NULL},
    [MASTER] = {"presentationml.slideMaster+xml", NULL},
    [NOTES_MASTER] = {"presentationml.notesMaster+xml",
	"presentationml.handoutMaster+xml"},
};

/* read_part - part E, which no slide led to, or which slides stand on */
static enum pn_err
read_part(struct deck *d, enum part part, const struct pn_zip_entry *e)
{
	static const struct pn_xml_events events = {.start = people_start};
	/* a layout that a slide stands on is seen, and so is its master */
	const char *unused =
	    d->p.grounds[e - d->p.x->zip->entries] ? NULL : "layout";

	switch (part) {
	case PEOPLE:
		return pn_ooxml_parse(d->p.x, e, &events, d);
	case SLIDE:
		return read_slide(d, e, "unlisted slide", false);
	case NOTES:
		return pn_pptx_read_page(
		    &d->p, e, PN_PPTX_NOTES, "notes", "notes", NULL);
	case COMMENTS:
		return read_comments(d, e, "slides");
	case LAYOUT:
		return pn_pptx_read_page(
		    &d->p, e, PN_PPTX_LAYOUT, "layout", unused, NULL);
	case MASTER:
		return pn_pptx_read_page(
		    &d->p, e, PN_PPTX_LAYOUT, "master", NULL, NULL);
	default:
		return pn_pptx_read_page(
		    &d->p, e, PN_PPTX_LAYOUT, "notes master", "notes", NULL);
	}
}

/* read_parts - all parts of one kind that were not read yet */
static enum pn_err
read_parts(struct deck *d, enum part part)
{
	struct pn_ooxml *x = d->p.x;
	enum pn_err err = PN_OK;

	for (size_t i = 0; i < x->zip->n_entries && err == PN_OK; i++) {
		const char *type = pn_opc_type(x->opc, x->zip->entries[i].name);

		for (size_t k = 0; k < 2 && part_types[part][k]; k++)
			if (!x->done[i] && err == PN_OK &&
			    strcasestr(type, part_types[part][k]))
				err = read_part(d, part, &x->zip->entries[i]);
	}
	return err;
}

/* hand_people - who wrote comments, those included of which none is left */
static enum pn_err
hand_people(struct deck *d)
{
	struct pn_job *job = d->p.x->job;
	struct pn_buf names;
	enum pn_err err = PN_OK;

	pn_buf_init(&names, pn_job_room(job) + 1);
	for (size_t i = 0; i < d->n_people && err == PN_OK; i++)
		if (d->people[i].name)
			err = pn_buf_addf(&names, "%s\n", d->people[i].name);
	if (names.len)
		pn_job_hidden(job, "author");
	if (err != PN_OK)
		err = pn_job_limit(job, "text");
	else
		err = pn_job_text(job, pn_buf_bytes(&names), "comments, author",
		    PN_TEXT_HIDDEN);
	pn_buf_free(&names);
	return err;
}

/* read_all - who comments, the slides, what is left, the rest */
static enum pn_err
read_all(struct deck *d)
{
	static const struct pn_xml_events events = {
	    .start = deck_start, .end = deck_end};
	static const enum part left[] = {
	    SLIDE, NOTES, COMMENTS, LAYOUT, MASTER, NOTES_MASTER};
	struct pn_ooxml *x = d->p.x;
	const struct pn_zip_entry *e =
	    pn_ooxml_part(x, pn_opc_main_part(x->opc));
	enum pn_err err = PN_OK;

	d->p.grounds =
	    pn_alloc((x->zip->n_entries + 1) * sizeof(struct pn_pptx_ground *));
	if (e == NULL)
		pn_job_damage(x->job, "damaged");
	else
		err = pn_ooxml_parse(x, e, &events, d);
	if (err == PN_OK)
		err = read_parts(d, PEOPLE);
	if (err == PN_OK)
		err = hand_people(d);
	if (err == PN_OK)
		err = read_slides(d);
	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]) && err == PN_OK;
	     i++)
		err = read_parts(d, left[i]);
	if (d->names.len)
		pn_job_hidden(x->job, "section");
	if (err == PN_OK)
		err = pn_job_text(x->job, pn_buf_bytes(&d->names),
		    "sections and shows", PN_TEXT_HIDDEN);
	return err == PN_OK ? pn_ooxml_rest(x) : err;
}

static enum pn_err
pptx_read(struct pn_job *job)
{
	struct pn_ooxml x;
	struct deck d = {.p.x = &x};
	enum pn_err err = pn_ooxml_open(job, &x);

	pn_buf_init(&d.names, pn_job_room(job) + 1);
	if (err == PN_OK)
		err = read_all(&d);
	for (size_t i = 0; i < d.n; i++)
		free(d.slides[i]);
	free(d.slides);
	for (size_t i = 0; i < d.n_people; i++) {
		free(d.people[i].id);
		free(d.people[i].name);
	}
	free(d.people);
	pn_buf_free(&d.names);
	pn_pptx_free(&d.p);
	pn_ooxml_free(&x);
	return err;
}

const struct pn_format pn_format_pptx = {
    .name = "pptx",
    .type = "application/vnd.openxmlformats-officedocument."
	    "presentationml.presentation",
    .bid = pptx_bid,
    .read = pptx_read,
};
