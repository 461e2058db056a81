/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_config - defaults, every kind of value, every kind of mistake, and
 * that what is shown reads back the same
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/mem.h"
#include "policy/config.h"

#define COUNT(a)  (sizeof(a) / sizeof((a)[0]))
#define SHOWN_MAX (1u << 20)

/* load - TEXT must be a good configuration */
static struct pn_config *
load(const char *text)
{
	struct pn_config *c = NULL;
	struct pn_errinfo info = {0};
	enum pn_err err = pn_config_load_text(text, "t.conf", &c, &info);

	if (err != PN_OK)
		fail_msg("%u: %s", info.line, info.text);
	return c;
}

/* shown - the configuration as text, for free() */
static char *
shown(const struct pn_config *c)
{
	struct pn_buf b;

	pn_buf_init(&b, SHOWN_MAX);
	assert_int_equal(pn_config_show(c, &b), PN_OK);
	return pn_buf_take(&b);
}

static void
defaults_are_those_of_the_protocol(void **state)
{
	static const enum pn_action want[PN_N_RULES] = {
	    [PN_RULE_SUBJECT] = PN_REJECT,
	    [PN_RULE_BODY] = PN_REJECT,
	    [PN_RULE_ATTACHMENT] = PN_REJECT,
	    [PN_RULE_PASSWORD] = PN_REJECT,
	    [PN_RULE_CREDENTIAL] = PN_REJECT,
	    [PN_RULE_RECIPIENT] = PN_REJECT,
	    [PN_RULE_LOOKALIKE] = PN_QUARANTINE,
	    [PN_RULE_CONTENT] = PN_REJECT,
	    [PN_RULE_UNSCANNABLE] = PN_QUARANTINE,
	    [PN_RULE_AUDIENCE] = PN_REJECT,
	    [PN_RULE_WEBMAIL] = PN_QUARANTINE,
	    [PN_RULE_VOLUME] = PN_ANNOTATE,
	    [PN_RULE_OPINION] = PN_ANNOTATE,
	};
	struct pn_config *c = NULL;
	struct pn_errinfo info = {0};
	size_t i;

	(void)state;
	assert_int_equal(pn_config_load(NULL, &c, &info), PN_OK);
	assert_null(c->file);
	assert_int_equal(c->mode, PN_ENFORCE);
	assert_int_equal(c->internal_domains.n, 0);
	assert_int_equal(c->patterns.n, 1);
	assert_int_equal(c->on_fault, PN_FAULT_TEMPFAIL);
	assert_int_equal(c->reply_lines, 1);
	assert_true(c->notices);
	assert_int_equal(c->limit_message, 100u << 20);
	assert_int_equal(c->limit_text, 64u << 20);
	assert_int_equal(c->limit_nesting, 20);
	assert_int_equal(c->limit_memory_mb, 512);
	for (i = 0; i < PN_N_RULES; i++) {
		assert_true(c->rules[i].enabled);
		assert_int_equal(c->rules[i].mode, PN_ENFORCE);
		assert_int_equal(c->rules[i].action, want[i]);
		assert_int_equal(c->rules[i].high, 1);
		assert_int_equal(c->rules[i].medium, 3);
		assert_int_equal(c->rules[i].bulk, 5);
		assert_int_equal(c->rules[i].contact, 20);
	}
	assert_int_equal(c->rules[PN_RULE_PASSWORD].proven, PN_REJECT);
	assert_int_equal(c->rules[PN_RULE_PASSWORD].likely, PN_QUARANTINE);
	assert_int_equal(c->rules[PN_RULE_PASSWORD].follows, PN_QUARANTINE);
	assert_int_equal(c->rules[PN_RULE_CONTENT].mismatch, PN_QUARANTINE);
	assert_int_equal(c->rules[PN_RULE_AUDIENCE].max_visible, 20);
	pn_config_free(&c);
	assert_null(c);
}

