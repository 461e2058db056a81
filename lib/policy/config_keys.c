/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * config_keys - the table itself
 *
 * Rows of one group stand together, because `postern config show` opens and
 * closes a group where the first word of the name changes. A rule's key has
 * one row per default: `action` stands three times, each for its own rules.
 * Limits are those of design.md: a file may lower them and never raise them.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "base/addr.h"
#include "policy/config_keys.h"

/* "Help: {help}. Reference: 7QX4-2MK9." is one sentence of 70 characters. */
#define HELP_MAX       41
#define LINE_MAX_BYTES 200 /* texts that stand in a mail's line or header */
#define TEXT_MAX_BYTES 4000
#define DAYS_MAX       3660 /* ten years */

#define BIT(r)	  (1u << (r))
#define ALL_RULES ((1u << PN_N_RULES) - 1)
#define SENSITIVE_RULES                                                        \
	(BIT(PN_RULE_BODY) | BIT(PN_RULE_ATTACHMENT) |                         \
	    BIT(PN_RULE_RECIPIENT) | BIT(PN_RULE_CONTENT) |                    \
	    BIT(PN_RULE_WEBMAIL))
#define QUARANTINE_RULES                                                       \
	(BIT(PN_RULE_LOOKALIKE) | BIT(PN_RULE_UNSCANNABLE) |                   \
	    BIT(PN_RULE_WEBMAIL))
#define ANNOTATE_RULES BIT(PN_RULE_VOLUME)
#define FOOTER_RULES   BIT(PN_RULE_OPINION)
#define REJECT_RULES                                                           \
	(ALL_RULES & ~(QUARANTINE_RULES | ANNOTATE_RULES | FOOTER_RULES))

const struct pn_choice pn_action_choices[] = {{"accept", PN_ACCEPT},
    {"annotate", PN_ANNOTATE}, {"quarantine", PN_QUARANTINE},
    {"reject", PN_REJECT}, {NULL, 0}};
static const struct pn_choice footer_choices[] = {
    {"accept", PN_ACCEPT}, {"annotate", PN_ANNOTATE}, {NULL, 0}};
const struct pn_choice pn_mode_choices[] = {
    {"enforce", PN_ENFORCE}, {"monitor", PN_MONITOR}, {NULL, 0}};
static const struct pn_choice fault_choices[] = {
    {"tempfail", PN_FAULT_TEMPFAIL}, {"quarantine", PN_FAULT_QUARANTINE},
    {"accept", PN_FAULT_ACCEPT}, {NULL, 0}};
static const struct pn_choice minimum_choices[] = {
    {"strong", PN_MINIMUM_STRONG}, {"modern", PN_MINIMUM_MODERN}, {NULL, 0}};
static const struct pn_choice transport_choices[] = {
    {"sendmail", PN_TRANSPORT_SENDMAIL}, {"smtp", PN_TRANSPORT_SMTP},
    {NULL, 0}};

/* check_line - a text that stands in one line of a mail or header */
static const char *
check_line(const char *s)
{
	for (; *s != '\0'; s++)
		if (iscntrl((unsigned char)*s))
			return "must be one line without control characters";
	return NULL;
}

/* check_ascii - a text that also stands in the SMTP reply */
static const char *
check_ascii(const char *s)
{
	if (*s == '\0')
		return "must not be empty: it tells staff who helps";
	for (; *s != '\0'; s++)
		if (*s < ' ' || *s > '~')
			return "must be printable ASCII: it stands in the "
			       "SMTP reply";
	return NULL;
}

/* check_filled - a line that must say something */
static const char *
check_filled(const char *s)
{
	return *s == '\0' ? "must not be empty" : check_line(s);
}

/* digits - the length of the run of digits at S */
static size_t
digits(const char *s)
{
	return strspn(s, "0123456789");
}

/* check_socket - unix:/path, inet:port@host or fd:N */
static const char *
check_socket(const char *s)
{
	size_t n;

	if (strncmp(s, "unix:/", 6) == 0 && s[6] != '\0')
		return check_line(s);
	if (strncmp(s, "inet:", 5) == 0) {
		n = digits(s + 5);
		if (n > 0 && n <= 5 && s[5 + n] == '@' && s[6 + n] != '\0')
			return check_line(s);
	}
	if (strncmp(s, "fd:", 3) == 0 && digits(s + 3) > 0 &&
	    s[3 + digits(s + 3)] == '\0')
		return NULL;
	return "must be unix:/path, inet:port@host or fd:N";
}

