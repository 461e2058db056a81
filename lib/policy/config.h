/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * config - the configuration, one table of keys
 *
 * The table in config_keys.c yields the parser, the defaults, `postern config
 * show`, `postern config check` and the check against postern.conf(5). A
 * configuration is immutable after load; reload makes a new one. Every error
 * names file, line and, for a wrong word, the nearest right one.
 */
#ifndef PN_POLICY_CONFIG_H
#define PN_POLICY_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"

/* Actions, weakest to strongest; a message gets the strongest. */
enum pn_action {
	PN_ACCEPT,
	PN_ANNOTATE,
	PN_SEAL,
	PN_QUARANTINE,
	PN_REJECT,
	PN_TEMPFAIL, /* never configured for a rule: what a fault gives */
};

/* The rules of protocol.md, in its order. */
enum pn_rule {
	PN_RULE_SUBJECT,
	PN_RULE_BODY,
	PN_RULE_ATTACHMENT,
	PN_RULE_PASSWORD,
	PN_RULE_CREDENTIAL,
	PN_RULE_RECIPIENT,
	PN_RULE_LOOKALIKE,
	PN_RULE_CONTENT,
	PN_RULE_UNSCANNABLE,
	PN_RULE_AUDIENCE,
	PN_RULE_WEBMAIL,
	PN_RULE_VOLUME,
	PN_RULE_OPINION,
	PN_N_RULES,
};

enum pn_mode { PN_ENFORCE, PN_MONITOR };

enum pn_on_fault { PN_FAULT_TEMPFAIL, PN_FAULT_QUARANTINE, PN_FAULT_ACCEPT };

enum pn_minimum { PN_MINIMUM_STRONG, PN_MINIMUM_MODERN };

/* Where a notice leaves. */
enum pn_transport { PN_TRANSPORT_SENDMAIL, PN_TRANSPORT_SMTP };

/* One rule as configured. */
struct pn_rule_config {
	bool enabled;
	enum pn_mode mode; /* PN_MONITOR: computed and recorded only */
	enum pn_action action;
	enum pn_action proven, likely, follows; /* rule password only */
	enum pn_action mismatch; /* rule content: a type contradiction */
	unsigned high, medium, bulk, contact; /* thresholds of Sensitive */
	unsigned max_visible;		      /* rule audience */
	enum pn_minimum minimum;	      /* rule attachment */
	unsigned recipients_per_hour;	      /* rule volume; 0: no limit */
	uint64_t bytes_per_hour;	      /* rule volume; 0: no limit */
};

/* A dated exception: "this rule, from him, to her, until then". */
struct pn_exception {
	enum pn_rule rule;
	char *sender;	 /* address, "@domain" or "*" */
	char *recipient; /* the same */
	char *reason, *allowed_by;
	int64_t until; /* end of that day, UTC */
	unsigned line;
};

/* A partner: an address or a domain. */
struct pn_partner {
	char *address; /* canonical; NULL for a domain */
	char *domain;  /* canonical */
	bool tls_required;
};

struct pn_strings {
	char **s;
	size_t n;
};

/* The whole configuration. Strings are never NULL unless said. */
struct pn_config {
	char *file; /* it was read from; NULL for the shipped defaults */
	struct pn_strings internal_domains; /* canonical */
	struct pn_partner *partners;
	size_t n_partners;
	enum pn_mode mode;
	struct pn_strings monitor_senders; /* addresses, "@domain": monitor */
	struct pn_strings patterns; /* folders or files, in order */
	char *texts;		    /* folder of the explanation texts */
	char *site_texts;	    /* folder of the site's own; "" none */
	char *store_driver, *store_path, *store_dsn;
	char *site_key;	 /* path of the key file */
	char *socket;	 /* "unix:/path", "inet:port@host", "fd:N" */
	char *pid_file;	 /* locked while posternd runs */
	char *scanner;	 /* program postern-scan; "" for the shipped one */
	unsigned workers; /* 0: one per core */
	bool ocr;	  /* read the text in pictures */
	char *ocr_languages; /* "eng", "eng+cym": as Tesseract names them */
	enum pn_on_fault on_fault;
	unsigned reply_lines; /* 1 or 3 */
	char *organisation;   /* as staff read it: "the school" */
	char *help;	      /* who helps: "IT help, ext. 222" */
	char *howto;	      /* a local help page; "" none */
	char *protocol_name;  /* "confidentiality protocol" */
	/* annotate */
	char *subject_tag; /* "" none */
	char *footer;	   /* plain text; "" none */
	/* notices to the sender */
	bool notices;
	enum pn_transport transport;
	char *sendmail;	   /* command, with -i -f options as words */
	char *smtp;	   /* "host:port", loopback */
	char *notice_from; /* address in From */
	unsigned retry_seconds;
	unsigned hold_days; /* how long a held message waits */
	unsigned verified_days, audit_days, outbox_days;
	/* limits; the names of design.md, never above their defaults */
	uint64_t limit_message, limit_text;
	unsigned limit_nesting, limit_parts, limit_ratio, limit_members;
	unsigned limit_cpu_seconds, limit_memory_mb;
	/* thresholds of Sensitive for the rules that set none of their own */
	unsigned high, medium, bulk, contact;
	struct pn_rule_config rules[PN_N_RULES];
	struct pn_exception *exceptions;
	size_t n_exceptions;
};

/*
 * pn_config_load - read PATH; NULL gives the shipped defaults. PN_ERR_CONFIG,
 * PN_ERR_SYNTAX, PN_ERR_IO with INFO. Does not look at the store or patterns.
 */
enum pn_err pn_config_load(const char *path, struct pn_config **out,
    struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_config_load_text - the same from memory; NAME stands for the file */
enum pn_err pn_config_load_text(const char *text, const char *name,
    struct pn_config **out, struct pn_errinfo *info) PN_MUST_CHECK;

/* pn_config_free - free *C, set it to NULL */
void pn_config_free(struct pn_config **c);

/* pn_config_show - the effective configuration in the file's own format, so
 * that reading it again gives the same; PN_ERR_LIMIT */
enum pn_err pn_config_show(const struct pn_config *c, struct pn_buf *out)
    PN_MUST_CHECK;

/* pn_config_keys - call TAKE for every key with its full name
 * ("rules.audience.max_visible"), its default as text and one line of what it
 * is; for the check against the manual and for help */
void pn_config_keys(void (*take)(void *ctx, const char *key,
			const char *fallback, const char *what),
    void *ctx);

/* Words of the enums; never NULL; X_from_word false for a wrong word. */
const char *pn_action_word(enum pn_action a);
bool pn_action_from_word(const char *w, enum pn_action *out);
const char *pn_rule_word(enum pn_rule r);
bool pn_rule_from_word(const char *w, enum pn_rule *out);
const char *pn_mode_word(enum pn_mode m);

#endif
