/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The gates lose nothing: what is found with them is what every expression
 * finds over the whole text. On texts made from the patterns' own examples
 * with noise, near misses and other scripts' digits; on this tree's own texts;
 * and, with PN_HAM naming a folder, on every file below it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ftw.h>
#include <time.h>
#include "detect/gate.h"
#include "detect/sieve.h"
#include "gate_compare.h"

#define ROUNDS	 400
#define TEXT_MAX 6000

static struct both sets;

static int
load(void **state)
{
	char *path = pn_printf("%s/patterns", getenv("PN_SRCDIR"));

	(void)state;
	both_load(&sets, path);
	free(path);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	both_free(&sets);
	return 0;
}

/* next - a number below N, the same ones in every run */
static uint32_t
next(uint64_t *seed, uint32_t n)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33) % n;
}

/* example - one of the examples of one of the patterns */
static const char *
example(uint64_t *seed)
{
	for (;;) {
		const struct pn_pattern_def *d =
		    &sets.pack->defs[next(seed, (uint32_t)sets.pack->n_defs)];
		const struct pn_words *w =
		    next(seed, 4) > 0 ? &d->match : &d->no_match;

		if (w->n > 0)
			return w->word[next(seed, (uint32_t)w->n)];
	}
}

static const char *const joints[] = {" ", "", "\n", ", ", "\t", ":", " - ",
    "\r\n", ".", "(", ")", "/", "\"", "0", "7", "a", "X", "_", "-", "\xc2\xa0",
    "\xe2\x80\x93", "\xef\xbc\x91", "\xd9\xa3", "\xc3\xa9", "\xe2\x80\x8b",
    "\xf0\x9f\x98\x80", "@", "=", "<", ">", "\x01"};
static const char *const words[] = {"please", "the", "Ann Lee", "password",
    "account", "may", "sort code", "DOB", "on", "2011", "12", "a.b@c.example",
    "http://x.example/", "SEN", "EHCP", "looked after", "child", "12345678",
    "020 7946 0123", "GB82 WEST", "AB12", "user", "login:", "Order no",
    "\xef\xbc\x91\xef\xbc\x92\xef\xbc\x93", "Aisha Khan", "asthma"};

/* spoil - change one byte of ASCII, so that it nearly matches */
static void
spoil(char *s, size_t n, uint64_t *seed)
{
	static const char with[] = "0189 -/.AZaz@:_<";
	size_t at = n > 0 ? next(seed, (uint32_t)n) : 0;

	if (n > 0 && (s[at] & 0x80) == 0)
		s[at] = with[next(seed, sizeof(with) - 1)];
}

/* make_text - of examples, words and joints; returns its length */
static size_t
make_text(char *out, uint64_t *seed)
{
	size_t len = 0, want = 20 + next(seed, TEXT_MAX - 2000);

	while (len < want) {
		uint32_t kind = next(seed, 10);
		const char *s =
		    joints[next(seed, sizeof(joints) / sizeof(joints[0]))];
		size_t n;

		if (kind < 3)
			s = example(seed);
		else if (kind < 6)
			s = words[next(seed, sizeof(words) / sizeof(words[0]))];
		n = strlen(s);
		if (len + n > TEXT_MAX)
			break;
		memcpy(out + len, s, n);
		if (kind < 3 && next(seed, 3) == 0)
			spoil(out + len, n, seed);
		len += n;
	}
	return len;
}

static void
made_texts_give_the_same(void **state)
{
	struct pn_cell cells[CELLS];
	char text[TEXT_MAX];

	(void)state;
	for (uint64_t i = 0; i < ROUNDS; i++) {
		uint64_t seed = i;
		size_t len = make_text(text, &seed);
		struct pn_segment seg = {.text = text,
		    .len = len,
		    .place = "",
		    .kind = PN_PLACE_SHEET};

		if (!same_matches(&sets, text, len) ||
		    !spans_cover(sets.gated, text, len))
			fail_msg("text %u", (unsigned)i);
		seg.cells = cells;
		seg.n_cells = cut_cells(text, len, next(&seed, 4), cells);
		if (!same_findings(&sets, &seg))
			fail_msg("table %u", (unsigned)i);
	}
}

