/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * near - what nearly matched, and why it did not
 *
 * Words for people, from the same facts that the rules judge. It decides
 * nothing: where it and the verdict could differ, the verdict holds.
 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "cli/near.h"

/* Who takes the sentences. */
struct telling {
	const struct pn_config *c;
	const struct pn_report *r;
	const struct pn_verdict *v;
	void (*take)(void *ctx, const char *sentence);
	void *ctx;
};

/* What a unit (the body, or an attachment with all inside it) adds up to. */
struct sums {
	unsigned long high, medium, contact, people, low;
};

/* tell - hand on SENTENCE and free it */
static void
tell(const struct telling *t, char *sentence)
{
	t->take(t->ctx, sentence);
	free(sentence);
}

/* find_part - the part with that id, NULL if there is none */
static const struct pn_part *
find_part(const struct pn_report *r, const char *id)
{
	for (size_t i = 0; id != NULL && i < r->n_parts; i++)
		if (strcmp(r->parts[i].id, id) == 0)
			return &r->parts[i];
	return NULL;
}

/* unit_of - the attachment that a part belongs to; NULL: the body */
static const struct pn_part *
unit_of(const struct pn_report *r, const struct pn_part *p)
{
	const struct pn_part *unit = NULL;

	for (; p != NULL; p = find_part(r, p->parent))
		if (p->role == PN_ROLE_ATTACHMENT)
			unit = p;
	return unit;
}

/* in_unit - does finding F lie in UNIT (NULL: the body)? */
static bool
in_unit(const struct pn_report *r, const struct pn_finding *f,
    const struct pn_part *unit)
{
	const struct pn_part *p = find_part(r, f->part);

	return p != NULL && p->role != PN_ROLE_SUBJECT && unit_of(r, p) == unit;
}

/* add_up - what the findings of UNIT come to */
static struct sums
add_up(const struct pn_report *r, const struct pn_part *unit)
{
	struct sums s = {0};

	for (size_t i = 0; i < r->n_findings; i++) {
		const struct pn_finding *f = &r->findings[i];

		if (f->category == PN_CAT_CREDENTIAL ||
		    f->category == PN_CAT_MARKING || !in_unit(r, f, unit))
			continue;
		if (f->confidence == PN_LOW)
			s.low += f->distinct;
		else if (f->category == PN_CAT_BULK)
			s.people = f->count > s.people ? f->count : s.people;
		else if (f->category == PN_CAT_CONTACT)
			s.contact += f->fresh;
		else if (f->confidence == PN_HIGH)
			s.high += f->fresh;
		else
			s.medium += f->fresh;
	}
	return s;
}

/* tell_unit - the thresholds that UNIT did not reach */
static void
tell_unit(const struct telling *t, const struct pn_part *unit)
{
	const struct pn_rule_config *rule =
	    &t->c->rules[unit == NULL ? PN_RULE_BODY : PN_RULE_ATTACHMENT];
	struct sums s = add_up(t->r, unit);
	char *where = unit == NULL ? pn_strdup("the text")
				   : pn_printf("attachment %s", unit->id);

	if (s.medium > 0 && s.high + s.medium < rule->medium && s.high == 0)
		tell(t, pn_printf("%s: %lu different of medium confidence; it "
				  "takes %u, or %u of high confidence",
			    where, s.medium, rule->medium, rule->high));
	if (s.people > 0 && s.people < rule->bulk)
		tell(t, pn_printf("%s: a table of %lu people; it takes %u",
			    where, s.people, rule->bulk));
	if (s.contact > 0 && s.contact <= rule->contact)
		tell(t, pn_printf("%s: %lu contact details (phone, e-mail, "
				  "address); only over %u count",
			    where, s.contact, rule->contact));
	free(where);
}

