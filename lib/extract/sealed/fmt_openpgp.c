/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_openpgp - OpenPGP files that anybody can read (RFC 9580)
 *
 * Compressed packets are unpacked, within each other too; literal packets are
 * members with the file name that they carry; user ids of keys are text. What
 * is encrypted is told as such; lib/protect grades it. Signatures say nothing.
 */
#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include "base/armor.h"
#include "base/uni.h"
#include "extract/inflate.h"
#include "extract/unpack.h"

#define MAX_PACKETS 10000
#define MAX_NESTING 8 /* compressed packets within compressed packets */
#define MAX_PIECES  1000000
#define STEP_BYTES  (64u << 10)

enum tag {
	TAG_PUBLIC_SESSION = 1,
	TAG_SIGNATURE = 2,
	TAG_SECRET_SESSION = 3,
	TAG_ONE_PASS = 4,
	TAG_SECRET_KEY = 5,
	TAG_PUBLIC_KEY = 6,
	TAG_COMPRESSED = 8,
	TAG_DATA = 9,
	TAG_LITERAL = 11,
	TAG_USER_ID = 13,
	TAG_PROTECTED_DATA = 18,
	TAG_AEAD_DATA = 20,
};

/* Compression algorithms, RFC 9580 9.4. */
enum { PACKED_NOT, PACKED_ZIP, PACKED_ZLIB, PACKED_BZIP2 };

struct packet {
	unsigned tag;
	struct pn_buf body;
	bool cut;
};

/* big - the big-endian number of N bytes at P */
static size_t
big(const unsigned char *p, size_t n)
{
	size_t v = 0;

	while (n-- > 0)
		v = v << 8 | *p++;
	return v;
}

/* take - N bytes of *B into the packet's body */
static void
take(struct pn_bytes *b, size_t n, struct packet *k)
{
	if (n > b->n) {
		k->cut = true;
		n = b->n;
	}
	(void)pn_buf_add(&k->body, b->p, n);
	b->p += n;
	b->n -= n;
}

/* new_length - the length at *B (RFC 9580 4.2.1); *PARTIAL: more will come */
static bool
new_length(struct pn_bytes *b, size_t *n, bool *partial)
{
	size_t head = 1;
	unsigned l;

	if (b->n == 0)
		return false;
	l = b->p[0];
	*partial = l >= 224 && l < 255;
	if (l >= 192)
		head = l < 224 ? 2 : l == 255 ? 5 : 1;
	if (b->n < head)
		return false;
	*n = l < 192	? l
	     : l < 224	? ((l - 192u) << 8) + b->p[1] + 192
	     : *partial ? (size_t)1 << (l & 0x1f)
			: big(b->p + 1, 4);
	b->p += head;
	b->n -= head;
	return true;
}

/* next - the packet at *B with its body, pieces joined; free the body */
static bool
next(struct pn_bytes *b, struct packet *k)
{
	unsigned c = b->n ? b->p[0] : 0;
	bool partial = true;
	size_t n = 0;

	if (!(c & 0x80) || b->n < 2)
		return false;
	k->cut = false;
	pn_buf_init(&k->body, b->n);
	b->p++;
	b->n--;
	if (c & 0x40) {
		k->tag = c & 0x3f;
		for (unsigned i = 0; partial && i < MAX_PIECES; i++) {
			k->cut = !new_length(b, &n, &partial);
			if (k->cut)
				break;
			take(b, n, k);
		}
		return true;
	}
	k->tag = c >> 2 & 0x0f;
	n = (size_t)1 << (c & 3);
	if (n > 4) { /* of no length: to the end */
		take(b, b->n, k);
		return true;
	}
	k->cut = b->n < n;
	if (!k->cut) {
		size_t len = big(b->p, n);

		b->p += n;
		b->n -= n;
		take(b, len, k);
	}
	return true;
}