static void
the_least_that_must_work(void **state)
{
	struct pn_config *c = load(
	    "internal_domains = [ \"School.Example\", \"b\xc3\xbc.example\" "
	    "];\n"
	    "partners = [ \"council.example\", \"Nurse@Clinic.example\" ];\n"
	    "mode = \"monitor\";\n"
	    "patterns = [ \"/a\", \"/b/c.conf\" ];\n"
	    "store = { driver = \"sqlite\"; path = \"/tmp/x.db\"; };\n"
	    "rules = { body = { action = \"quarantine\"; };\n"
	    "  audience = { max_visible = 50; }; };\n");

	(void)state;
	assert_string_equal(c->file, "t.conf");
	assert_int_equal(c->internal_domains.n, 2);
	assert_string_equal(c->internal_domains.s[0], "school.example");
	assert_string_equal(c->internal_domains.s[1], "xn--b-eha.example");
	assert_int_equal(c->n_partners, 2);
	assert_null(c->partners[0].address);
	assert_string_equal(c->partners[0].domain, "council.example");
	assert_string_equal(c->partners[1].address, "nurse@clinic.example");
	assert_string_equal(c->partners[1].domain, "clinic.example");
	assert_int_equal(c->mode, PN_MONITOR);
	assert_int_equal(c->patterns.n, 2);
	assert_string_equal(c->store_path, "/tmp/x.db");
	assert_int_equal(c->rules[PN_RULE_BODY].action, PN_QUARANTINE);
	assert_int_equal(c->rules[PN_RULE_SUBJECT].action, PN_REJECT);
	assert_int_equal(c->rules[PN_RULE_AUDIENCE].max_visible, 50);
	assert_string_equal(c->notice_from, "postmaster@school.example");
	pn_config_free(&c);
}

static void
partners_may_be_groups(void **state)
{
	struct pn_config *c =
	    load("partners = ( \"a.example\", { domain = \"b.example\"; "
		 "tls = \"required\"; }, { address = \"c@d.example\"; } );");

	(void)state;
	assert_int_equal(c->n_partners, 3);
	assert_false(c->partners[0].tls_required);
	assert_true(c->partners[1].tls_required);
	assert_string_equal(c->partners[1].domain, "b.example");
	assert_string_equal(c->partners[2].address, "c@d.example");
	pn_config_free(&c);
}

static void
thresholds_are_common_or_per_rule(void **state)
{
	struct pn_config *c =
	    load("rules = { body = { sensitive = { medium = 9; }; }; };\n"
		 "sensitive = { high = 2; medium = 4; };\n");

	(void)state;
	assert_int_equal(c->rules[PN_RULE_ATTACHMENT].high, 2);
	assert_int_equal(c->rules[PN_RULE_ATTACHMENT].medium, 4);
	assert_int_equal(c->rules[PN_RULE_ATTACHMENT].bulk, 5);
	assert_int_equal(c->rules[PN_RULE_BODY].high, 2);
	assert_int_equal(c->rules[PN_RULE_BODY].medium, 9);
	pn_config_free(&c);
}

static void
one_action_for_passwords_sets_all_three(void **state)
{
	struct pn_config *c = load("rules = { password = { likely = \"reject\";"
				   " action = \"annotate\"; }; };");

	(void)state;
	assert_int_equal(c->rules[PN_RULE_PASSWORD].proven, PN_ANNOTATE);
	assert_int_equal(c->rules[PN_RULE_PASSWORD].likely, PN_REJECT);
	assert_int_equal(c->rules[PN_RULE_PASSWORD].follows, PN_ANNOTATE);
	pn_config_free(&c);
}

static void
exceptions_end_with_their_day(void **state)
{
	static const struct {
		const char *day;
		int64_t until;
	} rows[] = {
	    {"1970-01-01", 86399},
	    {"2000-02-29", 951868799},
	    {"2026-11-22", 1795391999},
	    {"2100-03-01", 4107628799},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		char *text = pn_printf("exceptions = ( { rule = \"attachment\";"
				       " sender = \"Head@School.example\";"
				       " recipient = \"@x.example\"; reason = "
				       "\"r\"; allowed_by = \"a\"; until = "
				       "\"%s\"; } );",
		    rows[i].day);
		struct pn_config *c = load(text);
		char *s = shown(c);

		assert_int_equal(c->n_exceptions, 1);
		assert_int_equal(c->exceptions[0].rule, PN_RULE_ATTACHMENT);
		assert_string_equal(
		    c->exceptions[0].sender, "head@school.example");
		assert_string_equal(c->exceptions[0].recipient, "@x.example");
		assert_int_equal(c->exceptions[0].until, rows[i].until);
		assert_non_null(strstr(s, rows[i].day));
		free(s);
		free(text);
		pn_config_free(&c);
	}
}

