/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scan_load - everything that must be ready before the sandbox closes
 *
 * Patterns are compiled once here and shared by the workers (copy on write).
 * A pattern whose own examples do not hold is not used: better no start, with
 * the old supervisor still in force, than a gate that lets pass what it was
 * made to stop.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "extract/ocr/ocr.h"
#include "milter/scanner.h"

/* The worker's own budget ends before the supervisor's clock does, in percent
 * of it: then there is a report that says "limit" instead of a fault. */
#define OWN_CPU_PERCENT 75

/* What a library loads on first use (a seed for hash tables, tables of a
 * character set) it must load now; later, opening a file is death. */
static const char rehearsal[] =
    "From: =?utf-8?Q?J=C3=B6rg?= <head@school.example>\r\n"
    "To: office@council.example\r\n"
    "Subject: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/alternative; boundary=b\r\n"
    "\r\n"
    "--b\r\n"
    "Content-Type: text/plain; charset=windows-1252\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n"
    "\r\n"
    "The caf=E9 is open.\r\n"
    "--b\r\n"
    "Content-Type: text/html; charset=utf-8\r\n"
    "\r\n"
    "<table><tr><td>Lunch</td><td>12:30</td></tr></table>\r\n"
    "--b--\r\n";

/* set_limits - inspect's limits as CONFIG lowers them */
static void
set_limits(struct pn_limits *l, const struct pn_config *c, unsigned cpu_seconds)
{
	*l = pn_limits_default;
	l->message = c->limit_message;
	l->text = c->limit_text;
	l->nesting = c->limit_nesting;
	l->parts = c->limit_parts;
	l->ratio = c->limit_ratio;
	l->members = c->limit_members;
	l->cpu_ms = cpu_seconds * 1000 / 100 * OWN_CPU_PERCENT;
}

/* warm - what can't be loaded in the sandbox. libarchive asks for local time,
 * which reads /etc/localtime again and again unless a zone is named. */
static void
warm(void)
{
	setenv("TZ", "UTC0", 1);
	tzset();
	pn_inspect_init();
}

/* rehearse - inspect a message and throw the report away */
static enum pn_err
rehearse(struct pn_scanner *s, struct pn_errinfo *info)
{
	struct pn_bytes message = {
	    (const unsigned char *)rehearsal, sizeof(rehearsal) - 1};
	struct pn_buf out;
	struct pn_work work = {
	    .kind = PN_JOB_MESSAGE, .bytes = message, .reply = &out};
	enum pn_err err;

	pn_buf_init(&out, PN_REPORT_MAX_JSON);
	err = pn_scan_handle(s, &work);
	pn_buf_free(&out);
	return err == PN_OK ? PN_OK
			    : pn_fail(info, err, "can't inspect a message");
}

/* note_failure - the first example that does not hold goes into INFO */
static void
note_failure(
    void *ctx, const struct pn_pattern_def *def, bool wanted, size_t example)
{
	struct pn_errinfo *info = ctx;

	if (info->text[0] == '\0')
		pn_fail_at(info, PN_ERR_CONFIG, def->file, def->line,
		    "pattern %s: example %zu of \"%s\" %s: correct the "
		    "pattern or the example",
		    def->id, example + 1, wanted ? "match" : "no_match",
		    wanted ? "is not found" : "is found");
}

enum pn_err
pn_scanner_load(struct pn_scanner *s, const struct pn_config *config,
    unsigned cpu_seconds, bool untested, struct pn_errinfo *info)
{
	struct pn_errinfo failure = {.line = 0};
	enum pn_err err;

	memset(s, 0, sizeof(*s));
	set_limits(&s->limits, config, cpu_seconds);
	err = pn_pack_load(
	    config->patterns.s, config->patterns.n, &s->pack, info);
	if (err != PN_OK)
		return err;
	err = pn_patterns_compile(s->pack, &s->patterns, info);
	if (err != PN_OK)
		return err;
	warm();
	if (config->ocr) {
		err = pn_ocr_open(config->ocr_languages, &s->ocr, &failure);
		if (err != PN_OK)
			return pn_fail_at(info, err, config->file, 0, "%s",
			    failure.text);
		s->limits.ocr = s->ocr;
	}
	if (!untested && pn_patterns_selftest(
			     s->patterns, note_failure, &failure, NULL) > 0) {
		*info = failure;
		return PN_ERR_CONFIG;
	}
	return rehearse(s, info);
}

void
pn_scanner_free(struct pn_scanner *s)
{
	pn_ocr_free(&s->ocr);
	pn_patterns_free(&s->patterns);
	pn_pack_free(&s->pack);
	memset(s, 0, sizeof(*s));
}
