/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lint - what is wrong with patterns, or could be better
 *
 * Wrong: an example that does not hold. Could be better: an expression that
 * may take long (a repeat inside a repeat, one without a bound, nothing that is
 * rare in every match), an example
 * that another pattern takes for its own as well, a pattern that is off or
 * can't reach the lowest score. The scanner compiles the patterns first, so
 * one that it refuses is told with file and line.
 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/patterns.h"
#include "detect/gate.h"

#define LOWEST 50 /* score under which nothing is reported */

/* A run over the patterns. */
struct linting {
	struct pn_cli *cli;
	unsigned long wrong, notes;
};

/* tell - one line about pattern D; KIND is a stable word. TEXT is freed */
static void
tell(struct linting *k, const struct pn_pattern_def *d, const char *kind,
    char *text)
{
	struct pn_json *o;

	if (k->cli->json) {
		o = pn_json_object();
		pn_json_put_str(o, "pattern", d->id);
		pn_json_put_str(o, "kind", kind);
		pn_json_put_str(o, "file", d->file);
		pn_json_put_int(o, "line", d->line);
		pn_json_put_str(o, "text", text);
		pn_put_json(o);
	} else {
		printf("%s:%u: %s: %s\n", d->file, d->line, d->id, text);
	}
	free(text);
}

/* ask - one job whose answer is JSON; NULL: said */
static struct pn_json *
ask(struct pn_cli *cli, enum pn_job_kind kind, const char *text)
{
	struct pn_bytes bytes = {(const unsigned char *)text, strlen(text)};
	struct pn_errinfo info = {0};
	struct pn_json *v = NULL;
	struct pn_buf reply;
	enum pn_err err = pn_scan_bytes(cli, kind, bytes, NULL, &reply, &info);

	if (err == PN_OK)
		err = pn_json_parse(pn_buf_bytes(&reply), &v, &info);
	if (err != PN_OK)
		pn_say_err(err, &info);
	pn_buf_free(&reply);
	return v;
}

/* run_examples - the patterns' own examples; false: could not be run, said */
static bool
run_examples(struct linting *k, int64_t *run)
{
	struct pn_json *v = ask(k->cli, PN_JOB_SELFTEST, "");
	const struct pn_json *failed = pn_json_get(v, "failed");
	bool ok = pn_json_is_array(failed) &&
		  pn_json_get_int(v, "run", 0, INT64_MAX, run);

	for (size_t i = 0; i < pn_json_size(failed); i++) {
		const struct pn_json *f = pn_json_at(failed, i);
		const char *id = pn_json_get_str(f, "pattern");
		const struct pn_pattern_def *d =
		    id != NULL ? pn_pack_find(k->cli->pack, id) : NULL;
		int64_t example = 0;
		bool wanted = false;

		(void)!pn_json_get_int(f, "example", 0, INT64_MAX, &example);
		(void)!pn_json_get_bool(f, "wanted", &wanted);
		k->wrong++;
		if (d != NULL)
			tell(k, d, "test",
			    pn_printf("%s example %lld is %s",
				wanted ? "match" : "no_match",
				(long long)example + 1,
				wanted ? "not found" : "found"));
	}
	if (v != NULL && !ok)
		pn_say("the scanner's answer is no list of examples");
	pn_json_free(v);
	return ok;
}

/* has_loose_repeat - a repeat of anything without a bound, such as .* */
static bool
has_loose_repeat(const char *regex)
{
	for (const char *p = regex; *p != '\0'; p++) {
		if (*p == '\\' && p[1] != '\0')
			p++;
		else if (*p == '.' && (p[1] == '*' || p[1] == '+'))
			return true;
	}
	return false;
}

/* is_open_repeat - does a repeat without an upper bound stand at P? */
static bool
is_open_repeat(const char *p)
{
	if (*p == '*' || *p == '+')
		return true;
	if (*p != '{')
		return false;
	p += 1 + strspn(p + 1, "0123456789");
	return p[0] == ',' && p[1] == '}';
}

/* has_nested_repeat - a repeat without a bound round another one */
static bool
has_nested_repeat(const char *regex)
{
	bool open[64] = {false}; /* a repeat at this depth of brackets */
	unsigned depth = 0;
	bool in_class = false;

	for (const char *p = regex; *p != '\0'; p++) {
		if (*p == '\\' && p[1] != '\0') {
			p++;
		} else if (in_class) {
			in_class = *p != ']';
		} else if (*p == '[') {
			in_class = true;
			p += p[1] == '^';
			p += p[1] == ']';
		} else if (*p == '(' && depth + 1 < 64) {
			open[++depth] = false;
		} else if (*p == ')' && depth > 0) {
			bool inner = open[depth--];

			if (inner && is_open_repeat(p + 1))
				return true;
			open[depth] |= inner;
		} else if (is_open_repeat(p)) {
			open[depth] = true;
		}
	}
	return false;
}

/* lint_gate - expression number I, if it must be matched over every text */
static void
lint_gate(struct linting *k, const struct pn_pattern_def *d, size_t i)
{
	struct pn_gate g;

	if (pn_gate_find(d->regex.word[i], d->caseless, &g) == PN_OK) {
		pn_gate_clear(&g);
		return;
	}
	k->notes++;
	tell(k, d, "slow",
	    pn_printf("expression %zu has no part that is known and rare: it "
		      "is matched over all of every text",
		i + 1));
}