#define EXCEPTION(rest) "exceptions = ( { " rest " } );"
#define WHO		"rule = \"body\"; sender = \"*\"; recipient = \"a@b.example\"; "

static void
mistakes_are_named_with_file_and_line(void **state)
{
	static const struct {
		const char *name, *text;
		unsigned line; /* 0: any */
		const char *says, *also;
	} rows[] = {
	    {"unknown key", "\n\nmod = \"enforce\";", 3, "mod", "\"mode\""},
	    {"unknown key in a group", "store = {\n pth = \"x\"; };", 2, "pth",
		"\"path\""},
	    {"unknown rule", "rules = {\n bodi = { }; };", 2, "bodi",
		"\"body\""},
	    {"unknown key of a rule",
		"rules = { audience = {\n max_visable = 5; }; };", 2,
		"max_visable", "\"max_visible\""},
	    {"key of another rule", "rules = { body = { max_visible = 5; }; };",
		1, "max_visible", NULL},
	    {"unknown action", "rules = { body = {\n action = \"rejct\"; }; };",
		2, "rejct", "\"reject\""},
	    {"seal", "rules = { attachment = { action = \"seal\"; }; };", 1,
		"seal", "quarantine"},
	    {"tempfail is no action of a rule",
		"rules = { body = { action = \"tempfail\"; }; };", 1,
		"tempfail", "use one of"},
	    {"the footer rejects nobody",
		"rules = { opinion = { action = \"reject\"; }; };", 1,
		"rules.opinion.action", "annotate"},
	    {"unknown mode", "mode = \"monitr\";", 1, "monitr", "\"monitor\""},
	    {"unknown mode of a rule",
		"rules = { body = { mode = \"enforced\"; }; };", 1,
		"rules.body.mode", "\"enforce\""},
	    {"unknown threshold", "sensitive = { hihg = 1; };", 1, "hihg",
		"\"high\""},
	    {"threshold of a rule without",
		"rules = { audience = { sensitive = { high = 1; }; }; };", 1,
		"sensitive", NULL},
	    {"string for a number", "workers = \"two\";", 1, "workers",
		"whole number"},
	    {"number for a string", "help = 5;", 1, "help", "string"},
	    {"number for a boolean", "notices = { enabled = 1; };", 1,
		"notices.enabled", "true or false"},
	    {"group for a value", "mode = { };", 1, "mode", "string"},
	    {"value for a group", "store = \"x\";", 1, "store", "group"},
	    {"value for a rule", "rules = { body = \"reject\"; };", 1,
		"rules.body", "group"},
	    {"value for the rules", "rules = 1;", 1, "rules", "group"},
	    {"limit raised", "limits = { nesting = 21; };", 1, "limits.nesting",
		"to 20"},
	    {"message limit raised", "limits = { message = 104857601; };", 1,
		"limits.message", "104857600"},
	    {"negative", "limits = { parts = -1; };", 1, "limits.parts",
		"from 1"},
	    {"two lines of reply", "\nreply_lines = 2;", 2, "reply_lines",
		"1 or 3"},
	    {"help too long",
		"help = \"IT help, extension 222, or come to room 14a\";", 1,
		"help", "41"},
	    {"help in two lines", "help = \"a\\nb\";", 1, "help", "ASCII"},
	    {"no help", "help = \"\";", 1, "help", "empty"},
	    {"socket", "socket = \"/run/x\";", 1, "socket", "unix:/path"},
	    {"smtp", "notices = { smtp = \"127.0.0.1\"; };", 1, "notices.smtp",
		"host:port"},
	    {"from", "notices = { from = \"postern\"; };", 1, "notices.from",
		"address"},
	    {"domain", "internal_domains = [ \"a@b.example\" ];", 1,
		"a@b.example", "school.example"},
	    {"one domain, no list", "internal_domains = \"a.example\";", 1,
		"internal_domains", "list"},
	    {"partner", "partners = [ \"\" ];", 1, "partner", NULL},
	    {"partner group", "partners = ( { tls = \"required\"; } );", 1,
		"partner", "domain"},
	    {"partner key",
		"partners = ( { domain = \"a.example\"; tsl = \"x\"; } );", 1,
		"tsl", "\"tls\""},
	    {"partner tls",
		"partners = ( { domain = \"a.example\"; tls = \"x\"; } );", 1,
		"tls", "required"},
	    {"partner address as domain",
		"partners = ( { domain = \"n@a.example\"; } );", 1,
		"n@a.example", "domain"},
	    {"exception without reason",
		EXCEPTION(WHO "allowed_by = \"x\"; until = "
			      "\"2027-01-01\";"),
		1, "reason", NULL},
	    {"exception with an empty reason",
		EXCEPTION(WHO "reason = \"\"; allowed_by = \"x\"; until = "
			      "\"2027-01-01\";"),
		1, "reason", NULL},
	    {"exception that nobody allowed",
		EXCEPTION(WHO "reason = \"x\"; until = \"2027-01-01\";"), 1,
		"allowed_by", NULL},
	    {"exception without an end",
		EXCEPTION(WHO "reason = \"x\"; allowed_by = \"x\";"), 1,
		"until", NULL},
	    {"exception until no day",
		EXCEPTION(WHO "reason = \"x\"; allowed_by = \"x\"; until = "
			      "\"2027-02-29\";"),
		1, "2027-02-29", "2027-07-31"},
	    {"exception until a word",
		EXCEPTION(WHO "reason = \"x\"; allowed_by = \"x\"; until = "
			      "\"forever\";"),
		1, "forever", NULL},
	    {"exception from an unknown rule",
		EXCEPTION("rule = \"atachment\"; sender = \"*\"; reason = "
			  "\"x\"; allowed_by = \"x\"; until = "
			  "\"2027-01-01\";"),
		1, "atachment", "\"attachment\""},
	    {"exception for nobody",
		EXCEPTION("rule = \"body\"; reason = \"x\"; allowed_by = "
			  "\"x\"; until = \"2027-01-01\";"),
		1, "sender", "recipient"},
	    {"exception with an unknown key",
		EXCEPTION(WHO "reason = \"x\"; allowed_by = \"x\"; untill "
			      "= \"2027-01-01\";"),
		1, "untill", "\"until\""},
	    {"no sender", "monitor_senders = [ \"someone\" ];", 1, "someone",
		"@school.example"},
	    {"not UTF-8", "\n\ninternal_domains = [ \"a.ex\x95mple\" ];", 3,
		"UTF-8", NULL},
	    {"syntax", "mode = \n", 0, "", NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct pn_config *c = NULL;
		struct pn_errinfo info = {0};
		enum pn_err err;

		err = pn_config_load_text(rows[i].text, "t.conf", &c, &info);
		if (err != PN_ERR_CONFIG && err != PN_ERR_SYNTAX)
			fail_msg("%s: loaded", rows[i].name);
		if (strcmp(info.file, "t.conf") != 0 || info.line == 0 ||
		    (rows[i].line != 0 && info.line != rows[i].line) ||
		    strstr(info.text, rows[i].says) == NULL ||
		    (rows[i].also != NULL &&
			strstr(info.text, rows[i].also) == NULL))
			fail_msg("%s: %s:%u: %s", rows[i].name, info.file,
			    info.line, info.text);
		assert_null(c);
	}
}

/* A value of each kind that differs from its default. */
static const char everything[] =
    "internal_domains = [ \"a.example\", \"b.example\" ];\n"
    "partners = ( \"c.example\", { domain = \"d.example\"; tls = \"required\";"
    " }, { address = \"e@f.example\"; } );\n"
    "mode = \"monitor\"; monitor_senders = [ \"@c.example\", \"d@e.example\" ];"
    "patterns = [ \"/x\", \"/y\" ]; texts = \"/t\";\n"
    "site_texts = \"/s\"; site_key = \"/k\"; socket = \"inet:9@127.0.0.1\";\n"
    "pid_file = \"/p\"; scanner = \"/sc\"; workers = 3;\n"
    "on_fault = \"quarantine\"; reply_lines = 3; organisation = \"Ysgol\";\n"
    "help = \"IT \\\"help\\\" \\\\ 222\"; howto = \"https://h.example\";\n"
    "protocol_name = \"rules\";\n"
    "store = { driver = \"postgresql\"; path = \"\"; dsn = \"host=x\"; };\n"
    "annotate = { subject_tag = \"[ext]\"; footer = \"one\\ntwo\\t\\x01\"; };\n"
    "notices = { enabled = false; transport = \"smtp\"; sendmail = \"/x y\";\n"
    "  smtp = \"[::1]:2525\"; from = \"p@a.example\"; retry_seconds = 9; };\n"
    "keep = { hold_days = 1; verified_days = 2; audit_days = 3; "
    "outbox_days = 4; };\n"
    "limits = { message = 2048; text = 4096; nesting = 5; parts = 6; ratio = "
    "7; members = 8; cpu_seconds = 9; memory_mb = 100; };\n"
    "sensitive = { high = 2; medium = 4; bulk = 6; contact = 8; };\n"
    "rules = { body = { enabled = false; mode = \"monitor\"; action = "
    "\"annotate\"; sensitive = { high = 7; }; };\n"
    "  password = { proven = \"annotate\"; likely = \"accept\"; follows = "
    "\"reject\"; };\n"
    "  content = { mismatch = \"reject\"; };\n"
    "  attachment = { minimum = \"modern\"; };\n"
    "  volume = { recipients_per_hour = 5; bytes_per_hour = 5000000000L; }; "
    "};\n"
    "exceptions = ( { rule = \"body\"; sender = \"*\"; recipient = "
    "\"@c.example\"; reason = \"r \\\"q\\\"\"; allowed_by = \"a\"; until = "
    "\"2027-12-31\"; }, { rule = \"content\"; sender = \"<>\"; reason = \"r\";"
    " allowed_by = \"a\"; until = \"2028-02-29\"; } );\n";

static void
what_is_shown_reads_back_the_same(void **state)
{
	static const char *const texts[] = {"", everything};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(texts); i++) {
		struct pn_config *a = load(texts[i]), *b;
		char *first = shown(a), *second;

		b = load(first);
		second = shown(b);
		assert_string_equal(first, second);
		assert_int_equal(a->n_exceptions, b->n_exceptions);
		assert_string_equal(a->footer, b->footer);
		assert_int_equal(a->rules[PN_RULE_VOLUME].bytes_per_hour,
		    b->rules[PN_RULE_VOLUME].bytes_per_hour);
		free(first);
		free(second);
		pn_config_free(&a);
		pn_config_free(&b);
	}
}

