/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * set - compile a pack
 *
 * Disabled patterns are left out. What every pattern shares is added to the
 * lexicon here: the words that make a number something else, and the headers
 * that tell what a column holds (columns.c).
 */
#include <stdlib.h>
#include <string.h>
#include "base/conf.h"
#include "base/mem.h"
#include "detect/columns.h"
#include "detect/gate.h"
#include "detect/set.h"

/* A number right after one of these is not a person's. */
static const char *const counter_words[] = {"order", "order no", "order number",
    "invoice", "invoice no", "invoice number", "tracking", "tracking no",
    "tracking number", "parcel", "consignment", "ref", "reference", "our ref",
    "isbn", "issn", "doi", "serial", "serial no", "serial number", "part no",
    "model", "version", "build", "release", "ticket", "case no", "article",
    "item", "item no", "sku", "barcode", "imei", "po number", "purchase order",
    "quote", "job no", "docket", "timestamp", "message-id", "bug", "revision"};
static const char *const phone_words[] = {"phone", "telephone", "tel", "fax",
    "mobile", "mob", "ffon", "cell", "call", "ring", "text", "whatsapp",
    "switchboard", "extension"};

/* add_words - give all of W one use */
static void
add_words(struct pn_lexicon *l, const struct pn_words *w, enum pn_use_kind kind,
    size_t which)
{
	for (size_t i = 0; i < w->n; i++)
		pn_lexicon_add(l, w->word[i], kind, (unsigned)which);
}

/* add_lexicon - all words of pattern number I */
static void
add_lexicon(struct pn_patterns *p, size_t i)
{
	const struct pn_pattern_def *d = p->pats[i].def;

	add_words(p->lexicon, &d->labels, PN_USE_LABEL, i);
	add_words(p->lexicon, &d->keywords, PN_USE_KEYWORD, i);
	add_words(p->lexicon, &d->counter, PN_USE_COUNTER, i);
	add_words(p->lexicon, &d->terms, PN_USE_TERM, i);
	add_words(p->lexicon, &d->acronyms, PN_USE_ACRONYM, i);
}

/* add_common - the words that belong to no pattern */
static void
add_common(struct pn_patterns *p)
{
	struct pn_lexicon *l = p->lexicon;

	for (size_t i = 0; i < sizeof(counter_words) / sizeof(*counter_words);
	     i++)
		pn_lexicon_add(
		    l, counter_words[i], PN_USE_COUNTER_ALL, PN_COUNTER_WORD);
	for (size_t i = 0; i < sizeof(phone_words) / sizeof(*phone_words); i++)
		pn_lexicon_add(
		    l, phone_words[i], PN_USE_COUNTER_ALL, PN_COUNTER_PHONE);
	add_words(l, &p->pack->forenames, PN_USE_FORENAME, 0);
	add_words(l, &p->pack->no_surnames, PN_USE_NO_SURNAME, 0);
	pn_columns_add(l);
}

/* fail_validator - the error for a check that nobody wrote */
static enum pn_err
fail_validator(const struct pn_pattern_def *d, struct pn_errinfo *info)
{
	const char *names[64], *near;
	size_t n, k = 0;
	const struct pn_validator *v = pn_validators(&n);

	for (; k < n && k < sizeof(names) / sizeof(names[0]); k++)
		names[k] = v[k].name;
	near = pn_nearest(d->validator, names, k);
	return pn_fail_at(info, PN_ERR_CONFIG, d->file, d->line,
	    "pattern %s: no validator %s%s%s%s", d->id, d->validator,
	    near != NULL ? ": did you mean " : "", near != NULL ? near : "",
	    near != NULL ? "?" : "");
}

/* find_validator - the check that D names, if it names one */
static enum pn_err
find_validator(const struct pn_pattern_def *d, struct pn_pattern *out,
    struct pn_errinfo *info)
{
	bool table;

	if (d->validator == NULL)
		return PN_OK;
	out->validator = pn_validator_find(d->validator);
	if (out->validator == NULL)
		return fail_validator(d, info);
	table = out->validator->kind == PN_VALIDATE_TABLE;
	if (table != (d->category == PN_CAT_BULK))
		return pn_fail_at(info, PN_ERR_CONFIG, d->file, d->line,
		    "pattern %s: validator %s is for %s", d->id, d->validator,
		    table ? "category bulk" : "expressions");
	return PN_OK;
}

/* compile_one - expressions and check of D into *OUT, which is zeroed */
static enum pn_err
compile_one(const struct pn_pattern_def *d, struct pn_pattern *out,
    struct pn_errinfo *info)
{
	enum pn_err err;