/* lint_slow - expressions that may take long */
static void
lint_slow(struct linting *k, const struct pn_pattern_def *d)
{
	for (size_t i = 0; i < d->regex.n; i++) {
		const char *what = NULL;

		if (has_nested_repeat(d->regex.word[i]))
			what = "a repeat inside a repeat";
		else if (has_loose_repeat(d->regex.word[i]))
			what = "a repeat of anything without a bound";
		lint_gate(k, d, i);
		if (what == NULL)
			continue;
		k->notes++;
		tell(k, d, "slow",
		    pn_printf("expression %zu has %s, which may be slow: "
			      "bound it",
			i + 1, what));
	}
}

/* lint_silent - patterns that never fire */
static void
lint_silent(struct linting *k, const struct pn_pattern_def *d)
{
	bool label = d->labels.n > 0 && d->score_label >= LOWEST;
	bool keyword = d->keywords.n > 0 && d->score_keyword >= LOWEST;
	const char *why = NULL;

	if (!d->enabled)
		why = "it is switched off";
	else if (d->score_alone < LOWEST && !label && !keyword)
		why = "no evidence lifts it to the lowest score";
	if (why == NULL)
		return;
	k->notes++;
	tell(k, d, "never", pn_printf("it never fires: %s", why));
}

/* at_least - is match M of confidence C or more? */
static bool
at_least(const struct pn_json *m, enum pn_confidence c)
{
	const char *word = pn_json_get_str(m, "confidence");
	enum pn_confidence got;

	return word != NULL && pn_confidence_from_word(word, &got) && got >= c;
}

/* is_of - is match M one of pattern D? */
static bool
is_of(const struct pn_json *m, const struct pn_pattern_def *d)
{
	const char *id = pn_json_get_str(m, "pattern");

	return id != NULL && strcmp(id, d->id) == 0;
}

/* overlap - do two matches share a byte? */
static bool
overlap(const struct pn_json *a, const struct pn_json *b)
{
	int64_t as, ae, bs, be;

	return pn_json_get_int(a, "start", 0, INT64_MAX, &as) &&
	       pn_json_get_int(a, "end", 0, INT64_MAX, &ae) &&
	       pn_json_get_int(b, "start", 0, INT64_MAX, &bs) &&
	       pn_json_get_int(b, "end", 0, INT64_MAX, &be) && as < be &&
	       bs < ae;
}

/* lint_example - who else takes example NUMBER of D for its own? */
static void
lint_example(struct linting *k, const struct pn_pattern_def *d, size_t number,
    const struct pn_json *matches)
{
	size_t n = pn_json_size(matches);

	for (size_t i = 0; i < n; i++) {
		const struct pn_json *own = pn_json_at(matches, i);

		if (!is_of(own, d))
			continue;
		for (size_t j = 0; j < n; j++) {
			const struct pn_json *m = pn_json_at(matches, j);

			if (is_of(m, d) || !overlap(own, m) ||
			    !at_least(m, PN_MEDIUM))
				continue;
			k->notes++;
			tell(k, d, "ambiguous",
			    pn_printf("match example %zu is also found by "
				      "%s",
				number + 1, pn_json_get_str(m, "pattern")));
			return;
		}
	}
}

/* lint_ambiguous - examples that another pattern finds too; false: said */
static bool
lint_ambiguous(struct linting *k, const struct pn_pattern_def *d)
{
	for (size_t i = 0; i < d->match.n; i++) {
		struct pn_json *v = ask(k->cli, PN_JOB_MATCH, d->match.word[i]);

		if (v == NULL)
			return false;
		lint_example(k, d, i, pn_json_get(v, "matches"));
		pn_json_free(v);
	}
	return true;
}

int
pn_patterns_test(struct pn_cli *cli, int argc, char **argv)
{
	struct linting k = {.cli = cli};
	int64_t run = 0;
	int status;

	if (pn_options_none(cli, argc, argv, 0, &status))
		return status;
	if (!pn_site_pack(cli) || !pn_site_scanner(cli, true) ||
	    !run_examples(&k, &run))
		return PN_EXIT_FAILED;
	if (!cli->json)
		printf("%zu patterns, %lld examples, %lu failed\n",
		    cli->pack->n_defs, (long long)run, k.wrong);
	return k.wrong == 0 ? PN_EXIT_OK : PN_EXIT_FAILED;
}

int
pn_patterns_lint(struct pn_cli *cli, int argc, char **argv)
{
	struct linting k = {.cli = cli};
	int64_t run = 0;
	int status;

	if (pn_options_none(cli, argc, argv, 0, &status))
		return status;
	if (!pn_site_pack(cli) || !pn_site_scanner(cli, true) ||
	    !run_examples(&k, &run))
		return PN_EXIT_FAILED;
	for (size_t i = 0; i < cli->pack->n_defs; i++) {
		const struct pn_pattern_def *d = &cli->pack->defs[i];

		lint_silent(&k, d);
		lint_slow(&k, d);
		if (d->enabled && !lint_ambiguous(&k, d))
			return PN_EXIT_FAILED;
	}
	if (!cli->json)
		printf("%zu patterns, %lu wrong, %lu could be better\n",
		    cli->pack->n_defs, k.wrong, k.notes);
	return k.wrong == 0 ? PN_EXIT_OK : PN_EXIT_FAILED;
}