/* read_file - for free(), and its length */
static char *
read_file(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	struct pn_buf b;
	char *room;
	size_t n = 0;

	pn_buf_init(&b, 1u << 26);
	do {
		room = f != NULL ? pn_buf_room(&b, 65536) : NULL;
		n = room != NULL ? fread(room, 1, 65536, f) : 0;
		if (room != NULL)
			pn_buf_wrote(&b, n);
	} while (n > 0);
	if (f != NULL)
		(void)fclose(f);
	*len = b.len;
	return pn_buf_take(&b);
}

/* compare_file - an ftw function */
static int
compare_file(const char *path, const struct stat *st, int type)
{
	char *text;
	size_t len;
	bool ok;

	(void)st;
	if (type != FTW_F)
		return 0;
	text = read_file(path, &len);
	ok = same_matches(&sets, text, len) &&
	     spans_cover(sets.gated, text, len);
	free(text);
	if (!ok)
		print_error("%s\n", path);
	return !ok;
}

static void
ordinary_texts_give_the_same(void **state)
{
	static const char *const folders[] = {
	    "README", "ARCHITECTURE", "HACKING", "patterns", "etc", "cli"};

	(void)state;
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		char *path =
		    pn_printf("%s/%s", getenv("PN_SRCDIR"), folders[i]);

		assert_int_equal(ftw(path, compare_file, 8), 0);
		free(path);
	}
}

static void
a_corpus_gives_the_same(void **state)
{
	(void)state;
	if (getenv("PN_HAM") == NULL)
		skip();
	assert_int_equal(ftw(getenv("PN_HAM"), compare_file, 8), 0);
}

