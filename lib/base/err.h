/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * err - the one error type of the libraries
 *
 * A function that can fail returns enum pn_err and, where a person can do
 * something about it, fills a struct pn_errinfo. Library code never logs and
 * never exits. The text of an error never quotes message content: a subject,
 * a body line, an address or a matched value.
 */
#ifndef PN_BASE_ERR_H
#define PN_BASE_ERR_H

#define PN_MUST_CHECK __attribute__((warn_unused_result))

enum pn_err {
	PN_OK = 0,
	PN_ERR_SYNTAX,	    /* the input does not follow its format */
	PN_ERR_LIMIT,	    /* a limit was reached: could not be told */
	PN_ERR_IO,	    /* a system call failed; info has strerror */
	PN_ERR_NOT_FOUND,   /* no such thing */
	PN_ERR_EXISTS,	    /* there is one already, or it is in use */
	PN_ERR_UNSUPPORTED, /* known, and this program can't do it */
	PN_ERR_BUSY,	    /* try again later */
	PN_ERR_CORRUPT,	    /* stored state is damaged */
	PN_ERR_CRYPTO,	    /* a signature or ciphertext is not ours */
	PN_ERR_PEER,	    /* the other process died or broke the protocol */
	PN_ERR_TIMEOUT,	    /* the time allowed is over */
	PN_ERR_CONFIG,	    /* the configuration is wrong */
};

/* Where and why something failed, for a person. Zero it before use. */
struct pn_errinfo {
	char file[256];	     /* "" where no file is concerned */
	unsigned line;	     /* 1-based; 0 where no line is known */
	char text[320];	     /* "what is wrong: what to do", one line */
};

/*
 * pn_strerror - a few plain words for ERR, static, never NULL
 */
const char *pn_strerror(enum pn_err err);

/*
 * pn_fail - fill INFO (may be NULL) with a formatted text and return ERR, so
 * that a failing function ends with `return pn_fail(...)`. Keeps the file and
 * line already in INFO. Control characters in the text become '?'.
 */
enum pn_err pn_fail(struct pn_errinfo *info, enum pn_err err, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));

/*
 * pn_fail_at - the same, with FILE and LINE set
 */
enum pn_err pn_fail_at(struct pn_errinfo *info, enum pn_err err,
    const char *file, unsigned line, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/*
 * pn_errinfo_print - write INFO as "FILE:LINE: text" into BUF (SIZE bytes,
 * always terminated); without a file just the text. Returns BUF.
 */
const char *pn_errinfo_print(const struct pn_errinfo *info, char *buf,
    unsigned size);

#endif