	out->def = d;
	err = find_validator(d, out, info);
	out->exprs = pn_alloc((d->regex.n + 1) * sizeof(*out->exprs));
	for (size_t i = 0; err == PN_OK && i < d->regex.n; i++) {
		struct pn_errinfo why = {0};

		err = pn_expr_compile(
		    d->regex.word[i], d->caseless, &out->exprs[i], &why);
		if (err != PN_OK)
			return pn_fail_at(info, err, d->file, d->line,
			    "pattern %s: regex %zu: %s", d->id, i + 1,
			    why.text);
		out->n_exprs++;
		out->pairs = out->pairs || pn_expr_pairs(out->exprs[i]);
		out->labels_inside =
		    out->labels_inside || pn_expr_values(out->exprs[i]);
	}
	return err;
}

/* add_gate - G, which is cleared, for what has NUMBER */
static void
add_gate(struct pn_patterns *p, size_t number, struct pn_gate *g)
{
	struct pn_reach *r = &p->reach[number];

	r->gated = true;
	r->back_min = g->back_min;
	r->back_max = g->back_max;
	r->through = g->through;
	pn_sieve_add(p->sieve, g, (uint32_t)number);
	pn_gate_clear(g);
}

/* gate_terms - a gate for each phrase of W. One of the lexicon's words would be
 * missed without: false */
static bool
gate_terms(struct pn_patterns *p, const struct pn_words *w, bool capitals)
{
	struct pn_gate g;
	bool all = true;

	for (size_t i = 0; i < w->n; i++) {
		/* a gap of one byte may be three in a text */
		size_t bytes = 3 * strlen(w->word[i]);

		if (bytes > p->term_bytes)
			p->term_bytes = bytes;
		if (pn_gate_phrase(w->word[i], capitals, &g) == PN_OK)
			add_gate(p, p->n_exprs, &g);
		else
			all = false;
	}
	return all;
}

/* add_gates - the sieve of all patterns */
static void
add_gates(struct pn_patterns *p)
{
	bool terms = true;

	p->reach = pn_alloc((p->n_exprs + 1) * sizeof(*p->reach));
	p->sieve = pn_sieve_new();
	for (size_t i = 0; i < p->n; i++) {
		const struct pn_pattern_def *d = p->pats[i].def;

		for (size_t k = 0; k < d->regex.n; k++) {
			struct pn_gate g;

			if (pn_gate_find(d->regex.word[k], d->caseless, &g) ==
			    PN_OK)
				add_gate(p, p->pats[i].first + k, &g);
		}
		terms = gate_terms(p, &d->terms, false) && terms;
		terms = gate_terms(p, &d->acronyms, true) && terms;
		if (d->terms.n + d->acronyms.n > 0 &&
		    d->window > p->term_window)
			p->term_window = d->window;
	}
	p->reach[p->n_exprs].gated = terms;
	pn_sieve_ready(p->sieve);
}

void
pn_set_ungate(struct pn_patterns *p)
{
	pn_sieve_free(&p->sieve);
	p->sieve = pn_sieve_new();
	for (size_t i = 0; i <= p->n_exprs; i++)
		p->reach[i].gated = false;
}

enum pn_err
pn_patterns_compile(const struct pn_pack *pack, struct pn_patterns **out,
    struct pn_errinfo *info)
{
	struct pn_patterns *p = pn_alloc(sizeof(*p));
	enum pn_err err = PN_OK;

	p->pack = pack;
	p->pats = pn_alloc((pack->n_defs + 1) * sizeof(*p->pats));
	p->lexicon = pn_lexicon_new();
	for (size_t i = 0; err == PN_OK && i < pack->n_defs; i++) {
		if (!pack->defs[i].enabled)
			continue;
		p->n++;
		err = compile_one(&pack->defs[i], &p->pats[p->n - 1], info);
		p->pats[p->n - 1].first = p->n_exprs;
		p->n_exprs += p->pats[p->n - 1].n_exprs;
		if (err == PN_OK)
			add_lexicon(p, p->n - 1);
	}
	if (err == PN_OK)
		add_gates(p);
	while (p->birth < p->n &&
	       strcmp(p->pats[p->birth].def->id, "date-of-birth") != 0)
		p->birth++;
	add_common(p);
	if (err == PN_OK)
		*out = p;
	else
		pn_patterns_free(&p);
	return err;
}

void
pn_patterns_free(struct pn_patterns **p)
{
	if (*p == NULL)
		return;
	for (size_t i = 0; i < (*p)->n; i++) {
		for (size_t k = 0; k < (*p)->pats[i].n_exprs; k++)
			pn_expr_free(&(*p)->pats[i].exprs[k]);
		free((*p)->pats[i].exprs);
	}
	free((*p)->pats);
	pn_lexicon_free(&(*p)->lexicon);
	pn_sieve_free(&(*p)->sieve);
	free((*p)->reach);
	free(*p);
	*p = NULL;
}
