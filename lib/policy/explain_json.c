/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * explain_json - the verdict as `postern check --json` prints it and the
 * audit keeps it
 *
 * Fields and words are those of the contract; some are added (status_why,
 * protection_why, would, limits, excepted). Without addresses nothing is left
 * that names a person or a file: no sender, recipients, part names, and of a
 * place in a workbook only the cell.
 */
#include <string.h>
#include "base/json.h"
#include "policy/explain.h"

/* finding_json - one finding */
static struct pn_json *
finding_json(const struct pn_finding *f, bool names)
{
	struct pn_json *o = pn_json_object();
	const char *where = f->where;

	if (!names && where != NULL && strrchr(where, '!') != NULL)
		where = strrchr(where, '!') + 1;
	pn_json_put_str(o, "pattern", f->pattern);
	pn_json_put_str(o, "category", pn_category_word(f->category));
	pn_json_put_str(o, "confidence", pn_confidence_word(f->confidence));
	pn_json_put_int(o, "count", f->count);
	pn_json_put_int(o, "distinct", f->distinct);
	pn_json_put_str(o, "part", f->part);
	pn_json_put_str(o, "where", where);
	pn_json_put_bool(o, "hidden", f->hidden);
	pn_json_put_str(o, "masked", f->masked);
	return o;
}

void
pn_report_json(struct pn_json *o, const struct pn_report *r, bool names)
{
	struct pn_json *findings = pn_json_array();
	struct pn_json *parts = pn_json_array(), *limits, *one;
	size_t i;

	for (i = 0; i < r->n_findings; i++)
		pn_json_add(findings, finding_json(&r->findings[i], names));
	for (i = 0; i < r->n_parts; i++)
		pn_json_add(parts, pn_part_json(&r->parts[i], names));
	pn_json_put(o, "findings", findings);
	pn_json_put(o, "parts", parts);
	if (r->n_limits == 0)
		return;
	limits = pn_json_array();
	for (i = 0; i < r->n_limits; i++) {
		one = pn_json_object();
		pn_json_put_str(one, "limit", r->limits[i].limit);
		pn_json_put_str(one, "part", r->limits[i].part);
		pn_json_add(limits, one);
	}
	pn_json_put(o, "limits", limits);
}

/* put_rules - every rule broken */
static void
put_rules(struct pn_json *o, const struct pn_verdict *v, bool addresses)
{
	struct pn_json *rules = pn_json_array(), *one;
	size_t i;

	for (i = 0; i < v->n_broken; i++) {
		const struct pn_broken *b = &v->broken[i];

		one = pn_json_object();
		pn_json_put_str(one, "rule", pn_rule_word(b->rule));
		pn_json_put_str(one, "action", pn_action_word(b->action));
		pn_json_put_str(one, "clause", b->clause);
		pn_json_put_str(one, "part", b->part);
		pn_json_put_str(one, "why", b->why);
		if (addresses && b->recipient != NULL)
			pn_json_put_str(one, "recipient", b->recipient);
		if (b->monitor)
			pn_json_put_bool(one, "monitor", true);
		pn_json_add(rules, one);
	}
	pn_json_put(o, "rules", rules);
}

/* put_excepted - every exception that was used */
static void
put_excepted(struct pn_json *o, const struct pn_verdict *v)
{
	struct pn_json *list, *one;
	size_t i;

	if (v->n_excepted == 0)
		return;
	list = pn_json_array();
	for (i = 0; i < v->n_excepted; i++) {
		const struct pn_exception *x = v->excepted[i].exception;

		one = pn_json_object();
		pn_json_put_str(one, "rule", pn_rule_word(x->rule));
		pn_json_put_str(one, "reason", x->reason);
		pn_json_put_str(one, "allowed_by", x->allowed_by);
		pn_json_put_int(one, "until", x->until);
		pn_json_put_int(one, "line", x->line);
		pn_json_add(list, one);
	}
	pn_json_put(o, "excepted", list);
}

/* put_recipients - who it is for */
static void
put_recipients(struct pn_json *o, const struct pn_envelope *e)
{
	struct pn_json *list = pn_json_array(), *one;
	size_t i;

	for (i = 0; i < e->n_recipients; i++) {
		one = pn_json_object();
		pn_json_put_str(one, "address", e->recipients[i].address);
		pn_json_put_str(
		    one, "class", pn_class_word(e->recipients[i].class));
		pn_json_add(list, one);
	}
	pn_json_put(o, "recipients", list);
}

/* put_reply - what the MTA is told; null while the message passes */
static void
put_reply(struct pn_json *o, const struct pn_reply *r)
{
	struct pn_json *reply, *lines;
	unsigned i;

	if (r == NULL || r->n_lines == 0) {
		pn_json_put_str(o, "reply", NULL);
		return;
	}
	reply = pn_json_object();
	lines = pn_json_array();
	pn_json_put_str(reply, "code", r->code);
	pn_json_put_str(reply, "enhanced", r->enhanced);
	for (i = 0; i < r->n_lines; i++)
		pn_json_add(lines, pn_json_string(r->text[i]));
	pn_json_put(reply, "lines", lines);
	pn_json_put(o, "reply", reply);
}

struct pn_json *
pn_explain_json(
    const struct pn_occasion *o, const struct pn_reply *reply, bool addresses)
{
	struct pn_json *v = pn_json_object();

	pn_json_put_str(v, "verdict", pn_action_word(o->verdict->action));
	pn_json_put_str(v, "would", pn_action_word(o->verdict->would));
	pn_json_put_str(v, "mode", pn_mode_word(o->verdict->mode));
	if (o->reference != NULL)
		pn_json_put_str(v, "reference", o->reference);
	if (addresses) {
		pn_json_put_str(v, "sender", o->envelope->sender);
		put_recipients(v, o->envelope);
	}
	put_rules(v, o->verdict, addresses);
	put_excepted(v, o->verdict);
	pn_report_json(v, o->report, addresses);
	put_reply(v, reply);
	pn_json_put_real(v, "ms", (double)o->report->us / 1000.0);
	return v;
}
