/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * err - the one error type of the libraries
 *
 * Texts are for people and fit one line: what a caller formats is cut at the
 * field's size and stripped of control characters, so an error can be logged
 * or printed at a terminal as it stands.
 */
#include <stdarg.h>
#include <stdio.h>

#include "base/err.h"

const char *
pn_strerror(enum pn_err err)
{
	switch (err) {
	case PN_OK:
		return "no error";
	case PN_ERR_SYNTAX:
		return "it does not follow its format";
	case PN_ERR_LIMIT:
		return "a limit was reached";
	case PN_ERR_IO:
		return "the system refused";
	case PN_ERR_NOT_FOUND:
		return "there is no such thing";
	case PN_ERR_EXISTS:
		return "it exists already";
	case PN_ERR_UNSUPPORTED:
		return "this can't be done here";
	case PN_ERR_BUSY:
		return "it is busy, try again later";
	case PN_ERR_CORRUPT:
		return "stored data are damaged";
	case PN_ERR_CRYPTO:
		return "the key does not fit";
	case PN_ERR_PEER:
		return "the other process failed";
	case PN_ERR_TIMEOUT:
		return "the time is over";
	case PN_ERR_CONFIG:
		return "the configuration is wrong";
	}
	return "unknown error";
}

/* harmless - replace control characters in place */
static void
harmless(char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = '?';
}

static void __attribute__((format(printf, 2, 0)))
set_text(struct pn_errinfo *info, const char *fmt, va_list ap)
{
	vsnprintf(info->text, sizeof(info->text), fmt, ap);
	harmless(info->text);
}

enum pn_err
pn_fail(struct pn_errinfo *info, enum pn_err err, const char *fmt, ...)
{
	va_list ap;

	if (info) {
		va_start(ap, fmt);
		set_text(info, fmt, ap);
		va_end(ap);
	}
	return err;
}

enum pn_err
pn_fail_at(struct pn_errinfo *info, enum pn_err err, const char *file,
    unsigned line, const char *fmt, ...)
{
	va_list ap;

	if (info) {
		snprintf(info->file, sizeof(info->file), "%s", file);
		harmless(info->file);
		info->line = line;
		va_start(ap, fmt);
		set_text(info, fmt, ap);
		va_end(ap);
	}
	return err;
}

const char *
pn_errinfo_print(const struct pn_errinfo *info, char *buf, unsigned size)
{
	if (!info->file[0])
		snprintf(buf, size, "%s", info->text);
	else if (!info->line)
		snprintf(buf, size, "%s: %s", info->file, info->text);
	else
		snprintf(
		    buf, size, "%s:%u: %s", info->file, info->line, info->text);
	return buf;
}
