/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * extract - where the time of an inspection goes, and how fast formats are
 *
 * usage: extract [-i] [-n PATTERNS] [-r ROUNDS] [-s STAGE] PACK... -- FOLDER
 *
 * Every message of FOLDER goes through four programs that do more and more:
 * walk it, grade and recognise its leaves, read them, and inspect the whole
 * with PATTERNS patterns; what each adds is the share of its stage. Then
 * every file in the messages is read by itself, members with it, and counted
 * for its format; a ZIP file whose members are XML counts for "zip of XML".
 * Prints medians of the rounds; processor time. With -i only the whole
 * inspection is run, with -s only the program of STAGE (walk, grade, read,
 * inspect), for perf and callgrind.
 */
#include <dirent.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/mem.h"
#include "detect/detect.h"
#include "extract/extract.h"
#include "inspect/inspect.h"
#include "message/message.h"
#include "protect/protect.h"

#define ROUNDS_MAX  99
#define MAX_MESSAGE (100u << 20)
#define MAX_FORMATS 64
#define MAX_DEPTH   20

enum stage { WALK, GRADE, READ, INSPECT, STAGES };

static const char *const stage_words[STAGES] = {
    "walk (GMime, transfer decoding)", "recognise and grade",
    "read (unpack, parse)", "match (patterns, tables)"};

struct message {
	unsigned char *p;
	size_t n;
};

/* What was read of one format. */
struct format {
	const char *name;
	double seconds;
	size_t bytes, files;
};

struct bench {
	struct message *messages;
	size_t n, cap, bytes;
	struct pn_patterns *patterns;
	struct format formats[MAX_FORMATS];
	size_t n_formats;
	enum stage stage;
	unsigned depth;
	struct pn_budget budget;
};