/* unbzip2 - IN by libarchive into OUT */
static enum pn_err
unbzip2(struct pn_job *job, struct pn_bytes in, struct pn_buf *out)
{
	struct archive *a = archive_read_new();
	struct archive_entry *e;
	enum pn_err err = PN_ERR_SYNTAX;

	if (a && archive_read_support_filter_bzip2(a) == ARCHIVE_OK &&
	    archive_read_support_format_raw(a) == ARCHIVE_OK &&
	    archive_read_open_memory(a, in.p, in.n) == ARCHIVE_OK &&
	    archive_read_next_header(a, &e) == ARCHIVE_OK)
		for (err = PN_OK; err == PN_OK;) {
			char *room = pn_buf_room(out, STEP_BYTES);
			la_ssize_t got =
			    room ? archive_read_data(a, room, STEP_BYTES) : 0;

			if (room == NULL)
				err = pn_job_limit(job, "unpacked");
			else if (got < 0)
				err = PN_ERR_SYNTAX;
			if (got <= 0)
				break;
			pn_buf_wrote(out, (size_t)got);
			err = pn_job_unpack(job, (uint64_t)got);
		}
	if (a)
		archive_read_free(a);
	return err;
}

/* unpack - what compressed packet BODY holds, into OUT */
static enum pn_err
unpack(struct pn_job *job, struct pn_bytes body, struct pn_buf *out)
{
	struct pn_bytes in = {body.p + 1, body.n - 1};

	switch (body.p[0]) {
	case PACKED_NOT:
		return pn_buf_add(out, in.p, in.n) == PN_OK
			   ? PN_OK
			   : pn_job_limit(job, "unpacked");
	case PACKED_ZIP:
		return pn_inflate_stream(job, PN_DEFLATED_RAW, in, out);
	case PACKED_ZLIB:
		return pn_inflate_stream(job, PN_DEFLATED_ZLIB, in, out);
	case PACKED_BZIP2:
		return unbzip2(job, in, out);
	default:
		return PN_ERR_SYNTAX;
	}
}

/* literal - format, name, date, then the content */
static enum pn_err
literal(struct pn_job *job, struct pn_bytes b)
{
	struct pn_member m = {.role = PN_ROLE_MEMBER};
	struct pn_buf name;
	size_t n;
	enum pn_err err;

	if (b.n < 6 || b.n < 6 + (n = b.p[1])) {
		pn_job_damage(job, "damaged");
		return PN_OK;
	}
	pn_buf_init(&name, 1024);
	if (n && pn_utf8_repair(&name, (const char *)b.p + 2, n) == PN_OK)
		m.name = name.data;
	m.content = (struct pn_bytes){b.p + 6 + n, b.n - 6 - n};
	err = pn_job_member(job, &m);
	pn_buf_free(&name);
	return err;
}

static enum pn_err packets(
    struct pn_job *job, struct pn_bytes b, unsigned depth);

static enum pn_err
compressed(struct pn_job *job, struct pn_bytes body, unsigned depth)
{
	struct pn_buf plain;
	enum pn_err err;

	if (depth >= MAX_NESTING)
		return pn_job_limit(job, "nesting");
	if (body.n == 0)
		return PN_ERR_SYNTAX;
	pn_buf_init(&plain, PN_UNPACK_MAX);
	err = unpack(job, body, &plain);
	if (err == PN_ERR_SYNTAX)
		pn_job_damage(job, "damaged");
	if (err != PN_ERR_LIMIT)
		err = packets(job, pn_buf_bytes(&plain), depth + 1);
	pn_buf_free(&plain);
	return err;
}

/* packet - one of them */
static enum pn_err
packet(struct pn_job *job, const struct packet *k, unsigned depth)
{
	struct pn_bytes body = pn_buf_bytes(&k->body);

	if (k->cut)
		pn_job_damage(job, "damaged");
	switch (k->tag) {
	case TAG_PUBLIC_SESSION:
	case TAG_SECRET_SESSION:
	case TAG_DATA:
	case TAG_PROTECTED_DATA:
	case TAG_AEAD_DATA:
		pn_job_answer(job, PN_STATUS_ENCRYPTED, NULL);
		return PN_OK;
	case TAG_LITERAL:
		return literal(job, body);
	case TAG_COMPRESSED:
		return compressed(job, body, depth);
	case TAG_USER_ID:
		return pn_job_text(job, body, "user id", 0);
	default:
		return PN_OK;
	}
}

/* packets - all packets in B */
static enum pn_err
packets(struct pn_job *job, struct pn_bytes b, unsigned depth)
{
	struct packet k;
	enum pn_err err = PN_OK;
	unsigned n;

	for (n = 0; err == PN_OK && n < MAX_PACKETS && next(&b, &k); n++) {
		err = packet(job, &k, depth);
		pn_buf_free(&k.body);
	}
	if (err == PN_OK && n == MAX_PACKETS)
		return pn_job_limit(job, "members");
	if (err == PN_OK && b.n)
		pn_job_damage(job, "damaged");
	return err;
}