/* low_why - why F is of low confidence only, for free() */
static char *
low_why(const struct telling *t, const struct pn_finding *f)
{
	if (f->category == PN_CAT_BULK)
		return pn_printf("too few people to count (it takes %u)",
		    t->c->rules[PN_RULE_BODY].bulk);
	return pn_strdup("low confidence, because nothing beside it says what "
			 "it is, or its pattern only watches; low never "
			 "counts");
}

/* tell_low - finds that are reported and count for nothing */
static void
tell_low(const struct telling *t)
{
	for (size_t i = 0; i < t->r->n_findings; i++) {
		const struct pn_finding *f = &t->r->findings[i];
		bool where = f->where != NULL && f->where[0] != '\0';
		char *why;

		if (f->confidence != PN_LOW)
			continue;
		why = low_why(t, f);
		tell(t, pn_printf("%s, %u in part %s%s%s: %s", f->pattern,
			    f->count, f->part, where ? ", " : "",
			    where ? f->where : "", why));
		free(why);
	}
}

/* tell_parts - locks that keep rule attachment, and media not looked into */
static void
tell_parts(const struct telling *t)
{
	for (size_t i = 0; i < t->r->n_parts; i++) {
		const struct pn_part *p = &t->r->parts[i];

		if (p->protection == PN_PROT_STRONG)
			tell(t,
			    pn_printf("part %s: its protection (%s) is strong, "
				      "so rule attachment is kept",
				p->id,
				p->protection_kind != NULL ? p->protection_kind
							   : "unnamed"));
		if (p->status == PN_STATUS_SKIPPED)
			tell(t, pn_printf("part %s: %s has no text to look at",
				    p->id, p->type != NULL ? p->type : "it"));
	}
}

/* tell_recipients - what is not asked of whom */
static void
tell_recipients(const struct telling *t, const struct pn_envelope *e)
{
	for (size_t i = 0; i < e->n_recipients; i++) {
		const struct pn_recipient *r = &e->recipients[i];

		if (r->class == PN_PARTNER)
			tell(t, pn_printf("%s is a partner: protection and "
					  "verification are not asked for",
				    r->address));
		else if (r->class == PN_VERIFIED)
			tell(t,
			    pn_printf("%s is verified: rule recipient is kept",
				r->address));
	}
}

/* tell_rules - rules that are off, only watch, or were excepted */
static void
tell_rules(const struct telling *t)
{
	for (int i = 0; i < PN_N_RULES; i++)
		if (!t->c->rules[i].enabled)
			tell(t, pn_printf("rule %s is switched off",
				    pn_rule_word((enum pn_rule)i)));
	for (size_t i = 0; i < t->v->n_broken; i++)
		if (t->v->broken[i].monitor)
			tell(t, pn_printf("rule %s is broken and only watches",
				    pn_rule_word(t->v->broken[i].rule)));
	for (size_t i = 0; i < t->v->n_excepted; i++)
		tell(
		    t, pn_printf("rule %s is broken, and an exception (line %u "
				 "of the configuration) allows it",
			   pn_rule_word(t->v->excepted[i].rule),
			   t->v->excepted[i].exception->line));
	if (t->v->mode == PN_MONITOR && t->v->would != t->v->action)
		tell(t, pn_printf("mode is monitor: enforcing would %s",
			    pn_action_word(t->v->would)));
}

void
pn_near(const struct pn_config *c, const struct pn_envelope *e,
    const struct pn_report *r, const struct pn_verdict *v,
    void (*take)(void *ctx, const char *sentence), void *ctx)
{
	struct telling t = {c, r, v, take, ctx};

	if (!pn_envelope_external(e)) {
		take(ctx, "all recipients are internal: no rule looks at it");
		return;
	}
	tell_recipients(&t, e);
	tell_rules(&t);
	tell_parts(&t);
	tell_unit(&t, NULL);
	for (size_t i = 0; i < r->n_parts; i++)
		if (r->parts[i].role == PN_ROLE_ATTACHMENT &&
		    unit_of(r, &r->parts[i]) == &r->parts[i])
			tell_unit(&t, &r->parts[i]);
	tell_low(&t);
}
