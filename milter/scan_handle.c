/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scan_handle - one job in a worker: bytes in, JSON out
 *
 * Runs inside the sandbox with input that may be anything. It keeps nothing
 * between jobs. Where the reply does not fit, the job fails, which the caller
 * sees as a crash: nothing is cut short in silence.
 */
#include "config.h"

#include <stdlib.h>
#include "base/json.h"
#include "base/report.h"
#include "base/uni.h"
#include "message/message.h"
#include "milter/scanner.h"

static enum pn_err
handle_message(const struct pn_scanner *s, const struct pn_work *w)
{
	struct pn_report *report = NULL;
	struct pn_side side = {0};
	enum pn_err err;

	pn_scan_hook(w->bytes);
	pn_inspect_message(s->patterns, &s->limits, w->bytes, &report, &side);
	err = pn_reply_to_json(report, &side, w->reply);
	pn_side_free(&side);
	pn_report_free(&report);
	return err;
}

static enum pn_err
handle_file(const struct pn_scanner *s, const struct pn_work *w)
{
	struct pn_report *report = NULL;
	enum pn_err err;

	pn_inspect_file(s->patterns, &s->limits, w->text, w->bytes, &report);
	err = pn_reply_to_json(report, NULL, w->reply);
	pn_report_free(&report);
	return err;
}

/* take_match - add M to the array CTX, as the contract of `match` says */
static void
take_match(void *ctx, const struct pn_match *m)
{
	struct pn_json *o = pn_json_object();

	pn_json_put_str(o, "pattern", m->def->id);
	pn_json_put_str(o, "category", pn_category_word(m->def->category));
	pn_json_put_int(o, "start", (int64_t)m->start);
	pn_json_put_int(o, "end", (int64_t)m->end);
	pn_json_put_str(o, "confidence", pn_confidence_word(m->confidence));
	pn_json_add(ctx, o);
}

/* handle_match - "complete" is false where a limit was hit: could not tell */
static enum pn_err
handle_match(const struct pn_scanner *s, const struct pn_work *w)
{
	const char *text = (const char *)w->bytes.p;
	struct pn_json *reply, *matches;
	enum pn_err found, err;

	if (!pn_utf8_valid(text, w->bytes.n))
		return PN_ERR_UNSUPPORTED;
	reply = pn_json_object();
	matches = pn_json_array();
	found = pn_patterns_find(
	    s->patterns, text, w->bytes.n, take_match, matches);
	pn_json_put(reply, "matches", matches);
	pn_json_put_bool(reply, "complete", found == PN_OK);
	err = pn_json_write(reply, w->reply);
	pn_json_free(reply);
	return err;
}

static enum pn_err
handle_footer(const struct pn_scanner *s, const struct pn_work *w)
{
	struct pn_header_change *changes = NULL;
	struct pn_json *reply, *list;
	size_t n = 0;
	enum pn_err err;

	if (w->body == NULL || w->text == NULL ||
	    w->bytes.n > s->limits.message)
		return PN_ERR_UNSUPPORTED;
	err = pn_message_footer(w->bytes, w->text, w->body, &changes, &n);
	if (err != PN_OK)
		return err;
	reply = pn_json_object();
	list = pn_json_array();
	for (size_t i = 0; i < n; i++) {
		struct pn_json *o = pn_json_object();

		pn_json_put_str(o, "name", changes[i].name);
		pn_json_put_str(o, "value", changes[i].value);
		pn_json_add(list, o);
		free(changes[i].value);
	}
	free(changes);
	pn_json_put(reply, "changes", list);
	err = pn_json_write(reply, w->reply);
	pn_json_free(reply);
	return err;
}

/* take_failure - add an example that does not hold to the array CTX */
static void
take_failure(
    void *ctx, const struct pn_pattern_def *def, bool wanted, size_t example)
{
	struct pn_json *o = pn_json_object();

	pn_json_put_str(o, "pattern", def->id);
	pn_json_put_str(o, "file", def->file);
	pn_json_put_int(o, "line", def->line);
	pn_json_put_bool(o, "wanted", wanted);
	pn_json_put_int(o, "example", (int64_t)example);
	pn_json_add(ctx, o);
}

static enum pn_err
handle_selftest(const struct pn_scanner *s, const struct pn_work *w)
{
	struct pn_json *reply = pn_json_object();
	struct pn_json *failed = pn_json_array();
	size_t n_run = 0;
	enum pn_err err;

	pn_patterns_selftest(s->patterns, take_failure, failed, &n_run);
	pn_json_put_int(reply, "run", (int64_t)n_run);
	pn_json_put(reply, "failed", failed);
	err = pn_json_write(reply, w->reply);
	pn_json_free(reply);
	return err;
}

enum pn_err
pn_scan_handle(void *scanner, const struct pn_work *w)
{
	const struct pn_scanner *s = scanner;

	switch (w->kind) {
	case PN_JOB_MESSAGE:
		return handle_message(s, w);
	case PN_JOB_FILE:
		return handle_file(s, w);
	case PN_JOB_MATCH:
		return handle_match(s, w);
	case PN_JOB_FOOTER:
		return handle_footer(s, w);
	case PN_JOB_SELFTEST:
		return handle_selftest(s, w);
	}
	return PN_ERR_UNSUPPORTED;
}