/* Keys and whether the text EVERYTHING sets them. */
struct seen {
	const char *shown;
	size_t n;
};

/* take_key - the last word of KEY must be in the shown text */
static void
take_key(void *ctx, const char *key, const char *fallback, const char *what)
{
	struct seen *seen = ctx;
	const char *dot = strrchr(key, '.');
	char *line = pn_printf("%s = ", dot == NULL ? key : dot + 1);

	if (strstr(seen->shown, line) == NULL)
		fail_msg("%s is not shown", key);
	assert_true(
	    *fallback != '\0' || strcmp(key, "howto") == 0 ||
	    strstr("scanner site_texts pid_file store.dsn annotate.subject_tag "
		   "annotate.footer",
		key) != NULL);
	assert_true(*what != '\0');
	seen->n++;
	free(line);
}

static void
every_key_is_shown_and_described(void **state)
{
	struct pn_config *c = load("");
	char *s = shown(c);
	struct seen seen = {s, 0};

	(void)state;
	pn_config_keys(take_key, &seen);
	assert_true(seen.n > 80);
	free(s);
	pn_config_free(&c);
}

static void
show_says_that_everybody_is_external(void **state)
{
	struct pn_config *a = load(""), *b = load(everything);
	char *s = shown(a), *t = shown(b);

	(void)state;
	assert_non_null(strstr(s, "every recipient counts as external"));
	assert_null(strstr(t, "every recipient counts as external"));
	free(s);
	free(t);
	pn_config_free(&a);
	pn_config_free(&b);
}