/* kind_bits - how sure the first packets make of OpenPGP */
static unsigned
kind_bits(struct pn_bytes b)
{
	struct packet k;
	unsigned bits = 0;

	if (b.n > 4096) /* enough for a first packet and the next one's tag */
		b.n = 4096;
	if (!next(&b, &k))
		return 0;
	switch (k.tag) {
	case TAG_COMPRESSED:
		bits = k.body.len > 2 && k.body.data[0] <= PACKED_BZIP2 &&
			       k.body.data[0] >= 0
			   ? 12
			   : 0;
		break;
	case TAG_ONE_PASS: /* version, and how long it always is */
		bits = k.body.len == 13 && k.body.data[0] == 3 ? 32 : 0;
		break;
	case TAG_SIGNATURE:
	case TAG_PUBLIC_KEY:
	case TAG_SECRET_KEY:
		bits = k.body.len > 8 && !k.cut && k.body.data[0] >= 3 &&
			       k.body.data[0] <= 6 &&
			       (b.n == 0 || (b.p[0] & 0x80))
			   ? 24
			   : 0;
		break;
	case TAG_LITERAL:
		bits = k.body.len > 6 && strchr("btu1l", k.body.data[0]) &&
			       (unsigned char)k.body.data[1] + 6u <= k.body.len
			   ? 12
			   : 0;
		break;
	default:
		break;
	}
	pn_buf_free(&k.body);
	return bits;
}

/* sealed_bits - session keys, and sealed data behind them */
static unsigned
sealed_bits(struct pn_bytes b)
{
	struct packet k;
	unsigned keys = 0, bits = 0;
	bool good = true;

	while (good && bits == 0 && keys < 64 && next(&b, &k)) {
		unsigned version =
		    k.body.len ? (unsigned char)k.body.data[0] : 0;

		if (k.tag == TAG_PUBLIC_SESSION || k.tag == TAG_SECRET_SESSION)
			good = !k.cut && version >= 2 && version <= 6;
		else
			good = false;
		if (keys && (k.tag == TAG_DATA || k.tag == TAG_PROTECTED_DATA ||
				k.tag == TAG_AEAD_DATA))
			bits = 40;
		keys++;
		pn_buf_free(&k.body);
	}
	return bits;
}

static const char *const labels[] = {"PGP MESSAGE", "PGP PUBLIC KEY BLOCK",
    "PGP PRIVATE KEY BLOCK", "PGP SIGNATURE"};

/* armored - is B OpenPGP in armor? It goes on behind the label */
static bool
armored(struct pn_bytes *b)
{
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (pn_armor_begins(b, labels[i]))
			return true;
	return false;
}

static unsigned
openpgp_bid(struct pn_look *look, const char **type)
{
	struct pn_bytes b = look->bytes;
	unsigned bits = kind_bits(b);

	if (armored(&b)) {
		/* keys and signatures are texts that other rules know */
		bool message = pn_armor_begins(
		    &(struct pn_bytes){look->bytes.p, look->bytes.n},
		    labels[0]);

		return message ? 8 * (sizeof("-----BEGIN PGP MESSAGE-----") - 1)
			       : 0;
	}
	if (bits == 0)
		bits = sealed_bits(b);
	(void)type;
	return bits;
}

static enum pn_err
openpgp_read(struct pn_job *job)
{
	struct pn_bytes b = job->bytes;
	struct pn_buf bytes;
	enum pn_err err;

	if (!armored(&b))
		return packets(job, job->bytes, 0);
	pn_buf_init(&bytes, job->bytes.n);
	if (!pn_armor_decode(&b, &bytes))
		pn_job_damage(job, "damaged");
	err = packets(job, pn_buf_bytes(&bytes), 0);
	if (err == PN_OK) /* anybody reads what stands behind the armor */
		err = pn_job_text(job, b, "", 0);
	pn_buf_free(&bytes);
	return err;
}

const struct pn_format pn_format_openpgp = {
    .name = "openpgp",
    .type = "application/pgp-encrypted",
    .bid = openpgp_bid,
    .read = openpgp_read,
};