/* now - processor time in seconds */
static double
now(void)
{
	struct timespec ts = {0};

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void
load(struct bench *b, const char *path)
{
	FILE *f = fopen(path, "rb");
	struct pn_buf all;
	struct message m;

	if (f == NULL) {
		perror(path);
		exit(2);
	}
	pn_buf_init(&all, MAX_MESSAGE);
	for (;;) {
		char *room = pn_buf_room(&all, 65536);
		size_t n = room ? fread(room, 1, 65536, f) : 0;

		pn_buf_wrote(&all, n);
		if (n == 0)
			break;
	}
	(void)fclose(f);
	m.n = all.len;
	m.p = (unsigned char *)pn_buf_take(&all);
	PN_GROW(b->messages, b->n, b->cap);
	b->messages[b->n++] = m;
	b->bytes += m.n;
}

static void
load_folder(struct bench *b, const char *folder)
{
	struct dirent **names;
	int n = scandir(folder, &names, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		size_t len = strlen(names[i]->d_name);

		if (len > 4 &&
		    strcmp(names[i]->d_name + len - 4, ".eml") == 0) {
			char *path =
			    pn_printf("%s/%s", folder, names[i]->d_name);

			load(b, path);
			free(path);
		}
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	if (b->n == 0) {
		(void)fprintf(stderr, "%s: no *.eml\n", folder);
		exit(2);
	}
}

static enum pn_err
no_text(void *ctx, const struct pn_segment *seg)
{
	(void)ctx;
	(void)seg;
	return PN_OK;
}

static void
no_hidden(void *ctx, const char *kind)
{
	(void)ctx;
	(void)kind;
}

static enum pn_err member(void *ctx, const struct pn_member *m);

/* look - what stage STAGE does with a file */
static void
look(struct bench *b, struct pn_bytes bytes)
{
	struct pn_taker taker = {{no_text, NULL}, member, no_hidden, b};
	struct pn_kind kind;
	unsigned tries = PN_PROTECT_TRIES;
	struct pn_lock lock;

	if (b->stage < GRADE)
		return;
	kind = pn_recognise(bytes);
	lock = pn_protect_within(bytes, &tries);
	if (b->stage < READ || (lock.whole && lock.grade != PN_PROT_NONE))
		return;
	(void)pn_extract(kind, bytes, NULL, &b->budget, &taker);
}

static enum pn_err
member(void *ctx, const struct pn_member *m)
{
	struct bench *b = ctx;

	if (b->depth < MAX_DEPTH && !m->encrypted && !m->unreadable) {
		b->depth++;
		look(b, m->content);
		b->depth--;
	}
	return PN_OK;
}

static void
fresh_budget(struct bench *b)
{
	b->budget = (struct pn_budget){.unpacked_left = PN_LIMIT_UNPACKED,
	    .text_left = PN_LIMIT_TEXT,
	    .members_left = PN_LIMIT_MEMBERS,
	    .ratio = PN_LIMIT_RATIO,
	    .ratio_from = PN_LIMIT_RATIO_FROM};
}

static enum pn_err
node(void *ctx, const struct pn_node *n)
{
	if (n->kind == PN_NODE_LEAF)
		look(ctx, n->content);
	return PN_OK;
}

/* format_name - what the file of KIND counts for: the sheets of the generated
 * corpus are Office packages without the parts that make them one, and cost
 * much more than other ZIP files */
static const char *
format_name(struct pn_kind kind, struct pn_bytes bytes)
{
	static const char mark[] = "[Content_Types].xml";

	if (strcmp(kind.format, "zip") == 0 &&
	    memmem(bytes.p, bytes.n, mark, sizeof(mark) - 1))
		return "zip of XML";
	return kind.format;
}

/* count - the file of node N, for its format */
static enum pn_err
count(void *ctx, const struct pn_node *n)
{
	struct bench *b = ctx;
	struct pn_kind kind;
	const char *name;
	size_t i;
	double start;

	if (n->kind != PN_NODE_LEAF)
		return PN_OK;
	kind = pn_recognise(n->content);
	name = format_name(kind, n->content);
	for (i = 0; i < b->n_formats; i++)
		if (strcmp(b->formats[i].name, name) == 0)
			break;
	if (i == MAX_FORMATS)
		return PN_OK;
	b->n_formats += i == b->n_formats;
	b->formats[i].name = name;
	fresh_budget(b);
	start = now();
	look(b, n->content);
	b->formats[i].seconds += now() - start;
	b->formats[i].bytes += n->content.n;
	b->formats[i].files++;
	return PN_OK;
}

static void
limit(void *ctx, const char *word, const char *part)
{
	(void)ctx;
	(void)word;
	(void)part;
}

static void
walk(struct bench *b, struct message m,
    enum pn_err (*take)(void *, const struct pn_node *))
{
	struct pn_walk_limits limits = {
	    PN_LIMIT_NESTING, PN_LIMIT_PARTS, PN_LIMIT_MESSAGE};
	struct pn_walk w = {take, limit, b, false};
	struct pn_side side = {0};

	fresh_budget(b);
	(void)!pn_message_walk((struct pn_bytes){m.p, m.n}, &limits, &w, &side);
	pn_side_free(&side);
}

/* run - one round of stage S over all messages; seconds */
static double
run(struct bench *b, enum stage s)
{
	double start = now();

	b->stage = s;
	for (size_t i = 0; i < b->n; i++) {
		struct pn_report *r = NULL;
		struct pn_side side = {0};

		if (s < INSPECT) {
			walk(b, b->messages[i], node);
			continue;
		}
		pn_inspect_message(b->patterns, &pn_limits_default,
		    (struct pn_bytes){b->messages[i].p, b->messages[i].n}, &r,
		    &side);
		pn_report_free(&r);
		pn_side_free(&side);
	}
	return now() - start;
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

/* print_whole - the median of T, ROUNDS whole inspections, in seconds */
static double
print_whole(const struct bench *b, double *t, size_t rounds)
{
	double all = median(t, rounds);

	printf("%zu messages, %.1f MB: %.0f messages and %.1f MB a second\n",
	    b->n, (double)b->bytes / 1e6, (double)b->n / all,
	    (double)b->bytes / 1e6 / all);
	return all;
}

static void
inspect_only(struct bench *b, size_t rounds)
{
	double t[ROUNDS_MAX];

	for (size_t r = 0; r < rounds; r++)
		t[r] = run(b, INSPECT);
	(void)print_whole(b, t, rounds);
}

static void
print_stages(struct bench *b, size_t rounds)
{
	static double t[STAGES][ROUNDS_MAX];
	double before = 0, all;

	for (size_t r = 0; r < rounds; r++)
		for (int s = 0; s < STAGES; s++)
			t[s][r] = run(b, (enum stage)s);
	all = print_whole(b, t[INSPECT], rounds);
	for (int s = 0; s < STAGES; s++) {
		double m = median(t[s], rounds);

		printf("  %5.1f %%  %7.3f ms a message  %s\n",
		    100 * (m - before) / all, 1e3 * (m - before) / (double)b->n,
		    stage_words[s]);
		before = m;
	}
}

/* print_stage - stage S and those before it, all together */
static void
print_stage(struct bench *b, enum stage s, size_t rounds)
{
	static double t[ROUNDS_MAX];

	for (size_t r = 0; r < rounds; r++)
		t[r] = run(b, s);
	printf("%zu messages, %.1f MB: %.3f ms a message up to %s\n", b->n,
	    (double)b->bytes / 1e6, 1e3 * median(t, rounds) / (double)b->n,
	    stage_words[s]);
}

static void
print_formats(struct bench *b, size_t rounds)
{
	b->stage = READ;
	for (size_t r = 0; r < rounds; r++)
		for (size_t i = 0; i < b->n; i++)
			walk(b, b->messages[i], count);
	for (size_t i = 0; i < b->n_formats; i++) {
		const struct format *f = &b->formats[i];

		printf("  %-10s %6zu files %8.1f MB  %8.1f MB/s\n", f->name,
		    f->files / rounds, (double)f->bytes / 1e6 / (double)rounds,
		    f->seconds > 0 ? (double)f->bytes / 1e6 / f->seconds : 0);
	}
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

/* stage_by_name - STAGES where no stage is called NAME */
static enum stage
stage_by_name(const char *name)
{
	static const char *const names[STAGES] = {
	    "walk", "grade", "read", "inspect"};
	int s = 0;

	while (s < STAGES && strcmp(names[s], name) != 0)
		s++;
	return (enum stage)s;
}

static _Noreturn void
usage(void)
{
	(void)fputs("usage: extract [-i] [-n PATTERNS] [-r ROUNDS] [-s STAGE] "
		    "PACK... -- FOLDER\n",
	    stderr);
	exit(2);
}

int
main(int argc, char **argv)
{
	struct bench b = {0};
	struct pn_pack *pack = NULL;
	struct pn_errinfo info = {0};
	size_t rounds = 3, patterns = 0, packs = 0;
	enum stage only = STAGES;
	char line[512];
	bool whole = false;
	int c;

	setlocale(LC_CTYPE, "C.UTF-8");
	while ((c = getopt(argc, argv, "+in:r:s:")) != -1)
		if (c == 'n')
			patterns = strtoul(optarg, NULL, 10);
		else if (c == 'i')
			whole = true;
		else if (c == 'r')
			rounds = strtoul(optarg, NULL, 10);
		else if (c != 's' ||
			 (only = stage_by_name(optarg)) == STAGES)
			usage();
	if (rounds == 0 || rounds > ROUNDS_MAX)
		usage();
	argv += optind;
	while (argv[packs] != NULL && strcmp(argv[packs], "--") != 0)
		packs++;
	if (packs == 0 || argv[packs] == NULL || argv[packs + 1] == NULL)
		usage();
	if (pn_pack_load(argv, packs, &pack, &info) != PN_OK) {
		(void)fprintf(stderr, "%s\n",
		    pn_errinfo_print(&info, line, sizeof(line)));
		return 2;
	}
	if (patterns)
		keep_first(pack, patterns);
	pn_inspect_init();
	if (pn_patterns_compile(pack, &b.patterns, &info) != PN_OK)
		return 2;
	load_folder(&b, argv[packs + 1]);
	if (whole) {
		inspect_only(&b, rounds);
	} else if (only != STAGES) {
		print_stage(&b, only, rounds);
	} else {
		print_stages(&b, rounds);
		print_formats(&b, rounds);
	}
	pn_patterns_free(&b.patterns);
	pn_pack_free(&pack);
	return 0;
}
