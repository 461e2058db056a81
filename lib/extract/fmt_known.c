/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_known - formats that hold text and have no reader yet
 *
 * They are recognised so that the report says what could not be looked into;
 * each leaves this file when it gets a reader of its own. Packages (ZIP with
 * a known main part) are told by their content types, never by file names.
 * Programs are here too, so that one under a document's name stands out.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>
#include "extract/format.h"
#include "extract/ole/le.h"
#include "extract/ooxml/opc.h"
#include "extract/sign.h"

static const struct pn_sign signs[] = {
    {7, 7, "**ACE**", "application/x-ace-compressed"},
    {0, 4, "ITSF", "application/vnd.ms-htmlhelp"},
    {0, 4, "!BDN", "application/vnd.ms-outlook-pst"},
    {0, 16, "SQLite format 3\0", "application/vnd.sqlite3"},
    {4, 15, "Standard Jet DB", "application/x-msaccess"},
    {4, 15, "Standard ACE DB", "application/x-msaccess"},
    {0, 16,
	"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96"
	"\xd3",
	"application/onenote"},
    {0, 16,
	"\xc0\xb9\x07\x2e\x4f\x93\xf1\x46\xa0\x15\x79\x2c\xa1\xd9\xe8"
	"\x21",
	"application/x-axcrypt"},
    {0, 21, "age-encryption.org/v1", "application/x-age-encryption"},
    {0, 8, "\x76\xe8\x04\x60\xc4\x11\xe3\x86",
	"application/x-microsoft-rpmsg-message"},
    {0, 4, "\xff\x57\x50\x43", "application/vnd.wordperfect"},
    {0, 4, "wvpk", "audio/x-wavpack"},
    {0, 11, "%!PS-Adobe-", "application/postscript"},
    {0, 6, "LUKS\xba\xbe", "application/x-luks"},
    {0, 4, "\x03\xd9\xa2\x9a", "application/x-keepass"},
    {0, 8, "Salted__", "application/x-openssl-encrypted"},
    {0, 8, "encrcdsa", "application/x-apple-diskimage"},
    {0, 7, "scrypt\0", "application/x-scrypt"},
    {0, 8, "\xfe\xed\xfe\xed\0\0\0\2", "application/x-java-keystore"},
    {0, 8, "\xce\xce\xce\xce\0\0\0\2", "application/x-java-keystore"},
    /* version 3, then data: the head of PKCS #12 behind its length */
    {4, 5, "\2\1\3\x30\x82", "application/x-pkcs12"},
    {0, 4, "PAR1", "application/vnd.apache.parquet"},
};

/* Texts by how they begin: sealed or wrapped, so that reading them as plain
 * text would show nothing of their content. */
static const struct {
	const char *start, *type;
} armour[] = {
    {"-----BEGIN AGE ENCRYPTED FILE-----", "application/x-age-encryption"},
    {"$ANSIBLE_VAULT;", "application/x-ansible-vault"},
    {"begin-base64 ", "application/x-uuencode"},
    {"=ybegin ", "application/x-yenc"},
    {"(This file must be converted with BinHex", "application/mac-binhex40"},
};

/* Main parts of OOXML packages that have no reader. */
static const struct {
	const char *main, *type;
} packages[] = {
    {"application/vnd.ms-visio.", "application/vnd.ms-visio.drawing"},
    {"application/vnd.ms-package.xps-",
	"application/vnd.ms-package.xps-fixeddocument"},
};

#define PROGRAM_BITS 32
#define COUNT(a)     (sizeof(a) / sizeof((a)[0]))

/* package_bid - a ZIP that is more than an archive? */
static unsigned
package_bid(struct pn_look *look, const char **type)
{
	const struct pn_zip *zip = pn_look_zip(look);
	const struct pn_opc *opc = pn_look_opc(look);
	const char *main = opc ? pn_opc_main_type(opc) : NULL;

	if (zip == NULL || zip->prefixed)
		return 0;
	for (size_t i = 0; main && i < COUNT(packages); i++)
		if (strncasecmp(main, packages[i].main,
			strlen(packages[i].main)) == 0) {
			*type = packages[i].type;
			return PN_BID_PACKAGE + 32;
		}
	return 0;
}

/* starts - the first words of the text, behind blank lines */
static unsigned
text_bid(struct pn_look *look, const char **type)
{
	const char *s = pn_look_text(look);

	if (s == NULL)
		return 0;
	while (isspace((unsigned char)*s))
		s++;
	for (size_t i = 0; i < COUNT(armour); i++)
		if (strncmp(s, armour[i].start, strlen(armour[i].start)) == 0) {
			*type = armour[i].type;
			return (unsigned)(8 * strlen(armour[i].start));
		}
	return 0;
}

/* program_bid - a program of Windows, Linux or macOS; fewer bits than an
 * archive that one carries */
static unsigned
program_bid(struct pn_bytes b, const char **type)
{
	size_t pe = b.n < 64 ? 0 : pn_le32(b, 60);

	if (b.n >= 64 && memcmp(b.p, "MZ", 2) == 0 && pe <= b.n - 4 &&
	    memcmp(b.p + pe, "PE\0\0", 4) == 0) {
		*type = "application/x-dosexec";
		return PROGRAM_BITS;
	}
	if (b.n < 16 ||
	    (memcmp(b.p, "\xcf\xfa\xed\xfe", 4) != 0 &&
		(memcmp(b.p,
		     "\x7f"
		     "ELF",
		     4) != 0 ||
		    b.p[4] - 1u > 1 || b.p[5] - 1u > 1 || b.p[6] != 1)))
		return 0;
	*type = "application/x-executable";
	return PROGRAM_BITS;
}

static unsigned
known_bid(struct pn_look *look, const char **type)
{
	struct {
		unsigned bits;
		const char *type;
	} bids[4] = {{0}};
	size_t best = 0;

	bids[0].bits =
	    pn_sign_find(look->bytes, signs, COUNT(signs), &bids[0].type);
	bids[1].bits = package_bid(look, &bids[1].type);
	bids[2].bits = text_bid(look, &bids[2].type);
	bids[3].bits = program_bid(look->bytes, &bids[3].type);
	for (size_t i = 1; i < COUNT(bids); i++)
		if (bids[i].bits > bids[best].bits)
			best = i;
	if (bids[best].bits)
		*type = bids[best].type;
	return bids[best].bits;
}

const struct pn_format pn_format_known = {
    .name = "known",
    .type = "application/octet-stream",
    .bid = known_bid,
    .answer = {PN_STATUS_UNSCANNABLE, "no-reader", NULL},
};
