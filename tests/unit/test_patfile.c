/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pattern packs: what a file may say, what it gets by default, what a later
 * file changes, and the words of every error.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/mem.h"
#include "detect/patfile.h"

#define REST                                                                   \
	"name = \"card\"; category = \"identifier\"; tier = \"C\"; "           \
	"regex = [ \"L\\\\d{4}\" ]; reason = \"r\"; "                          \
	"match = [ \"L1234\" ]; no_match = [ \"L123\" ];"

/* A folder of its own for each test. */
struct fixture {
	char dir[64];
	char *files[4];
	size_t n;
};

static int
setup(void **state)
{
	struct fixture *f = pn_alloc(sizeof(*f));

	(void)snprintf(f->dir, sizeof(f->dir), "/tmp/pn-patfile-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < f->n; i++) {
		(void)unlink(f->files[i]);
		free(f->files[i]);
	}
	(void)rmdir(f->dir);
	free(f);
	return 0;
}

/* put - write a file into the fixture's folder */
static void
put(struct fixture *f, const char *name, const char *text)
{
	char *path = pn_printf("%s/%s", f->dir, name);
	FILE *fp = fopen(path, "w");

	assert_non_null(fp);
	assert_int_equal(fputs(text, fp) >= 0, 1);
	assert_int_equal(fclose(fp), 0);
	f->files[f->n++] = path;
}

/* load - load the fixture's folder */
static enum pn_err
load(struct fixture *f, struct pn_pack **p, struct pn_errinfo *info)
{
	char *paths[] = {f->dir};

	memset(info, 0, sizeof(*info));
	return pn_pack_load(paths, 1, p, info);
}

/* load_ok - the same, which must succeed */
static struct pn_pack *
load_ok(struct fixture *f)
{
	struct pn_errinfo info;
	struct pn_pack *p = NULL;

	if (load(f, &p, &info) != PN_OK)
		fail_msg("%s:%u: %s", info.file, info.line, info.text);
	return p;
}

static void
defaults_follow_the_tier(void **state)
{
	static const struct {
		const char *tier;
		unsigned alone, keyword, label, person;
	} rows[] = {
	    {"A", 85, 90, 95, 0},
	    {"B", 50, 85, 90, 0},
	    {"C", 75, 85, 90, 0},
	    {"D", 0, 65, 75, 0},
	    {"E", 50, 50, 50, 75},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[500];
		struct pn_pack *p;
		const struct pn_pattern_def *d;

		(void)snprintf(text, sizeof(text),
		    "patterns = ( { id = \"x-y\"; name = \"thing\"; "
		    "category = \"contact\"; tier = \"%s\"; regex = \"x\"; "
		    "reason = \"r\"; match = [\"x\"]; no_match = [\"y\"]; } );",
		    rows[i].tier);
		f->n = 0;
		put(f, "a.conf", text);
		p = load_ok(f);
		d = pn_pack_find(p, "x-y");
		assert_non_null(d);
		assert_int_equal(d->score_alone, rows[i].alone);
		assert_int_equal(d->score_keyword, rows[i].keyword);
		assert_int_equal(d->score_label, rows[i].label);
		assert_int_equal(d->score_person, rows[i].person);
		assert_string_equal(d->names, "things");
		assert_string_equal(d->reference, "");
		assert_null(d->validator);
		assert_true(d->enabled);
		assert_false(d->monitor);
		assert_int_equal(d->window, PN_PATTERN_WINDOW);
		assert_int_equal(d->line, 1);
		pn_pack_free(&p);
		assert_null(p);
		free(f->files[0]);
	}
	f->files[0] = pn_printf("%s/a.conf", f->dir);
}

