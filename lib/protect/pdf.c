/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pdf - the lock of a PDF file (ISO 32000-2, 7.6)
 *
 * Two questions: which cipher the encryption dictionary names, and whether
 * the file opens without a password, which it does wherever only printing or
 * copying was to be forbidden (kind pdf-owner-only). Where the crypt filters
 * leave pages plain and encrypt attached files alone, the file is readable
 * (why attachments-only). A security handler that is not known, a dictionary
 * that is damaged or given in two ways: could not be told.
 */
#include "protect/grader.h"
#include "protect/pdf_doc.h"
#include "protect/pdf_key.h"

#define HEADER_IN      1024 /* readers accept bytes before the header */
#define MAX_LOOKUPS    64   /* each searches the file from its start */
#define MAX_CANDIDATES 16   /* objects of one number that are compared */
#define PADDED_MAX     127  /* bytes of a secret that some programs fill up */
#define KEY_R5	       32   /* of the file, under a password: OE and UE */
#define WORD_REACH     1024 /* blanks and comments in front of a word */
#define PERMS_R5       16   /* the permissions under the key */

enum cipher {
	CIPHER_NONE,
	CIPHER_RC4,
	CIPHER_AES128,
	CIPHER_AES256,
	CIPHER_UNKNOWN,
};

/* What the crypt filters do to pages, to strings and to attached files. */
struct filters {
	enum cipher streams, strings, files;
	unsigned bits; /* of RC4 */
};

/* The file and its trailer, for what the dictionary refers to. */
struct doc {
	struct pn_bytes file;
	struct pn_pdf_value trailer;
	unsigned lookups; /* objects that may still be searched for */
};

/* look_up - the object that REF refers to; nothing where they are used up */
static struct pn_pdf_value
look_up(struct doc *d, const struct pn_pdf_value *ref)
{
	static const struct pn_pdf_value nothing;

	if (d->lookups == 0)
		return nothing;
	d->lookups--;
	return pn_pdf_object(d->file, ref, 0);
}

/* get - the value under KEY; a reference is followed once, and stays one
 * where it leads nowhere: that is not the same as no value */
static struct pn_pdf_value
get(struct doc *d, const struct pn_pdf_value *dict, const char *key)
{
	struct pn_pdf_value v = pn_pdf_get(dict, key), there;

	if (v.type != PN_PDF_REF)
		return v;
	there = look_up(d, &v);
	return there.type != PN_PDF_END ? there : v;
}

/* rc4_bits - Length is in bits, but some programs write bytes */
static unsigned
rc4_bits(int64_t length)
{
	if (length >= 5 && length <= 16)
		return (unsigned)length * 8;
	return length >= 40 && length <= 128 ? (unsigned)length : 0;
}

/* named_cipher - the method of the crypt filter that NAME selects in CF */
static enum cipher
named_cipher(struct doc *d, const struct pn_pdf_value *cf,
    const struct pn_pdf_value *name, unsigned *bits)
{
	struct pn_bytes b = {NULL, 0};
	struct pn_pdf_value filter, cfm, length;
	unsigned n;

	if (pn_pdf_is_name(name, "Identity") || name->type == PN_PDF_END)
		return CIPHER_NONE;
	if (name->type != PN_PDF_NAME || cf->type != PN_PDF_DICT)
		return CIPHER_UNKNOWN;
	b.p = cf->raw.p + 2;
	b.n = cf->raw.n - 2;
	do { /* names are compared as written: no escapes in practice */
		filter = pn_pdf_next(&b);
		if (filter.type == PN_PDF_END)
			return CIPHER_UNKNOWN;
	} while (filter.type != PN_PDF_NAME || filter.raw.n != name->raw.n ||
		 memcmp(filter.raw.p, name->raw.p, name->raw.n) != 0);
	filter = pn_pdf_next(&b);
	if (filter.type == PN_PDF_REF)
		filter = look_up(d, &filter);
	cfm = get(d, &filter, "CFM");
	if (pn_pdf_is_name(&cfm, "AESV2"))
		return CIPHER_AES128;
	if (pn_pdf_is_name(&cfm, "AESV3") || pn_pdf_is_name(&cfm, "AESV4"))
		return CIPHER_AES256;
	if (pn_pdf_is_name(&cfm, "None"))
		return CIPHER_NONE;
	if (!pn_pdf_is_name(&cfm, "V2"))
		return CIPHER_UNKNOWN;
	length = get(d, &filter, "Length");
	n = rc4_bits(pn_pdf_int(&length, 128));
	if (n < *bits)
		*bits = n;
	return CIPHER_RC4;
}

