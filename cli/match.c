/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * match - `postern match`: what is found in each line of standard input
 *
 * One answer per line, written out before the next line is read, so another
 * program can talk to it. Exit status 0: nothing found, 1: something, 2: a
 * line that could not be looked at. Offsets are bytes; the line itself is
 * never printed.
 */
#include "config.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/conf.h"
#include "base/mem.h"
#include "base/uni.h"
#include "cli/cli.h"

#define EXIT_FOUND 1
#define EXIT_ERROR 2

struct matching {
	struct pn_cli *cli;
	const char **only; /* pattern ids; none: all */
	size_t n_only, cap_only;
	unsigned long line;
	int status;
};

/* is_wanted - is a match of PATTERN asked for? */
static bool
is_wanted(const struct matching *k, const char *pattern)
{
	for (size_t i = 0; i < k->n_only; i++)
		if (strcmp(k->only[i], pattern) == 0)
			return true;
	return k->n_only == 0;
}

/* copy_match - a match of the worker's answer, checked field by field; NULL
 * where it is none */
static struct pn_json *
copy_match(const struct pn_json *m, size_t len)
{
	const char *pattern = pn_json_get_str(m, "pattern");
	const char *category = pn_json_get_str(m, "category");
	const char *confidence = pn_json_get_str(m, "confidence");
	enum pn_category cat;
	enum pn_confidence conf;
	int64_t start, end;
	struct pn_json *o;

	if (pattern == NULL || category == NULL || confidence == NULL ||
	    !pn_category_from_word(category, &cat) ||
	    !pn_confidence_from_word(confidence, &conf) ||
	    !pn_json_get_int(m, "start", 0, (int64_t)len, &start) ||
	    !pn_json_get_int(m, "end", start, (int64_t)len, &end))
		return NULL;
	o = pn_json_object();
	pn_json_put_str(o, "pattern", pattern);
	pn_json_put_str(o, "category", category);
	pn_json_put_int(o, "start", start);
	pn_json_put_int(o, "end", end);
	pn_json_put_str(o, "confidence", confidence);
	return o;
}

/* choose - the matches that are wanted, as an array; NULL: a bad answer */
static struct pn_json *
choose(struct matching *k, const struct pn_json *answer, size_t len)
{
	const struct pn_json *all = pn_json_get(answer, "matches");
	struct pn_json *array;

	if (!pn_json_is_array(all))
		return NULL;
	array = pn_json_array();
	for (size_t i = 0; i < pn_json_size(all); i++) {
		struct pn_json *m = copy_match(pn_json_at(all, i), len);

		if (m == NULL) {
			pn_json_free(array);
			return NULL;
		}
		if (is_wanted(k, pn_json_get_str(m, "pattern")))
			pn_json_add(array, m);
		else
			pn_json_free(m);
	}
	return array;
}

/* make_valid - '?' for every byte of TEXT that is not UTF-8, and a blank for
 * NUL, so that it can be looked at and all offsets stay */
static void
make_valid(char *text, size_t len)
{
	char *end = text + len;

	for (char *p = text; p < end;) {
		const char *next = p;

		if (*p == '\0')
			*p = ' ';
		if (pn_utf8_next(&next, end) == 0xfffd && next == p + 1)
			*p = '?';
		p += next - p;
	}
}

/* look - the matches in one text, as an array; NULL and INFO. *COMPLETE is
 * false where it could not be looked at in full */
static struct pn_json *
look(struct matching *k, const char *text, size_t len, bool *complete,
    enum pn_err *err, struct pn_errinfo *info)
{
	struct pn_bytes bytes = {(const unsigned char *)text, len};
	struct pn_json *answer = NULL, *array = NULL;
	struct pn_buf reply = {0};

	*err = pn_scan_bytes(k->cli, PN_JOB_MATCH, bytes, NULL, &reply, info);
	if (*err == PN_OK)
		*err = pn_json_parse(pn_buf_bytes(&reply), &answer, info);
	if (*err == PN_OK) {
		*complete = true;
		(void)!pn_json_get_bool(answer, "complete", complete);
		array = choose(k, answer, len);
		if (array == NULL)
			*err = pn_fail(info, PN_ERR_PEER,
			    "the scanner's answer is no list of matches");
	}
	pn_json_free(answer);
	pn_buf_free(&reply);
	return array;
}

/* print_text - the matches of one line for people */
static void
print_text(const struct matching *k, const struct pn_json *array)
{
	for (size_t i = 0; i < pn_json_size(array); i++) {
		const struct pn_json *m = pn_json_at(array, i);
		int64_t start = 0, end = 0;

		(void)!pn_json_get_int(m, "start", 0, INT64_MAX, &start);
		(void)!pn_json_get_int(m, "end", 0, INT64_MAX, &end);
		printf("line %lu, %lld-%lld: %s, %s, %s\n", k->line,
		    (long long)start, (long long)end,
		    pn_json_get_str(m, "pattern"),
		    pn_json_get_str(m, "category"),
		    pn_json_get_str(m, "confidence"));
	}
	fflush(stdout);
}

