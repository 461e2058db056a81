/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * print - what the commands write, and how
 */
#include "config.h"
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include "base/report.h"
#include "base/uni.h"
#include "cli/cli.h"

#define MAX_JSON_LINE (2 * PN_REPORT_MAX_JSON) /* a report and its frame */

void
pn_say(const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fputs("postern: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

void
pn_say_err(enum pn_err err, const struct pn_errinfo *info)
{
	char text[sizeof(info->file) + sizeof(info->text) + 16];

	if (info != NULL && info->text[0] != '\0')
		pn_say("%s", pn_errinfo_print(info, text, sizeof(text)));
	else
		pn_say("%s", pn_strerror(err));
}

/* deceives - a character that moves the cursor or turns the direction */
static bool
deceives(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c ||
	       c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

void
pn_put(const char *s)
{
	const char *end = s + strlen(s);

	while (s < end) {
		const char *from = s;
		uint32_t c = pn_utf8_next(&s, end);

		if (deceives(c) || c == 0xfffd)
			putchar('?');
		else
			fwrite(from, 1, (size_t)(s - from), stdout);
	}
}

void
pn_put_json(struct pn_json *v)
{
	struct pn_buf line;

	pn_buf_init(&line, MAX_JSON_LINE);
	if (pn_json_write(v, &line) == PN_OK)
		fwrite(line.data, 1, line.len, stdout);
	putchar('\n');
	fflush(stdout);
	pn_buf_free(&line);
	pn_json_free(v);
}

const char *
pn_time_text(int64_t t, char out[PN_TIME_SIZE])
{
	time_t when = (time_t)t;
	struct tm tm;

	if (gmtime_r(&when, &tm) == NULL ||
	    strftime(out, PN_TIME_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		snprintf(out, PN_TIME_SIZE, "%lld", (long long)t);
	return out;
}