/* read_file - a file of the source tree, for free() */
static char *
read_file(const char *name)
{
	const char *top = getenv("PN_SRCDIR");
	char *path = pn_printf("%s/%s", top != NULL ? top : ".", name);
	FILE *f = fopen(path, "r");
	struct pn_buf b;
	int c;

	if (f == NULL)
		fail_msg("no %s", path);
	pn_buf_init(&b, SHOWN_MAX);
	while ((c = fgetc(f)) != EOF)
		assert_int_equal(pn_buf_addc(&b, (char)c), PN_OK);
	(void)fclose(f);
	free(path);
	return pn_buf_take(&b);
}

static void
the_sample_tells_the_defaults(void **state)
{
	char *sample = read_file("etc/postern.conf.sample"), *s, *wanted, *got;
	struct pn_config *plain = load(sample), *filled, *none;

	(void)state;
	/* "#key = ..." is a default; "# words" are words */
	for (s = sample; *s != '\0'; s++)
		if (*s == '#' && (s == sample || s[-1] == '\n') &&
		    (s[1] == '}' || s[1] == '\t' ||
			(s[1] >= 'a' && s[1] <= 'z')))
			*s = ' ';
	filled = load(sample);
	none = load("internal_domains = [ \"school.example\" ];");
	free(filled->texts);
	filled->texts = pn_strdup(none->texts);
	free(filled->patterns.s[0]);
	filled->patterns.s[0] = pn_strdup(none->patterns.s[0]);
	wanted = shown(none);
	got = shown(filled);
	assert_string_equal(got, wanted);
	pn_config_free(&plain);
	pn_config_free(&filled);
	pn_config_free(&none);
	free(sample);
	free(wanted);
	free(got);
}