/* answer - print what was found, and where a line could not be looked at (in
 * full) why */
static void
answer(struct matching *k, struct pn_json *array, const char *error)
{
	struct pn_json *o;

	if (array != NULL && pn_json_size(array) > 0 && k->status < EXIT_FOUND)
		k->status = EXIT_FOUND;
	if (error != NULL) {
		k->status = EXIT_ERROR;
		pn_say("line %lu: %s", k->line, error);
	}
	if (!k->cli->json) {
		print_text(k, array);
		pn_json_free(array);
		return;
	}
	o = pn_json_object();
	pn_json_put(o, "matches", array != NULL ? array : pn_json_array());
	if (error != NULL)
		pn_json_put_str(o, "error", error);
	pn_put_json(o);
}

/* match_text - one text */
static void
match_text(struct matching *k, const char *text, size_t len)
{
	struct pn_errinfo info = {0};
	enum pn_err err = PN_OK;
	bool complete = true;
	struct pn_json *array = look(k, text, len, &complete, &err, &info);
	const char *error = NULL;

	if (err != PN_OK)
		error = info.text[0] != '\0' ? info.text : pn_strerror(err);
	else if (!complete)
		error = "could not be looked at in full: make it shorter";
	answer(k, array, error);
}

/* match_json - one line that is a JSON string or {"text": ...} */
static void
match_json(struct matching *k, const char *line, size_t len)
{
	struct pn_bytes bytes = {(const unsigned char *)line, len};
	struct pn_errinfo info = {0};
	struct pn_json *v = NULL;
	const char *text = NULL;

	if (pn_json_parse(bytes, &v, &info) == PN_OK) {
		text = pn_json_text(v);
		if (text == NULL)
			text = pn_json_get_str(v, "text");
	}
	if (text != NULL)
		match_text(k, text, strlen(text));
	else
		answer(k, NULL,
		    "neither a JSON string nor an object with \"text\"");
	pn_json_free(v);
}

/* match_lines - all of standard input */
static void
match_lines(struct matching *k)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	while ((n = getline(&line, &cap, stdin)) >= 0) {
		k->line++;
		if (n > 0 && line[n - 1] == '\n')
			n--;
		if (n > 0 && line[n - 1] == '\r')
			n--;
		if (k->cli->json) {
			match_json(k, line, (size_t)n);
		} else {
			make_valid(line, (size_t)n);
			match_text(k, line, (size_t)n);
		}
	}
	if (ferror(stdin)) {
		pn_say("standard input can't be read: %s", strerror(errno));
		k->status = EXIT_ERROR;
	}
	pn_wipe_free(line, cap);
}

/* check_only - do all patterns asked for exist? Else said */
static bool
check_only(const struct matching *k)
{
	const struct pn_pack *pack = k->cli->pack;
	const char **names = pn_realloc(NULL, pack->n_defs + 1, sizeof(*names));
	bool ok = true;

	for (size_t i = 0; i < pack->n_defs; i++)
		names[i] = pack->defs[i].id;
	for (size_t i = 0; i < k->n_only; i++) {
		const char *near;

		if (pn_pack_find(pack, k->only[i]) != NULL)
			continue;
		ok = false;
		near = pn_nearest(k->only[i], names, pack->n_defs);
		pn_say("unknown pattern \"%s\": %s%s%s", k->only[i],
		    near != NULL ? "did you mean \"" : "",
		    near != NULL ? near : "see postern patterns list",
		    near != NULL ? "\"?" : "");
	}
	free(names);
	return ok;
}

int
pn_cmd_match(struct pn_cli *cli, int argc, char **argv)
{
	static const struct option table[] = {PN_COMMON_OPTIONS,
	    {"pattern", required_argument, NULL, 'p'}, {NULL, 0, NULL, 0}};
	struct matching k = {.cli = cli};
	int c, status = PN_EXIT_USAGE;

	while ((c = pn_options_next(cli, argc, argv, table, &status)) > 0) {
		PN_GROW(k.only, k.n_only, k.cap_only);
		k.only[k.n_only++] = optarg;
	}
	if (c == 0)
		goto out;
	if (optind < argc) {
		status = pn_usage_error(cli,
		    "unexpected argument \"%s\" (texts come from standard "
		    "input)",
		    argv[optind]);
		goto out;
	}
	status = EXIT_ERROR;
	if (!pn_site_pack(cli) || !check_only(&k) ||
	    !pn_site_scanner(cli, false))
		goto out;
	match_lines(&k);
	status = k.status;
out:
	free(k.only);
	return status;
}