/* check_host_port - host:port */
static const char *
check_host_port(const char *s)
{
	const char *colon = strrchr(s, ':');

	if (colon == NULL || colon == s || digits(colon + 1) == 0 ||
	    colon[1 + digits(colon + 1)] != '\0')
		return "must be host:port, for example 127.0.0.1:25";
	return check_line(s);
}

/* check_languages - names of languages, joined by + */
static const char *
check_languages(const char *s)
{
	bool name = false;

	for (; *s != '\0'; s++) {
		if (*s == '+' ? !name : !isalnum((unsigned char)*s) && *s != '_')
			break;
		name = *s != '+';
	}
	return *s == '\0' && name ? NULL
				  : "must be names of languages joined by +, "
				    "for example \"eng\" or \"eng+cym\"";
}

/* check_address - "" (worked out when loading) or an address */
static const char *
check_address(const char *s)
{
	char *canon;

	if (*s == '\0')
		return NULL;
	canon = pn_addr_canon(s);
	if (canon == NULL || *canon == '\0') {
		free(canon);
		return "must be an address such as postern@school.example";
	}
	free(canon);
	return NULL;
}

#define AT(member) offsetof(struct pn_config, member)
#define TEXT(name_, member_, fallback_, max_, check_, what_)                   \
	{                                                                      \
		.name = name_, .type = PN_KEY_STRING, .offset = AT(member_),   \
		.fallback = fallback_, .max = max_, .check = check_,           \
		.what = what_                                                  \
	}
#define NUMBER(name_, member_, fallback_, min_, max_, what_)                   \
	{                                                                      \
		.name = name_, .type = PN_KEY_UINT, .offset = AT(member_),     \
		.fallback = fallback_, .min = min_, .max = max_, .what = what_ \
	}
#define BYTES(name_, member_, fallback_, min_, max_, what_)                    \
	{                                                                      \
		.name = name_, .type = PN_KEY_SIZE, .offset = AT(member_),     \
		.fallback = fallback_, .min = min_, .max = max_, .what = what_ \
	}
#define CHOICE(name_, member_, fallback_, choices_, what_)                     \
	{                                                                      \
		.name = name_, .type = PN_KEY_CHOICE, .offset = AT(member_),   \
		.fallback = fallback_, .choices = choices_, .what = what_      \
	}
#define LIST(name_, type_, member_, what_)                                     \
	{                                                                      \
		.name = name_, .type = type_, .offset = AT(member_),           \
		.what = what_                                                  \
	}

