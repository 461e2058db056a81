/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_cms - S/MIME and CMS files that anybody can read (RFC 5652, RFC 3274)
 *
 * Signed, digested, compressed and plain data hold their content as an octet
 * string; it is a member. In S/MIME (RFC 8551) that is a MIME entity, which
 * becomes a message by a MIME-Version line in front. A signature alone has no
 * content. Encrypted kinds are told as such; lib/protect grades them.
 */
#include <string.h>
#include <strings.h>
#include "base/armor.h"
#include "base/ber.h"
#include "extract/inflate.h"
#include "extract/unpack.h"

#define MAX_PIECES 1000000 /* of an octet string */
#define MAX_ARMOR  (96u << 20)

static const char mime_version[] = "MIME-Version: 1.0\r\n";
static const char *const labels[] = {"PKCS7", "CMS", "PKCS #7 SIGNED DATA"};

/* armored - is B CMS in armor? It goes on behind the label */
static bool
armored(struct pn_bytes *b)
{
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (pn_armor_begins(b, labels[i]))
			return true;
	return false;
}

static unsigned
cms_bid(struct pn_look *look, const char **type)
{
	struct pn_bytes b = look->bytes;

	(void)type;
	if (armored(&b))
		return 8 * (sizeof("-----BEGIN CMS-----") - 1);
	return pn_cms_type(&b) == PN_CMS_TYPES ? 0 : 88;
}

/* octets - the octet string at B, whole or in pieces, into OUT */
static enum pn_err
octets(struct pn_job *job, struct pn_bytes b, struct pn_buf *out)
{
	struct pn_ber e;

	for (unsigned n = 0; n < MAX_PIECES && pn_ber_header(&b, &e); n++) {
		if (e.tag == PN_BER_OCTETS_IN_PIECES) {
			if (!e.indefinite)
				b = e.inside;
			continue;
		}
		if (e.tag != PN_BER_OCTETS)
			return PN_OK;
		if (e.cut)
			pn_job_damage(job, "damaged");
		if (pn_buf_add(out, e.inside.p, e.inside.n) != PN_OK)
			return pn_job_limit(job, "unpacked");
		b.p = e.inside.p + e.inside.n;
		b.n -= e.inside.n;
		if (n == 0) /* one piece is all there is */
			return PN_OK;
	}
	return PN_OK;
}

/* to_content - from behind [0] of a structure of type T to its content, the
 * inside of EncapsulatedContentInfo; false where there is none */
static bool
to_content(enum pn_cms_type t, struct pn_bytes *b)
{
	struct pn_ber e;

	if (t == PN_CMS_DATA)
		return true;
	if (!pn_ber_enter(b, PN_BER_SEQUENCE) || !pn_ber_next(b, &e) ||
	    e.tag != PN_BER_INTEGER)
		return false;
	if (!pn_ber_next(b, &e) || /* the algorithm or algorithms */
	    (e.tag != PN_BER_SET && e.tag != PN_BER_SEQUENCE))
		return false;
	return pn_ber_enter(b, PN_BER_SEQUENCE) && pn_ber_next(b, &e) &&
	       e.tag == PN_BER_OID && pn_ber_enter(b, PN_BER_CONTEXT_0);
}

/* hand_content - CONTENT as a member; a MIME entity becomes a message */
static enum pn_err
hand_content(struct pn_job *job, struct pn_bytes content)
{
	struct pn_member m = {.content = content, .role = PN_ROLE_MEMBER};
	struct pn_buf message;
	enum pn_err err;

	if (content.n == 0)
		return PN_OK;
	pn_buf_init(&message, content.n + sizeof(mime_version));
	if (content.n > 8 &&
	    strncasecmp((const char *)content.p, "content-", 8) == 0) {
		(void)pn_buf_adds(&message, mime_version);
		(void)pn_buf_add(&message, content.p, content.n);
		m.content = pn_buf_bytes(&message);
	}
	err = pn_job_member(job, &m);
	pn_buf_free(&message);
	return err;
}

/* read_content - the content of a structure of type T, from [0] on */
static enum pn_err
read_content(struct pn_job *job, enum pn_cms_type t, struct pn_bytes b)
{
	struct pn_buf packed, plain;
	enum pn_err err;

	if (!pn_ber_enter(&b, PN_BER_CONTEXT_0))
		return PN_ERR_SYNTAX;
	if (!to_content(t, &b)) /* a signature alone, or broken */
		return t == PN_CMS_SIGNED ? PN_OK : PN_ERR_SYNTAX;
	pn_buf_init(&packed, job->bytes.n);
	pn_buf_init(&plain, PN_UNPACK_MAX);
	err = octets(job, b, &packed);
	if (err == PN_OK && t == PN_CMS_COMPRESSED) {
		err = pn_inflate_stream(
		    job, PN_DEFLATED_ZLIB, pn_buf_bytes(&packed), &plain);
		if (err == PN_ERR_SYNTAX) {
			pn_job_damage(job, "damaged");
			err = PN_OK;
		}
	}
	if (err == PN_OK)
		err = hand_content(job,
		    pn_buf_bytes(t == PN_CMS_COMPRESSED ? &plain : &packed));
	pn_buf_free(&plain);
	pn_buf_free(&packed);
	return err;
}

static enum pn_err
read_binary(struct pn_job *job, struct pn_bytes b)
{
	enum pn_cms_type t = pn_cms_type(&b);

	switch (t) {
	case PN_CMS_DATA:
	case PN_CMS_SIGNED:
	case PN_CMS_DIGESTED:
	case PN_CMS_COMPRESSED:
		return read_content(job, t, b);
	case PN_CMS_ENVELOPED:
	case PN_CMS_ENCRYPTED:
	case PN_CMS_AUTH_ENVELOPED:
		pn_job_answer(job, PN_STATUS_ENCRYPTED, NULL);
		return PN_OK;
	case PN_CMS_TIMESTAMPED:
		pn_job_answer(job, PN_STATUS_UNSCANNABLE, "no-reader");
		return PN_OK;
	case PN_CMS_TYPES:
		break;
	}
	return PN_ERR_SYNTAX;
}

static enum pn_err
cms_read(struct pn_job *job)
{
	struct pn_bytes b = job->bytes;
	struct pn_buf bytes;
	enum pn_err err;

	if (!armored(&b))
		return read_binary(job, job->bytes);
	pn_buf_init(&bytes, MAX_ARMOR);
	if (!pn_armor_decode(&b, &bytes))
		pn_job_damage(job, "damaged");
	err = read_binary(job, pn_buf_bytes(&bytes));
	if (err == PN_OK) /* anybody reads what stands behind the armor */
		err = pn_job_text(job, b, "", 0);
	pn_buf_free(&bytes);
	return err;
}

const struct pn_format pn_format_cms = {
    .name = "cms",
    .type = "application/pkcs7-mime",
    .bid = cms_bid,
    .read = cms_read,
};