static void
every_key_is_read(void **state)
{
	struct fixture *f = *state;
	struct pn_pack *p;
	const struct pn_pattern_def *d;

	put(f, "a.conf",
	    "patterns = ( {\n id = \"lib-card\"; name = \"library card\";\n"
	    "names = \"library cards\"; category = \"credential\";\n"
	    "tier = \"D\"; regex = [ \"L\\\\d+\", \"M\\\\d+\" ];\n"
	    "caseless = true; validator = \"luhn\"; labels = [ \"card\" ];\n"
	    "keywords = [ \"library\", \"loan\" ]; counter = [ \"shelf\" ];\n"
	    "window = 300; score = { alone = 10; person = 77; };\n"
	    "mode = \"monitor\"; enabled = false; reason = \"why\";\n"
	    "reference = \"ISO\"; match = [ \"L1\" ]; no_match = [ \"L\" ];\n"
	    "} );\nforenames = [ \"Aisha\", \"Tom\" ];\n"
	    "no_surnames = [ \"Road\" ];\n");
	p = load_ok(f);
	assert_int_equal(p->n_defs, 1);
	d = &p->defs[0];
	assert_string_equal(d->names, "library cards");
	assert_int_equal(d->category, PN_CAT_CREDENTIAL);
	assert_int_equal(d->tier, PN_TIER_D);
	assert_int_equal(d->regex.n, 2);
	assert_string_equal(d->regex.word[1], "M\\d+");
	assert_true(d->caseless);
	assert_string_equal(d->validator, "luhn");
	assert_int_equal(d->labels.n, 1);
	assert_string_equal(d->keywords.word[1], "loan");
	assert_string_equal(d->counter.word[0], "shelf");
	assert_int_equal(d->window, 300);
	assert_int_equal(d->score_alone, 10);
	assert_int_equal(d->score_keyword, 65);
	assert_int_equal(d->score_person, 77);
	assert_true(d->monitor);
	assert_false(d->enabled);
	assert_int_equal(d->line, 1);
	assert_int_equal(p->forenames.n, 2);
	assert_string_equal(p->no_surnames.word[0], "Road");
	pn_pack_free(&p);
}

static void
later_files_replace_and_switch(void **state)
{
	struct fixture *f = *state;
	struct pn_pack *p;

	put(f, "20-site.conf",
	    "patterns = ( { id = \"a-a\"; enabled = false; },\n"
	    "{ id = \"b-b\"; mode = \"monitor\"; },\n"
	    "{ id = \"c-c\"; labels = [ \"new\" ]; " REST " } );\n"
	    "forenames = [ \"Bob\" ];");
	put(f, "10-base.conf",
	    "patterns = ( { id = \"a-a\"; " REST " }, { id = \"b-b\"; " REST
	    " },\n{ id = \"c-c\"; keywords = [ \"old\" ]; " REST " } );\n"
	    "forenames = [ \"Ann\" ];");
	put(f, "ignored.txt", "not a pack at all {");
	p = load_ok(f);
	assert_int_equal(p->n_defs, 3);
	assert_false(pn_pack_find(p, "a-a")->enabled);
	assert_int_equal(pn_pack_find(p, "a-a")->regex.n, 1);
	assert_true(pn_pack_find(p, "b-b")->monitor);
	assert_true(pn_pack_find(p, "b-b")->enabled);
	assert_int_equal(pn_pack_find(p, "c-c")->keywords.n, 0);
	assert_int_equal(pn_pack_find(p, "c-c")->labels.n, 1);
	assert_int_equal(p->forenames.n, 2);
	assert_null(pn_pack_find(p, "d-d"));
	pn_pack_free(&p);
}