static void
expressions_have_the_gates_they_can_have(void **state)
{
	static const struct {
		const char *re;
		bool caseless, gated;
	} rows[] = {
	    {"password", true, true},
	    {"\\bAKIA[A-Z0-9]{16}\\b", false, true},
	    {"(?<!\\d)\\d{9}(?!\\d)", false, true},
	    {"[a-z0-9._]{1,20}@example\\.org", false, true},
	    {"[a-z]+@example\\.org", false, true},
	    {"x?(?:cat|dog|mouse)fish", false, true},
	    {"foobar|quuxly", false, true},
	    {"(?i:secret) \\d{4}", false, true},
	    {"(\\d\\d)-\\1-\\1-\\1", false, true},
	    {"h\xc3\xa9llo w\xc3\xb6rld", false, true},
	    /* too frequent, or nothing at all */
	    {"[a-z]{2,9}", false, false},
	    {"\\w+", false, false},
	    {"\\d*", false, false},
	    {"(?:secret)?", false, false},
	    {"foobar|\\s", false, false},
	    {"[^x]*password", false, false},
	    /* not understood */
	    {"(a(?1)?b)secret", false, false},
	    {"(?(?=a)secret|password)", false, false},
	    {"x\\Ksecret", false, false},
	    {"(*UCP)secret", false, false},
	    {"(?x) s e c r e t", false, false},
	    {"\\Qsecret\\E", false, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pn_gate g;
		bool gated =
		    pn_gate_find(rows[i].re, rows[i].caseless, &g) == PN_OK;

		if (gated != rows[i].gated)
			fail_msg("%s: %d", rows[i].re, gated);
		if (gated)
			pn_gate_clear(&g);
	}
}

/* Where a match that starts at START must be let through. */
struct wanted {
	const struct pn_gate *gate;
	size_t start;
	bool seen;
};

static void
see(void *ctx, uint32_t id, size_t at)
{
	struct wanted *w = ctx;

	(void)id;
	if (at >= w->start + w->gate->back_min &&
	    (w->gate->back_max == UINT32_MAX ||
		at <= w->start + w->gate->back_max))
		w->seen = true;
}

static void
a_gate_lets_every_match_through(void **state)
{
	static const struct {
		const char *re;
		bool caseless;
		const char *text; /* the match begins after the first '^' */
	} rows[] = {
	    {"key[^0-9]value", false, "^key=value"},
	    {"key[^0-9]value", false, "^key\xc3\xa9value"},
	    {"key[^0-9]value", false, "^key\xf0\x9f\x98\x80value"},
	    {"key.value", false, "^key\xe2\x82\xacvalue"},
	    {"key\\D{1,3}value", false, "^key\xc3\xa9\xc3\xa9value"},
	    {"key\\p{L}value", false, "^key\xc5\xb5value"},
	    {"key\\W\\Svalue", false, "^key\xc2\xa3\xc2\xa3value"},
	    {"[\xc3\xa0-\xc3\xbf]secret", false, "x^\xc3\xa9secret"},
	    {"\\bsecret\\b", false, "\xc3\xa9^secret\xc3\xa9"},
	    {"(?<![\\w-])secret(?![\\w-])", true, "\xc3\xa9^SECRET\xc3\xa9"},
	    {"(?<!\\p{L})secret", false, "\xe2\x82\xac^secret"},
	    {"(?<![\\w-])secret(?![\\w-])", true, "^Secret"},
	    {"\\p{L}{1,9}@example\\.org", false,
		"x ^\xc3\xa9\xc3\xa9\xc3\xa9@example.org"},
	    {"\\w{0,4}[^a]{0,4}foobar", false,
		"--^ab\xc3\xa9\xc3\xa9"
		"foobar"},
	    {"x*y*foobar", false, "^foobar"},
	    {"x*y*foobar", false, "^xxxxxxxxxxxxxxxxyyyfoobar"},
	    {"(?:abc|xyz){2,}q", false, "^xyzabcxyzq"},
	    {"(\\d)\\1{3}-(?<n>[A-Z])\\g{-1}", false, "^3333-QQ"},
	    {"(?i:pass)Word", false, "^pASSWord"},
	    {"(?i)pass(?-i)Word", false, "^PaSsWord"},
	    {"(?:a(?i)bcde|fghij)k", false, "^aBCDEk"},
	    {"a|bcdefgh", false, "^bcdefgh"},
	    {"[]x]secret", false, "^]secret"},
	    {"[\\]-a]secret", false, "^^secret"},
	    {"[\\w.-]{2}secret", false, "^.-secret"},
	    {"a{,3}bcdef", false, "^a{,3}bcdef"},
	    {"a{2}{2}bcdef", false, "^aaaabcdef"},
	    {"\\x41\\x{42}cdefg", false, "^ABcdefg"},
	    {"h\xc3\xa9llo", true, "^H\xc3\x89LLO"},
	    {"h\xc3\xa9llo", false, "^h\xc3\xa9llo"},
	    {"pwd", true, "^PWD"},
	    {"\\bid\\b", true, "(^Id)"},
	    {"(?:)secret|(?=s)secrecy", false, "^secrecy"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *hat = strchr(rows[i].text, '^');
		struct wanted w = {.start = (size_t)(hat - rows[i].text)};
		struct pn_sieve *s = pn_sieve_new();
		char text[200];
		struct pn_gate g;

		(void)snprintf(text, sizeof(text), "%.*s%s", (int)w.start,
		    rows[i].text, hat + 1);
		w.gate = &g;
		if (pn_gate_find(rows[i].re, rows[i].caseless, &g) != PN_OK)
			w.seen = true;
		else
			pn_sieve_add(s, &g, 0);
		pn_sieve_ready(s);
		pn_sieve_scan(s, text, strlen(text), false, see, &w);
		if (!w.seen)
			fail_msg("%s: %s", rows[i].re, rows[i].text);
		pn_sieve_free(&s);
		pn_gate_clear(&g);
	}
}

static void
every_shipped_expression_has_a_gate(void **state)
{
	(void)state;
	for (size_t i = 0; i < sets.gated->n_exprs; i++)
		assert_true(sets.gated->reach[i].gated);
	assert_true(sets.gated->reach[sets.gated->n_exprs].gated);
}

/* What a sieve reports: a sum that does not depend on the order. */
struct told {
	uint64_t sum;
	size_t n;
};

static void
tell(void *ctx, uint32_t id, size_t at)
{
	struct told *t = ctx;

	t->sum += ((uint64_t)id << 32 | at) * 0x9e3779b97f4a7c15u;
	t->n++;
}

static void
vectors_and_plain_code_find_the_same(void **state)
{
	char text[TEXT_MAX];
	size_t n = 0;

	(void)state;
	for (uint64_t i = 0; i < ROUNDS; i++) {
		uint64_t seed = i;
		size_t len = make_text(text, &seed);
		/* every length of the last step */
		size_t cut = next(&seed, 80), from = next(&seed, 40);
		struct told fast = {0, 0}, plain = {0, 0};

		len = len > cut + from ? len - cut - from : 0;
		pn_sieve_scan(
		    sets.gated->sieve, text + from, len, false, tell, &fast);
		pn_sieve_scan(
		    sets.gated->sieve, text + from, len, true, tell, &plain);
		assert_int_equal(fast.n, plain.n);
		assert_true(fast.sum == plain.sum);
		n += fast.n;
	}
	assert_true(n > ROUNDS);
}

static void
spans_stay_in_order_and_apart(void **state)
{
	struct pn_spans s = {0};
	uint64_t seed = 1;

	(void)state;
	for (size_t i = 0; i < 100000; i++) {
		size_t at = i * 20 + next(&seed, 200);

		pn_spans_add(&s, at, at + 1 + next(&seed, 30));
		assert_true(
		    in_spans(&(struct pn_spans){&s.v[s.n - 1], 1, 1}, at));
	}
	assert_true(s.n > 0 && s.n <= 8192);
	for (size_t i = 1; i < s.n; i++)
		assert_true(s.v[i - 1].to < s.v[i].from);
	free(s.v);
}

/* time_of - WHAT, MANY times, as one running text: processor time in seconds */
static double
time_of(const char *what, size_t many, enum pn_err *err)
{
	size_t n = strlen(what);
	char *text = pn_alloc(n * many + 1);
	struct pn_segment seg = {.text = text,
	    .len = n * many,
	    .place = "",
	    .kind = PN_PLACE_LINES,
	    .line = 1};
	struct pn_scan *s = pn_scan_new(sets.gated, 1500000);
	struct timespec a, b;

	for (size_t i = 0; i < many; i++)
		memcpy(text + i * n, what, n);
	pn_scan_part(s, "1", 1);
	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &a);
	*err = pn_scan_text(s, &seg);
	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &b);
	pn_scan_free(&s);
	free(text);
	return (double)(b.tv_sec - a.tv_sec) +
	       (double)(b.tv_nsec - a.tv_nsec) / 1e9;
}