/* read_filters - by the version V of the encryption dictionary */
static struct filters
read_filters(struct doc *d, const struct pn_pdf_value *enc, int64_t v)
{
	struct filters f = {
	    CIPHER_UNKNOWN, CIPHER_UNKNOWN, CIPHER_UNKNOWN, 128};
	struct pn_pdf_value cf, stm, str, eff, length;

	if (v == 1 || v == 2) {
		f.streams = f.strings = f.files = CIPHER_RC4;
		length = get(d, enc, "Length");
		f.bits = v == 1 ? 40 : rc4_bits(pn_pdf_int(&length, 40));
	} else if (v >= 4 && v <= 6) {
		cf = get(d, enc, "CF");
		stm = get(d, enc, "StmF");
		str = get(d, enc, "StrF");
		eff = get(d, enc, "EFF");
		f.streams = named_cipher(d, &cf, &stm, &f.bits);
		f.strings = named_cipher(d, &cf, &str, &f.bits);
		f.files = eff.type == PN_PDF_END
			      ? f.streams
			      : named_cipher(d, &cf, &eff, &f.bits);
	}
	return f;
}

/* cipher_lock - the grade of what hides pages and strings */
static struct pn_lock
cipher_lock(const struct filters *f)
{
	enum cipher c = f->streams < f->strings ? f->streams : f->strings;

	if (f->streams == CIPHER_UNKNOWN || f->strings == CIPHER_UNKNOWN)
		return pn_lock_unknown(NULL, "method");
	if (c == CIPHER_AES256)
		return pn_lock_whole(PN_PROT_STRONG, "pdf-aes256", NULL);
	if (c == CIPHER_AES128)
		return pn_lock_whole(PN_PROT_STRONG, "pdf-aes128", NULL);
	if (f->bits == 0)
		return pn_lock_unknown(NULL, "key-size");
	if (f->bits <= 40)
		return pn_lock_by_bits("pdf-rc4-40", 40);
	return pn_lock_by_bits(
	    f->bits < PN_STRONG_BITS ? "pdf-rc4" : "pdf-rc4-128", f->bits);
}

/* padded - is a string of the dictionary N bytes long? Some programs fill up
 * with zeros; a line end in it may count as one byte or two. */
static bool
padded(struct doc *d, const struct pn_pdf_value *enc, const char *key, size_t n)
{
	struct pn_pdf_value v = get(d, enc, key);
	unsigned char s[PADDED_MAX + 1];
	bool fits = false;
	int keep_eol;

	for (keep_eol = 0; keep_eol < 2 && !fits; keep_eol++) {
		size_t len = pn_pdf_string(&v, keep_eol, s, sizeof(s)), i = n;

		while (i < len && s[i] == 0)
			i++;
		fits = len >= n && len <= PADDED_MAX && i == len;
	}
	return fits;
}

/* consistent - is what a password is checked with complete, and fits it what
 * the dictionary says of its version? Where not, readers differ. */
static bool
consistent(struct doc *d, const struct pn_pdf_value *enc)
{
	struct pn_pdf_value v = get(d, enc, "V"), r = get(d, enc, "R");
	int64_t version = pn_pdf_int(&v, 0), revision = pn_pdf_int(&r, 0);

	if ((version >= 5) != (revision >= 5))
		return false;
	if (revision < 5)
		return padded(d, enc, "O", PN_PDF_HASH_R4) &&
		       padded(d, enc, "U", PN_PDF_HASH_R4);
	return padded(d, enc, "O", PN_PDF_HASH_R5) &&
	       padded(d, enc, "U", PN_PDF_HASH_R5) &&
	       padded(d, enc, "OE", KEY_R5) && padded(d, enc, "UE", KEY_R5) &&
	       padded(d, enc, "Perms", PERMS_R5);
}

