/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_lock_mail - messages that are encrypted or signed, as a whole
 *
 * A row for each way: the lock on its content as the report has it, and
 * whether the number in it was read, which is so exactly where there is no
 * lock. The files are made by tests/data/mailsec/make.py. The same rows are
 * in postern-formats(7).
 */
#include "lock_cases.h"

#include "base/report.h"
#include "detect/detect.h"
#include "inspect/inspect.h"

struct world {
	struct pn_pack *pack;
	struct pn_patterns *patterns;
};

static const struct {
	const char *name, *file;
	enum pn_protection grade;
	const char *kind, *why;
	bool read;
} rows[] = {
    {"PGP/MIME, encrypted", "mailsec/pgp-encrypted.eml", PN_PROT_STRONG,
	"openpgp", NULL, false},
    {"PGP/MIME, signed only", "mailsec/pgp-signed.eml", PN_PROT_NONE, NULL,
	NULL, true},
    {"OpenPGP in the text", "mailsec/pgp-inline.eml", PN_PROT_STRONG, "openpgp",
	NULL, false},
    {"OpenPGP behind other text", "mailsec/pgp-inline-text.eml", PN_PROT_NONE,
	NULL, NULL, true},
    {"OpenPGP in the text, signed", "mailsec/pgp-inline-signed.eml",
	PN_PROT_NONE, NULL, NULL, true},
    {"S/MIME message, enveloped", "mailsec/smime-enveloped.eml", PN_PROT_STRONG,
	"smime", NULL, false},
    {"S/MIME message, AuthEnveloped", "mailsec/smime-auth-enveloped.eml",
	PN_PROT_STRONG, "smime", NULL, false},
    {"S/MIME message, signed", "mailsec/smime-signed.eml", PN_PROT_NONE, NULL,
	NULL, true},
    {"S/MIME message, signed, opaque", "mailsec/smime-opaque.eml", PN_PROT_NONE,
	NULL, NULL, true},
};

static int
setup(void **state)
{
	struct world *w = pn_alloc(sizeof(*w));
	struct pn_errinfo info = {0};
	const char *src = getenv("PN_SRCDIR");
	char *path = pn_printf("%s/patterns", src ? src : ".");

	pn_inspect_init();
	if (pn_pack_load(&path, 1, &w->pack, &info) != PN_OK ||
	    pn_patterns_compile(w->pack, &w->patterns, &info) != PN_OK)
		return -1;
	free(path);
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;

	pn_patterns_free(&w->patterns);
	pn_pack_free(&w->pack);
	free(w);
	return 0;
}

/* locked - the part of R that is locked; NULL where none is */
static const struct pn_part *
locked(const struct pn_report *r)
{
	for (size_t i = 0; i < r->n_parts; i++)
		if (r->parts[i].protection != PN_PROT_NONE)
			return &r->parts[i];
	return NULL;
}

static void
messages_are_graded_and_read_where_they_can_be(void **state)
{
	struct world *w = *state;
	unsigned wrong = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pn_bytes b = lock_load("", rows[i].file);
		struct pn_report *r = NULL;
		struct pn_side side = {0};
		const struct pn_part *p;

		pn_inspect_message(
		    w->patterns, &pn_limits_default, b, &r, &side);
		p = locked(r);
		if ((p ? p->protection : PN_PROT_NONE) != rows[i].grade ||
		    !lock_same(p ? p->protection_kind : NULL, rows[i].kind) ||
		    !lock_same(p ? p->protection_why : NULL, rows[i].why) ||
		    (r->n_findings > 0) != rows[i].read) {
			wrong++;
			print_error("%s: %s %s, %zu findings\n", rows[i].name,
			    p ? pn_protection_word(p->protection) : "none",
			    p && p->protection_kind ? p->protection_kind : "-",
			    r->n_findings);
		}
		pn_report_free(&r);
		pn_side_free(&side);
		lock_free(b);
	}
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(messages_are_graded_and_read_where_they_can_be),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