static void
hostile_texts_end_in_time(void **state)
{
	static const char *const rows[] = {"@", "1", "1 ", "a@", "1-", "12-",
	    "password ", "password: ", "a.b", "x", "acc ", "use ", "4 ", "SEN ",
	    "user a1 pass", "://", "a://b", "00", "(0", "A1", "GB82 ", "May 1 ",
	    "eyJaaaaaaaaaaaaa.", "curl -u ", "Ann Lee ", "EHCP Ann ",
	    "sort code ", "20-00-00 ", "ab1 2cd"};
	double factor = 1;

	(void)state;
#if defined(__SANITIZE_ADDRESS__)
	factor = 8; /* of time: the checks' own cost */
#endif
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum pn_err err;
		double s = time_of(rows[i],
		    (2u << 20) / (strlen(rows[i]) * (unsigned)factor), &err);

		if (getenv("PN_VERBOSE") != NULL)
			print_message("%-20s %.3f s %d\n", rows[i], s, err);
		if (s > 2 * factor || (err != PN_OK && err != PN_ERR_LIMIT))
			fail_msg("%s: %.1f s, error %d", rows[i], s, err);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(expressions_have_the_gates_they_can_have),
	    cmocka_unit_test(a_gate_lets_every_match_through),
	    cmocka_unit_test(every_shipped_expression_has_a_gate),
	    cmocka_unit_test(made_texts_give_the_same),
	    cmocka_unit_test(ordinary_texts_give_the_same),
	    cmocka_unit_test(a_corpus_gives_the_same),
	    cmocka_unit_test(vectors_and_plain_code_find_the_same),
	    cmocka_unit_test(spans_stay_in_order_and_apart),
	    cmocka_unit_test(hostile_texts_end_in_time),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