static void
mistakes_are_named(void **state)
{
	static const struct {
		const char *name, *text, *want;
		unsigned line;
	} rows[] = {
	    {"unknown key",
		"patterns = ( { id = \"a-a\";\n keyword = 1; "
		"} );",
		"keywords", 2},
	    {"unknown top key", "pattern = ( );", "patterns", 1},
	    {"no examples",
		"patterns = ( { id = \"a-a\"; name = \"n\"; "
		"category = \"bulk\"; tier = \"A\"; reason = \"r\"; } );",
		"match", 1},
	    {"empty examples",
		"patterns = ( { id = \"a-a\"; name = "
		"\"n\"; category = \"contact\"; tier = \"A\"; reason = "
		"\"r\"; regex = \"x\"; match = [ ]; no_match = [ ]; } );",
		"examples of both kinds", 1},
	    {"bad tier", "patterns = ( {\n\n tier = \"F\"; } );", "tier", 3},
	    {"bad category", "patterns = ( { category = \"people\"; } );",
		"category", 1},
	    {"bad mode", "patterns = ( { mode = \"on\"; } );", "enforce", 1},
	    {"bad id", "patterns = ( { id = \"A b\"; } );", "id", 1},
	    {"no id", "patterns = ( { enabled = true; } );", "id", 1},
	    {"twice in one file",
		"patterns = ( { id = \"a-a\"; " REST
		" },\n{ id = \"a-a\"; " REST " } );",
		"twice", 2},
	    {"change of nothing",
		"patterns = ( { id = \"a-card\"; " REST
		" }, { id = \"a-cart\"; enabled = false; } );",
		"did you mean a-card", 1},
	    {"window too wide", "patterns = ( { window = 301; } );", "0 to 300",
		1},
	    {"score too high",
		"patterns = ( { score = { label = 101; }; "
		"} );",
		"0 to 100", 1},
	    {"unknown score",
		"patterns = ( { score = { lable = 1; }; } "
		");",
		"label", 1},
	    {"word for a flag", "patterns = ( { enabled = \"yes\"; } );",
		"true or false", 1},
	    {"number for words", "patterns = ( { labels = 5; } );",
		"list of strings", 1},
	    {"empty word", "patterns = ( { labels = [ \"\" ]; } );", "empty",
		1},
	    {"nothing to look for",
		"patterns = ( { id = \"a-a\"; name = "
		"\"n\"; category = \"contact\"; tier = \"A\"; reason = "
		"\"r\"; match = [ \"x\" ]; no_match = [ \"y\" ]; } );",
		"nothing to look for", 1},
	    {"bulk with regex",
		"patterns = ( { id = \"a-a\"; name = "
		"\"n\"; category = \"bulk\"; tier = \"A\"; reason = \"r\"; "
		"regex = \"x\"; validator = \"people-table\"; "
		"match = [ \"x\" ]; no_match = [ \"y\" ]; } );",
		"category bulk", 1},
	    {"no pattern at all", "forenames = [ \"Ann\" ];", "no pattern", 0},
	    {"not a pack", "patterns = ( {", "", 1},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pn_errinfo info;
		struct pn_pack *p = NULL;
		enum pn_err err;

		f->n = 0;
		put(f, "a.conf", rows[i].text);
		err = load(f, &p, &info);
		if (err != PN_ERR_CONFIG || p != NULL ||
		    strstr(info.text, rows[i].want) == NULL ||
		    info.line != rows[i].line)
			fail_msg("%s: error %d, line %u, \"%s\"", rows[i].name,
			    err, info.line, info.text);
		free(f->files[0]);
	}
	f->files[0] = pn_printf("%s/a.conf", f->dir);
}

static void
a_missing_path_is_an_io_error(void **state)
{
	char *paths[] = {(char *)"/nonexistent/patterns"};
	struct pn_errinfo info = {0};
	struct pn_pack *p = NULL;

	(void)state;
	assert_int_equal(pn_pack_load(paths, 1, &p, &info), PN_ERR_IO);
	assert_string_equal(info.file, paths[0]);
	assert_null(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		defaults_follow_the_tier, setup, teardown),
	    cmocka_unit_test_setup_teardown(every_key_is_read, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		later_files_replace_and_switch, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		mistakes_are_named, setup, teardown),
	    cmocka_unit_test(a_missing_path_is_an_io_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