static void
a_missing_file_is_told(void **state)
{
	struct pn_config *c = NULL;
	struct pn_errinfo info = {0};

	(void)state;
	assert_int_equal(
	    pn_config_load("/nonexistent/p.conf", &c, &info), PN_ERR_IO);
	assert_non_null(strstr(info.file, "p.conf"));
	assert_null(c);
}

static void
words_of_the_enums_go_both_ways(void **state)
{
	enum pn_action a;
	enum pn_rule r;
	int i;

	(void)state;
	for (i = PN_ACCEPT; i <= PN_TEMPFAIL; i++) {
		assert_true(
		    pn_action_from_word(pn_action_word((enum pn_action)i), &a));
		assert_int_equal(a, i);
	}
	for (i = 0; i < PN_N_RULES; i++) {
		assert_true(
		    pn_rule_from_word(pn_rule_word((enum pn_rule)i), &r));
		assert_int_equal(r, i);
	}
	assert_false(pn_action_from_word("", &a));
	assert_false(pn_rule_from_word("Body", &r));
	assert_string_equal(pn_mode_word(PN_MONITOR), "monitor");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(defaults_are_those_of_the_protocol),
	    cmocka_unit_test(the_least_that_must_work),
	    cmocka_unit_test(partners_may_be_groups),
	    cmocka_unit_test(thresholds_are_common_or_per_rule),
	    cmocka_unit_test(one_action_for_passwords_sets_all_three),
	    cmocka_unit_test(exceptions_end_with_their_day),
	    cmocka_unit_test(mistakes_are_named_with_file_and_line),
	    cmocka_unit_test(what_is_shown_reads_back_the_same),
	    cmocka_unit_test(every_key_is_shown_and_described),
	    cmocka_unit_test(show_says_that_everybody_is_external),
	    cmocka_unit_test(the_sample_tells_the_defaults),
	    cmocka_unit_test(a_missing_file_is_told),
	    cmocka_unit_test(words_of_the_enums_go_both_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
