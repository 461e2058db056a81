/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * match - how fast texts are matched, beside PCRE2 alone
 *
 * usage: match [-s] [-n PATTERNS] [-r ROUNDS] PACK... -- TEXT...
 *
 * -s leaves PCRE2 alone out, for a profile.
 *
 * Each text is one segment, as an extractor would hand it on. In every round
 * it goes through the whole of detection (normalisation, candidates, checks,
 * evidence) and through each expression by itself, compiled by PCRE2's JIT,
 * in turn. Prints the median of the rounds in MB of text per second of
 * processor time, for all texts together.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/uni.h"
#include "detect/set.h"

#define ROUNDS_MAX 99
#define TEXT_MAX   (64u << 20)

struct text {
	char *data;
	size_t len;
};

/* now - processor time in seconds */
static double
now(void)
{
	struct timespec ts = {0};

	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void
read_text(const char *path, struct text *out)
{
	FILE *f = fopen(path, "rb");
	struct pn_buf raw, text;
	char *room;
	size_t n;

	if (f == NULL) {
		perror(path);
		exit(2);
	}
	pn_buf_init(&raw, TEXT_MAX);
	pn_buf_init(&text, 4 * TEXT_MAX);
	do {
		room = pn_buf_room(&raw, 65536);
		n = room != NULL ? fread(room, 1, 65536, f) : 0;
		pn_buf_wrote(&raw, n);
	} while (n > 0);
	(void)fclose(f);
	if (pn_utf8_repair(&text, raw.data, raw.len) != PN_OK)
		exit(2);
	pn_buf_free(&raw);
	out->len = text.len;
	out->data = pn_buf_take(&text);
}

/* keep_first - leave N of the pack's patterns with expressions enabled */
static void
keep_first(struct pn_pack *pack, size_t n)
{
	for (size_t i = 0; i < pack->n_defs; i++) {
		struct pn_pattern_def *d = &pack->defs[i];

		d->enabled = d->regex.n > 0 && n > 0;
		n -= d->enabled;
	}
}

static void
count(void *ctx, const struct pn_match *m)
{
	(void)m;
	++*(size_t *)ctx;
}

/* by_set - one round of the engine; returns the matches reported */
static size_t
by_set(const struct pn_patterns *set, const struct text *t, size_t n)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		if (pn_patterns_find(set, t[i].data, t[i].len, count, &found) !=
		    PN_OK)
			(void)fprintf(stderr, "text %zu: limit\n", i);
	return found;
}

/* by_each - one round of every expression alone; returns the raw matches */
static size_t
by_each(const struct pn_patterns *set, const struct text *t, size_t n)
{
	struct pn_runner *r = pn_runner_new(0);
	size_t found = 0;

	for (size_t i = 0; i < n; i++) {
		struct pn_shown all = {t[i].data, t[i].len, false};

		for (size_t k = 0; k < set->n_exprs; k++) {
			const struct pn_expr *e = NULL;
			struct pn_span m;
			size_t from = 0;

			for (size_t p = 0; p < set->n; p++)
				if (k - set->pats[p].first <
				    set->pats[p].n_exprs)
					e = set->pats[p]
						.exprs[k - set->pats[p].first];
			while (pn_expr_next(r, e, &all, from, t[i].len, &m) ==
			       PN_OK) {
				found++;
				from = m.end > m.start ? m.end : m.end + 1;
			}
		}
	}
	pn_runner_free(&r);
	return found;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_value);
	return v[n / 2];
}

static int
usage(void)
{
	(void)fprintf(stderr,
	    "usage: match [-s] [-n PATTERNS] [-r ROUNDS] PACK... -- TEXT...\n");
	return 2;
}

int
main(int argc, char **argv)
{
	size_t n = 0, rounds = 5, packs, n_texts, bytes = 0, found[2] = {0};
	double set_s[ROUNDS_MAX], each_s[ROUNDS_MAX], a, b, start;
	struct pn_errinfo info = {0};
	struct pn_patterns *set;
	struct pn_pack *pack;
	struct text *texts;
	bool alone = true;
	int c;

	while ((c = getopt(argc, argv, "+sn:r:")) != -1)
		if (c == 'n')
			n = (size_t)strtoul(optarg, NULL, 10);
		else if (c == 's')
			alone = false;
		else if (c == 'r')
			rounds = (size_t)strtoul(optarg, NULL, 10);
		else
			return usage();
	argv += optind;
	argc -= optind;
	for (packs = 0; argv[packs] != NULL && strcmp(argv[packs], "--") != 0;)
		packs++;
	if (packs == 0 || argv[packs] == NULL || argv[packs + 1] == NULL ||
	    rounds < 1 || rounds > ROUNDS_MAX)
		return usage();
	if (pn_pack_load(argv, packs, &pack, &info) != PN_OK) {
		(void)fprintf(stderr, "%s\n", info.text);
		return 2;
	}
	if (n > 0)
		keep_first(pack, n);
	start = now();
	if (pn_patterns_compile(pack, &set, &info) != PN_OK) {
		(void)fprintf(stderr, "%s\n", info.text);
		return 2;
	}
	start = now() - start;
	n_texts = (size_t)argc - packs - 1;
	texts = pn_alloc(n_texts * sizeof(*texts));
	for (size_t i = 0; i < n_texts; i++) {
		read_text(argv[packs + 1 + i], &texts[i]);
		bytes += texts[i].len;
	}
	for (size_t i = 0; i < rounds; i++) {
		a = now();
		found[0] = by_set(set, texts, n_texts);
		b = now();
		if (alone)
			found[1] = by_each(set, texts, n_texts);
		set_s[i] = b - a;
		each_s[i] = now() - b;
	}
	a = median(set_s, rounds);
	b = median(each_s, rounds);
	(void)printf("%zu patterns, %zu expressions, compiled in %.0f ms; "
		     "%.1f MB in %zu texts\n",
	    set->n, set->n_exprs, start * 1e3, (double)bytes / 1e6, n_texts);
	(void)printf("detection     %7.1f MB/s (%zu matches reported)\n",
	    (double)bytes / 1e6 / a, found[0]);
	if (alone)
		(void)printf("PCRE2 each    %7.1f MB/s (%zu raw matches)\n"
			     "ratio         %7.1f\n",
		    (double)bytes / 1e6 / b, found[1], b / a);
	for (size_t i = 0; i < n_texts; i++)
		free(texts[i].data);
	free(texts);
	pn_patterns_free(&set);
	pn_pack_free(&pack);
	return 0;
}