/* read_secret - what a password is checked with; false where it is damaged */
static bool
read_secret(struct doc *d, const struct pn_pdf_value *enc, bool keep_eol,
    struct pn_pdf_secret *s)
{
	struct pn_pdf_value r = get(d, enc, "R"), o = get(d, enc, "O");
	struct pn_pdf_value u = get(d, enc, "U"), p = get(d, enc, "P");
	struct pn_pdf_value meta = get(d, enc, "EncryptMetadata");
	struct pn_pdf_value id = get(d, &d->trailer, "ID");
	size_t want;

	memset(s, 0, sizeof(*s));
	s->revision = (int)pn_pdf_int(&r, 0);
	if (s->revision < 2 || s->revision > 7 || p.type != PN_PDF_NUMBER)
		return false;
	want = s->revision >= 5 ? PN_PDF_HASH_R5 : PN_PDF_HASH_R4;
	if (pn_pdf_string(&o, keep_eol, s->o, sizeof(s->o)) < want ||
	    pn_pdf_string(&u, keep_eol, s->u, sizeof(s->u)) < want)
		return false;
	s->permissions = (int32_t)(uint32_t)pn_pdf_int(&p, 0);
	s->clear_metadata = pn_pdf_is_word(&meta, "false");
	id = pn_pdf_first(&id);
	s->id_len = pn_pdf_string(&id, keep_eol, s->id, sizeof(s->id));
	return true;
}

/* standard_lock - the standard handler: does it open without a password? */
static struct pn_lock
standard_lock(
    struct doc *d, const struct pn_pdf_value *enc, struct pn_lock lock)
{
	const struct pn_bytes empty = {NULL, 0};
	struct pn_pdf_secret s;
	enum pn_pdf_who who = PN_PDF_NOBODY;
	bool told = false;
	int keep_eol;

	for (keep_eol = 0; keep_eol < 2 && who == PN_PDF_NOBODY; keep_eol++) {
		if (!read_secret(d, enc, keep_eol, &s))
			continue;
		told = true;
		who = pn_pdf_try(&s, empty);
	}
	if (!told)
		return pn_lock_unknown(lock.kind, "damaged");
	if (who == PN_PDF_NOBODY)
		return consistent(d, enc)
			   ? lock
			   : pn_lock_unknown(lock.kind, "damaged");
	if (who == PN_PDF_USER)
		lock.kind = "pdf-owner-only";
	lock.grade = PN_PROT_WEAK;
	lock.why = who == PN_PDF_USER ? "owner-only" : "empty-password";
	lock.whole = false;
	return lock;
}

/* named_lock - by the security handler that an encryption dictionary names */
static struct pn_lock
named_lock(struct doc *d, const struct pn_pdf_value *enc)
{
	struct pn_pdf_value handler = get(d, enc, "Filter");
	struct pn_pdf_value v = get(d, enc, "V");
	struct filters f = read_filters(d, enc, pn_pdf_int(&v, 0));
	struct pn_lock lock;

	if (f.streams == CIPHER_NONE && f.strings == CIPHER_NONE)
		return pn_lock_none(
		    f.files == CIPHER_NONE ? "identity" : "attachments-only");
	if (f.streams == CIPHER_NONE || f.strings == CIPHER_NONE)
		return pn_lock_unknown(NULL, "mixed");
	lock = cipher_lock(&f);
	if (pn_pdf_is_name(&handler, "Standard"))
		return standard_lock(d, enc, lock);
	if (lock.grade == PN_PROT_WEAK || lock.grade == PN_PROT_UNKNOWN)
		return lock;
	if (pn_pdf_is_name(&handler, "Adobe.PubSec") ||
	    pn_pdf_is_name(&handler, "Adobe.PPKLite") ||
	    pn_pdf_is_name(&handler, "Entrust.PPKEF"))
		lock.kind = "pdf-pubkey";
	else if (pn_pdf_is_name(&handler, "MicrosoftIRMServices"))
		lock.kind = "pdf-irm";
	else
		lock = pn_lock_unknown(NULL, "method");
	return lock;
}