/* clang-format off */
const struct pn_key pn_keys[] = {
	LIST("internal_domains", PN_KEY_DOMAINS, internal_domains,
	    "domains whose addresses are the organisation's own"),
	LIST("partners", PN_KEY_PARTNERS, partners,
	    "domains and addresses with which IT has an agreement"),
	CHOICE("mode", mode, "enforce", pn_mode_choices,
	    "enforce, or monitor: record and stop nothing"),
	LIST("monitor_senders", PN_KEY_SCOPES, monitor_senders,
	    "senders whose mail is recorded and never stopped"),
	LIST("patterns", PN_KEY_PATHS, patterns,
	    "folders or files of patterns, in order"),
	TEXT("texts", texts, NULL, 0, check_filled,
	    "folder of the shipped explanation texts"),
	TEXT("site_texts", site_texts, "", 0, check_line,
	    "folder of the site's own texts; a file there replaces the shipped "
	    "one of that name"),
	TEXT("site_key", site_key, NULL, 0, check_line,
	    "file of the key under which the store is sealed; empty for "
	    "site.key in the store's folder"),
	TEXT("socket", socket, "unix:" PN_RUNDIR "/postern.sock", 0,
	    check_socket, "where posternd listens for the MTA"),
	TEXT("pid_file", pid_file, "", 0, check_line,
	    "file that is locked while posternd runs; empty for none, the "
	    "socket is locked anyway"),
	TEXT("scanner", scanner, "", 0, check_line,
	    "the program postern-scan; empty for the one that was installed"),
	NUMBER("workers", workers, "0", 0, 256,
	    "processes that read messages; 0 is one per processor"),
	{ .name = "ocr", .type = PN_KEY_BOOL, .offset = AT(ocr),
	  .fallback = "false", .what = "read the text in pictures" },
	TEXT("ocr_languages", ocr_languages, "eng", LINE_MAX_BYTES,
	    check_languages,
	    "languages of that text as Tesseract names them, joined by +"),
	CHOICE("on_fault", on_fault, "tempfail", fault_choices,
	    "what happens to a message that could not be read because of a "
	    "fault of ours"),
	NUMBER("reply_lines", reply_lines, "1", 1, 3,
	    "lines of the SMTP reply: 1 or 3"),
	TEXT("organisation", organisation, "the school", LINE_MAX_BYTES,
	    check_filled, "what staff call the place they work for"),
	TEXT("help", help, "the IT help desk", HELP_MAX, check_ascii,
	    "who helps, for example \"IT help, ext. 222\""),
	TEXT("howto", howto, "", LINE_MAX_BYTES, check_line,
	    "address of a local page on setting passwords"),
	TEXT("protocol_name", protocol_name, "confidentiality protocol",
	    LINE_MAX_BYTES, check_filled,
	    "what staff call the protocol"),
	TEXT("store.driver", store_driver, "sqlite", 0, check_filled,
	    "kind of database"),
	TEXT("store.path", store_path, PN_STATEDIR "/postern.db", 0, check_line,
	    "file of the sqlite database"),
	TEXT("store.dsn", store_dsn, "", 0, check_line,
	    "how to reach a database that is not a file"),
	TEXT("annotate.subject_tag", subject_tag, "", LINE_MAX_BYTES,
	    check_line, "put before the subject of annotated mail"),
	TEXT("annotate.footer", footer, "", TEXT_MAX_BYTES, NULL,
	    "added under the text of annotated mail"),
	{ .name = "notices.enabled", .type = PN_KEY_BOOL,
	  .offset = AT(notices), .fallback = "true",
	  .what = "tell the sender of a stopped message by mail" },
	CHOICE("notices.transport", transport, "sendmail", transport_choices,
	    "how those mails leave: sendmail or smtp"),
	TEXT("notices.sendmail", sendmail, "/usr/sbin/sendmail -i", 0,
	    check_filled, "the sendmail command and its options"),
	TEXT("notices.smtp", smtp, "127.0.0.1:25", 0, check_host_port,
	    "the SMTP server on this host, as host:port"),
	TEXT("notices.from", notice_from, NULL, 0, check_address,
	    "address those mails come from"),
	NUMBER("notices.retry_seconds", retry_seconds, "300", 1, 86400,
	    "wait between two tries to send one"),
	NUMBER("keep.hold_days", hold_days, "14", 1, DAYS_MAX,
	    "days that a held message waits before it is given up"),
	NUMBER("keep.verified_days", verified_days, "365", 1, DAYS_MAX,
	    "days that a checked recipient stays checked"),
	NUMBER("keep.audit_days", audit_days, "365", 1, DAYS_MAX,
	    "days that the record of a decision is kept"),
	NUMBER("keep.outbox_days", outbox_days, "5", 1, 60,
	    "days for which an unsent mail to a sender is tried"),
	BYTES("limits.message", limit_message, "104857600", 1024, 104857600,
	    "bytes of a message"),
	BYTES("limits.text", limit_text, "67108864", 1024, 67108864,
	    "bytes of text taken out of a message"),
	NUMBER("limits.nesting", limit_nesting, "20", 1, 20,
	    "levels of parts within parts and files within files"),
	NUMBER("limits.parts", limit_parts, "10000", 1, 10000,
	    "parts of a message"),
	NUMBER("limits.ratio", limit_ratio, "200", 2, 200,
	    "expansion of a compressed file, to one"),
	NUMBER("limits.members", limit_members, "20000", 1, 20000,
	    "files inside archives"),
	NUMBER("limits.cpu_seconds", limit_cpu_seconds, "20", 1, 20,
	    "seconds of processor time for a message"),
	NUMBER("limits.memory_mb", limit_memory_mb, "512", 64, 512,
	    "megabytes of memory of a worker"),
	NUMBER("sensitive.high", high, "1", 1, 1000,
	    "distinct findings of high confidence that make text sensitive"),
	NUMBER("sensitive.medium", medium, "3", 1, 1000,
	    "distinct findings of medium confidence that do"),
	NUMBER("sensitive.bulk", bulk, "5", 1, 100000,
	    "people in a table that do"),
	NUMBER("sensitive.contact", contact, "20", 1, 100000,
	    "contact details that are still not sensitive"),
	LIST("exceptions", PN_KEY_EXCEPTIONS, exceptions,
	    "dated exceptions from a rule"),
};
const size_t pn_n_keys = sizeof(pn_keys) / sizeof(pn_keys[0]);
/* clang-format on */

