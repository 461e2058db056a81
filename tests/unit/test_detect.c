/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shipped packs, whole: their own examples, and what a person would expect
 * of one line of text. The packs are read from the source tree.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "detect/detect.h"

struct shipped {
	struct pn_pack *pack;
	struct pn_patterns *set;
};

static int
setup(void **state)
{
	struct shipped *s = pn_alloc(sizeof(*s));
	const char *src = getenv("PN_SRCDIR");
	char *path = pn_printf("%s/patterns", src != NULL ? src : ".");
	struct pn_errinfo info = {0};
	enum pn_err err = pn_pack_load(&path, 1, &s->pack, &info);

	if (err == PN_OK)
		err = pn_patterns_compile(s->pack, &s->set, &info);
	if (err != PN_OK)
		fail_msg("%s:%u: %s", info.file, info.line, info.text);
	free(path);
	*state = s;
	return 0;
}

static int
teardown(void **state)
{
	struct shipped *s = *state;

	pn_patterns_free(&s->set);
	pn_pack_free(&s->pack);
	free(s);
	return 0;
}

/* tell - a pn_patterns_selftest function */
static void
tell(void *ctx, const struct pn_pattern_def *def, bool wanted, size_t example)
{
	(void)ctx;
	print_error("%s: %s %zu does not hold\n", def->id,
	    wanted ? "match" : "no_match", example);
}

static void
every_example_holds(void **state)
{
	struct shipped *s = *state;
	size_t run = 0;

	assert_int_equal(pn_patterns_selftest(s->set, tell, NULL, &run), 0);
	assert_true(run >= 2 * s->pack->n_defs);
}

/* The finds of one text, as "id:start-end:confidence ...". */
struct list {
	char text[600];
};

/* add - a pn_patterns_find function */
static void
add(void *ctx, const struct pn_match *m)
{
	struct list *l = ctx;
	size_t n = strlen(l->text);

	(void)snprintf(l->text + n, sizeof(l->text) - n, "%s%s:%zu-%zu:%s",
	    n > 0 ? " " : "", m->def->id, m->start, m->end,
	    pn_confidence_word(m->confidence));
}

static void
texts_give_what_they_hold(void **state)
{
	static const struct {
		const char *name, *text, *want;
	} rows[] = {
	    {"label before", "NI number: QQ123456C", "uk-nino:11-20:high"},
	    {"shape alone", "see QQ123456C please", "uk-nino:4-13:medium"},
	    {"weak check alone", "it was 401 023 2137 then",
		"uk-nhs-number:7-19:low"},
	    {"weak check with label", "NHS number: 401 023 2137",
		"uk-nhs-number:12-24:high"},
	    {"label on the line above", "NHS number:\n401 023 2137",
		"uk-nhs-number:12-24:high"},
	    {"an order number", "order no 4010232137", ""},
	    {"a telephone number", "tel 401 023 2137", "phone:4-16:medium"},
	    {"the label is nearer than the other word",
		"ref: NHS number 401 023 2137", "uk-nhs-number:16-28:high"},
	    {"inside a link", "https://x.example/item/401-023-2137/view", ""},
	    {"full-width digits",
		"NHS number: \xef\xbc\x94"
		"010232137",
		"uk-nhs-number:12-24:high"},
	    {"soft hyphen inside",
		"NI number: QQ12\xc2\xad"
		"3456C",
		"uk-nino:11-22:high"},
	    {"no-break blanks",
		"NI no: QQ\xc2\xa0"
		"12\xc2\xa0"
		"34\xc2\xa0"
		"56\xc2\xa0"
		"C",
		"uk-nino:7-24:high"},
	    {"an IBAN ends where its country's do",
		"pay DE89 3704 0044 0532 0130 00 AND then", "iban:4-31:high"},
	    {"two of one kind", "NI: QQ123456C, QQ123456D",
		"uk-nino:4-13:high uk-nino:15-24:high"},
	    {"nothing at all", "Nothing to see here.", ""},
	    {"an empty text", "", ""},
	};
	struct shipped *s = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct list l = {""};

		assert_int_equal(pn_patterns_find(s->set, rows[i].text,
				     strlen(rows[i].text), add, &l),
		    PN_OK);
		if (strcmp(l.text, rows[i].want) != 0)
			fail_msg("%s: got \"%s\"", rows[i].name, l.text);
	}
}

/* How many finds of each confidence there were, by pattern. */
struct counts {
	const struct pn_pack *pack;
	size_t n[3][200];
};

/* tally - a pn_patterns_find function */
static void
tally(void *ctx, const struct pn_match *m)
{
	struct counts *c = ctx;

	c->n[m->confidence][m->def - c->pack->defs]++;
}

/* Long texts are looked through in blocks: whatever the packs' examples hold
 * is found as often in one long text as in each of them alone. */
static void
nothing_is_lost_in_a_long_text(void **state)
{
	/* keeps the examples out of each other's window */
	static const char between[] =
	    "\n\nthis goes on for a while and says nothing at all, it only "
	    "keeps things apart so that no word of one is near the other, "
	    "which is all that it is here for, and then it is over with\n\n";
	struct shipped *s = *state;
	static struct counts one, all;
	struct pn_buf text;

	assert_true(s->pack->n_defs <= 200);
	one.pack = all.pack = s->pack;
	pn_buf_init(&text, 10 << 20);
	for (int round = 0; round < 7; round++) {
		for (size_t i = 0; i < s->pack->n_defs; i++) {
			const struct pn_pattern_def *d = &s->pack->defs[i];

			if (d->category == PN_CAT_BULK)
				continue;
			for (size_t k = 0; k < d->match.n; k++) {
				const char *t = d->match.word[k];

				assert_int_equal(pn_patterns_find(s->set, t,
						     strlen(t), tally, &one),
				    PN_OK);
				assert_int_equal(pn_buf_adds(&text, t), PN_OK);
				assert_int_equal(
				    pn_buf_adds(&text, between), PN_OK);
				/* another border in every round */
				for (int x = 0; x < round; x++)
					assert_int_equal(
					    pn_buf_addc(&text, '.'), PN_OK);
				assert_int_equal(
				    pn_buf_addc(&text, '\n'), PN_OK);
			}
		}
	}
	assert_int_equal(
	    pn_patterns_find(s->set, text.data, text.len, tally, &all), PN_OK);
	for (size_t i = 0; i < s->pack->n_defs; i++)
		for (int c = 0; c < 3; c++)
			if (one.n[c][i] != all.n[c][i])
				fail_msg("%s %d: %zu alone, %zu together",
				    s->pack->defs[i].id, c, one.n[c][i],
				    all.n[c][i]);
	pn_buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_example_holds),
	    cmocka_unit_test(texts_give_what_they_hold),
	    cmocka_unit_test(nothing_is_lost_in_a_long_text),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