/* handler_lock - one encryption dictionary. Only what is written by the rules
 * is strong: from anything else some reader may take that there is no lock. */
static struct pn_lock
handler_lock(struct doc *d, const struct pn_pdf_value *enc)
{
	struct pn_lock lock = named_lock(d, enc);

	if (lock.grade == PN_PROT_STRONG &&
	    (!pn_pdf_sound(enc) || !pn_pdf_sound(&d->trailer)))
		return pn_lock_unknown(lock.kind, "damaged");
	return lock;
}

/* ends - does the object whose value is V end behind it? */
static bool
ends(struct pn_bytes file, const struct pn_pdf_value *v)
{
	struct pn_bytes b = {v->raw.p + v->raw.n, 0};
	struct pn_pdf_value word;

	b.n = (size_t)(file.p + file.n - b.p);
	b.n = b.n < WORD_REACH ? b.n : WORD_REACH;
	word = pn_pdf_next(&b);
	return pn_pdf_is_word(&word, "endobj");
}

/* referred_lock - by the object that Encrypt refers to. Every revision of it
 * is asked, since one may be a decoy in some stream; they must agree. */
static struct pn_lock
referred_lock(struct doc *d, const struct pn_pdf_value *ref)
{
	struct pn_lock lock = pn_lock_unknown(NULL, "damaged"), one;
	struct pn_pdf_value v;
	unsigned n, found = 0;

	for (n = 0; n < MAX_CANDIDATES; n++) {
		v = pn_pdf_object(d->file, ref, n);
		if (v.raw.p == NULL)
			break;
		if (pn_pdf_get(&v, "Filter").type == PN_PDF_END)
			continue;
		one = handler_lock(d, &v);
		if (one.grade == PN_PROT_STRONG && !ends(d->file, &v))
			one = pn_lock_unknown(one.kind, "damaged");
		if (found++ > 0 && one.grade != lock.grade)
			return pn_lock_unknown(NULL, "mixed");
		lock = one;
	}
	return lock;
}

static struct pn_lock
pdf_grade(struct pn_bytes bytes)
{
	struct doc d = {.file = bytes, .lookups = MAX_LOOKUPS};
	struct pn_pdf_value enc;

	switch (pn_pdf_trailer(bytes, &d.trailer)) {
	case PN_PDF_PLAIN:
		return pn_lock_none(NULL);
	case PN_PDF_NO_TRAILER:
	case PN_PDF_CONTRADICT:
		return pn_lock_unknown(NULL, "damaged");
	case PN_PDF_ENCRYPTED:
		break;
	}
	enc = pn_pdf_get(&d.trailer, "Encrypt");
	if (enc.type == PN_PDF_REF)
		return referred_lock(&d, &enc);
	if (enc.type == PN_PDF_DICT)
		return handler_lock(&d, &enc);
	return pn_lock_unknown(NULL, "damaged");
}

static unsigned
pdf_bid(struct pn_bytes b)
{
	size_t head = b.n < HEADER_IN ? b.n : HEADER_IN;

	if (pn_starts(b, "%PDF-", 5))
		return 40;
	/* behind other bytes only with more proof: a text may name it */
	if (b.n > 0 && memmem(b.p, head, "%PDF-", 5) != NULL &&
	    memmem(b.p, b.n, "startxref", 9) != NULL &&
	    memmem(b.p, b.n, "endobj", 6) != NULL)
		return 20;
	return 0;
}

const struct pn_grader pn_grader_pdf = {pdf_bid, pdf_grade, NULL};