#undef AT
#define AT(member) offsetof(struct pn_rule_config, member)
#define ACTION(name_, member_, rules_, fallback_, choices_, what_)             \
	{                                                                      \
		.name = name_, .type = PN_KEY_CHOICE, .offset = AT(member_),   \
		.rules = rules_, .fallback = fallback_, .choices = choices_,   \
		.what = what_                                                  \
	}
#define COUNT(name_, member_, rules_, fallback_, min_, max_, what_)            \
	{                                                                      \
		.name = name_, .type = PN_KEY_UINT, .offset = AT(member_),     \
		.rules = rules_, .fallback = fallback_, .min = min_,           \
		.max = max_, .what = what_                                     \
	}

/* clang-format off */
const struct pn_key pn_rule_keys[] = {
	{ .name = "enabled", .type = PN_KEY_BOOL, .offset = AT(enabled),
	  .rules = ALL_RULES, .fallback = "true",
	  .what = "is the rule looked at?" },
	ACTION("mode", mode, ALL_RULES, "enforce", pn_mode_choices,
	    "enforce, or monitor: record and stop nothing"),
	ACTION("action", action, REJECT_RULES, "reject", pn_action_choices,
	    "what a message that breaks the rule gets"),
	ACTION("action", action, QUARANTINE_RULES, "quarantine",
	    pn_action_choices, "what a message that breaks the rule gets"),
	ACTION("action", action, ANNOTATE_RULES, "annotate",
	    pn_action_choices, "what a message that breaks the rule gets"),
	ACTION("action", action, FOOTER_RULES, "annotate", footer_choices,
	    "annotate adds the footer, accept does not"),
	ACTION("proven", proven, BIT(PN_RULE_PASSWORD), "reject",
	    pn_action_choices, "the password opens the file beside it"),
	ACTION("likely", likely, BIT(PN_RULE_PASSWORD), "quarantine",
	    pn_action_choices, "it is called a password and is beside a file"),
	ACTION("follows", follows, BIT(PN_RULE_PASSWORD), "quarantine",
	    pn_action_choices, "a password is sent after its file"),
	ACTION("mismatch", mismatch, BIT(PN_RULE_CONTENT), "quarantine",
	    pn_action_choices, "a file is not what its name says"),
	ACTION("minimum", minimum, BIT(PN_RULE_ATTACHMENT), "strong",
	    minimum_choices,
	    "strong, or modern: older strong ciphers count as weak"),
	COUNT("max_visible", max_visible, BIT(PN_RULE_AUDIENCE), "20", 1,
	    10000, "outside addresses allowed in To and Cc together"),
	COUNT("recipients_per_hour", recipients_per_hour,
	    BIT(PN_RULE_VOLUME), "0", 0, 10000000,
	    "recipients of one sender in an hour; 0 is no limit"),
	{ .name = "bytes_per_hour", .type = PN_KEY_SIZE,
	  .offset = AT(bytes_per_hour), .rules = BIT(PN_RULE_VOLUME),
	  .fallback = "0", .max = (uint64_t)1 << 50,
	  .what = "bytes of one sender in an hour; 0 is no limit" },
	COUNT("sensitive.high", high, SENSITIVE_RULES, NULL, 1, 1000,
	    "as the key of that name outside of rules"),
	COUNT("sensitive.medium", medium, SENSITIVE_RULES, NULL, 1, 1000,
	    "as the key of that name outside of rules"),
	COUNT("sensitive.bulk", bulk, SENSITIVE_RULES, NULL, 1, 100000,
	    "as the key of that name outside of rules"),
	COUNT("sensitive.contact", contact, SENSITIVE_RULES, NULL, 1, 100000,
	    "as the key of that name outside of rules"),
};
const size_t pn_n_rule_keys = sizeof(pn_rule_keys) / sizeof(pn_rule_keys[0]);
/* clang-format on */

const char *
pn_choice_word(const struct pn_choice *c, int value)
{
	for (; c->word != NULL; c++)
		if (c->value == value)
			return c->word;
	return "?";
}

struct pn_key_scope
pn_global_scope(void)
{
	return (struct pn_key_scope){pn_keys, pn_n_keys, 0};
}

struct pn_key_scope
pn_rule_scope(size_t r)
{
	return (struct pn_key_scope){pn_rule_keys, pn_n_rule_keys, 1u << r};
}

bool
pn_key_applies(const struct pn_key *key, const struct pn_key_scope *scope)
{
	return scope->rule == 0 || (key->rules & scope->rule) != 0;
}
