/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * patterns - `postern patterns`: what is looked for
 *
 * list and show read the packs; test has the worker run every pattern's own
 * examples; lint (lint.c) says what could be better.
 */
#include "config.h"
#include <stdlib.h>
#include <string.h>
#include "base/conf.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/patterns.h"
#include "cli/show.h"

static const char *const tiers[] = {[PN_TIER_A] = "A",
    [PN_TIER_B] = "B",
    [PN_TIER_C] = "C",
    [PN_TIER_D] = "D",
    [PN_TIER_E] = "E"};

/* mode_word - what a pattern does now */
static const char *
mode_word(const struct pn_pattern_def *d)
{
	return !d->enabled ? "off" : d->monitor ? "monitor" : "on";
}

/* words_json - a list of strings */
static struct pn_json *
words_json(const struct pn_words *w)
{
	struct pn_json *a = pn_json_array();

	for (size_t i = 0; i < w->n; i++)
		pn_json_add(a, pn_json_string(w->word[i]));
	return a;
}

/* def_json - what a listing says of a pattern */
static struct pn_json *
def_json(const struct pn_pattern_def *d)
{
	struct pn_json *o = pn_json_object();

	pn_json_put_str(o, "pattern", d->id);
	pn_json_put_str(o, "name", d->name);
	pn_json_put_str(o, "category", pn_category_word(d->category));
	pn_json_put_str(o, "tier", tiers[d->tier]);
	pn_json_put_str(o, "mode", mode_word(d));
	return o;
}

/* list - one line per pattern */
static int
list(struct pn_cli *cli, int argc, char **argv)
{
	int status;

	if (pn_options_none(cli, argc, argv, 0, &status))
		return status;
	if (!pn_site_pack(cli))
		return PN_EXIT_FAILED;
	for (size_t i = 0; i < cli->pack->n_defs; i++) {
		const struct pn_pattern_def *d = &cli->pack->defs[i];

		if (cli->json)
			pn_put_json(def_json(d));
		else
			printf("%-24s %-11s %s  %-8s %s\n", d->id,
			    pn_category_word(d->category), tiers[d->tier],
			    mode_word(d), d->name);
	}
	return PN_EXIT_OK;
}

/* find_def - the definition with that id; NULL: said */
static const struct pn_pattern_def *
find_def(const struct pn_cli *cli, const char *id)
{
	const struct pn_pattern_def *d = pn_pack_find(cli->pack, id);
	const char **names;
	const char *near;

	if (d != NULL)
		return d;
	names = pn_realloc(NULL, cli->pack->n_defs + 1, sizeof(*names));
	for (size_t i = 0; i < cli->pack->n_defs; i++)
		names[i] = cli->pack->defs[i].id;
	near = pn_nearest(id, names, cli->pack->n_defs);
	if (near != NULL)
		pn_say(
		    "unknown pattern \"%s\": did you mean \"%s\"?", id, near);
	else
		pn_say("unknown pattern \"%s\": see postern patterns list", id);
	free(names);
	return NULL;
}

/* show_json - all of a definition as JSON */
static void
show_json(const struct pn_pattern_def *d)
{
	struct pn_json *o = def_json(d);

	pn_json_put_str(o, "plural", d->names);
	pn_json_put(o, "regex", words_json(&d->regex));
	pn_json_put_bool(o, "caseless", d->caseless);
	pn_json_put_str(o, "validator", d->validator);
	pn_json_put(o, "labels", words_json(&d->labels));
	pn_json_put(o, "keywords", words_json(&d->keywords));
	pn_json_put(o, "counter", words_json(&d->counter));
	pn_json_put(o, "terms", words_json(&d->terms));
	pn_json_put(o, "acronyms", words_json(&d->acronyms));
	pn_json_put_int(o, "window", d->window);
	pn_json_put_int(o, "score_alone", d->score_alone);
	pn_json_put_int(o, "score_keyword", d->score_keyword);
	pn_json_put_int(o, "score_label", d->score_label);
	pn_json_put_str(o, "reason", d->reason);
	pn_json_put_str(o, "reference", d->reference);
	pn_json_put(o, "match", words_json(&d->match));
	pn_json_put(o, "no_match", words_json(&d->no_match));
	pn_json_put_str(o, "file", d->file);
	pn_json_put_int(o, "line", d->line);
	pn_put_json(o);
}

/* show_words - a list, one word per line; nothing for an empty one */
static void
show_words(const char *word, const struct pn_words *w)
{
	for (size_t i = 0; i < w->n; i++)
		pn_show_line(i == 0 ? word : "", w->word[i]);
}

/* show_number - a number in a line */
static void
show_number(const char *word, unsigned n)
{
	char *text = pn_printf("%u", n);

	pn_show_line(word, text);
	free(text);
}

/* show_text - all of a definition for people */
static void
show_text(const struct pn_pattern_def *d)
{
	char *place = pn_printf("%s:%u", d->file, d->line);

	printf("%s: %s\n", d->id, d->name);
	pn_show_line("category", pn_category_word(d->category));
	pn_show_line("tier", tiers[d->tier]);
	pn_show_line("mode", mode_word(d));
	show_words("regex", &d->regex);
	if (d->validator != NULL)
		pn_show_line("check", d->validator);
	show_words("labels", &d->labels);
	show_words("keywords", &d->keywords);
	show_words("counter", &d->counter);
	show_words("terms", &d->terms);
	show_words("acronyms", &d->acronyms);
	show_number("window", d->window);
	show_number("alone", d->score_alone);
	show_number("keyword", d->score_keyword);
	show_number("label", d->score_label);
	pn_show_line("reason", d->reason);
	if (d->reference[0] != '\0')
		pn_show_line("reference", d->reference);
	show_words("match", &d->match);
	show_words("no match", &d->no_match);
	pn_show_line("from", place);
	free(place);
}

/* show - all of one pattern */
static int
show(struct pn_cli *cli, int argc, char **argv)
{
	const struct pn_pattern_def *d;
	int status;

	if (pn_options_none(cli, argc, argv, 1, &status))
		return status;
	if (optind >= argc)
		return pn_usage_error(cli, "name one pattern");
	if (!pn_site_pack(cli))
		return PN_EXIT_FAILED;
	d = find_def(cli, argv[optind]);
	if (d == NULL)
		return PN_EXIT_FAILED;
	if (cli->json)
		show_json(d);
	else
		show_text(d);
	return PN_EXIT_OK;
}

int
pn_cmd_patterns(struct pn_cli *cli, int argc, char **argv)
{
	static const struct pn_verb verbs[] = {{"list", list}, {"show", show},
	    {"test", pn_patterns_test}, {"lint", pn_patterns_lint}};

	return pn_verbs_run(cli, argc, argv, verbs, 4);
}
