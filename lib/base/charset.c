/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * charset - bytes in a named character set to UTF-8, with iconv(3)
 *
 * glibc loads a module per set when it is first asked for; a sandboxed worker
 * can't, so pn_charset_warm opens one converter of each module and keeps it,
 * which keeps the module in memory for every later iconv_open.
 */
#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/charset.h"
#include "base/mem.h"
#include "base/uni.h"

#define NAME_MAX_BYTES 64
/* What is looked at to guess; a text shows its set early. */
#define GUESS_BYTES (64u << 10)
#define STEP_BYTES  4096

#define WIDE	    16	/* bytes of a vector that every machine has */
#define MANY	    255 /* what a byte of it can count */

/* What senders write, and what it means. */
static const struct {
	const char *name, *means;
} aliases[] = {
    {"us-ascii", "WINDOWS-1252"},
    {"ascii", "WINDOWS-1252"},
    {"iso-8859-1", "WINDOWS-1252"},
    {"iso8859-1", "WINDOWS-1252"},
    {"iso_8859-1", "WINDOWS-1252"},
    {"latin1", "WINDOWS-1252"},
    {"latin-1", "WINDOWS-1252"},
    {"ansi_x3.4-1968", "WINDOWS-1252"},
    {"utf8", "UTF-8"},
    {"unicode-1-1-utf-8", "UTF-8"},
    {"utf16", "UTF-16"},
    {"unicode-1-1-utf-7", "UTF-7"},
    {"ks_c_5601-1987", "CP949"},
    {"ks_c_5601", "CP949"},
    {"euc-kr", "CP949"},
    {"gb2312", "GB18030"},
    {"gbk", "GB18030"},
    {"x-gbk", "GB18030"},
    {"shift_jis", "CP932"},
    {"shift-jis", "CP932"},
    {"x-sjis", "CP932"},
    {"iso-8859-9", "WINDOWS-1254"},
    {"tis-620", "CP874"},
    {"iso-8859-8-i", "ISO-8859-8"},
    {"iso-8859-8-e", "ISO-8859-8"},
    {"iso-8859-6-i", "ISO-8859-6"},
    {"x-mac-roman", "MACINTOSH"},
    {"macroman", "MACINTOSH"},
    {"x-macroman", "MACINTOSH"},
};

/* A name for each module of glibc 2.36: `iconv -l` with all names left out
 * whose module an earlier one has loaded. A name that a system does not know
 * does no harm. */
static const char *const warm[] = {"437", "500", "850", "851", "852", "855",
    "856", "857", "858", "860", "861", "862", "863", "864", "865", "866",
    "866NAV", "869", "874", "904", "1026", "1046", "1047", "8859_1", "8859_2",
    "8859_3", "8859_4", "8859_5", "8859_6", "8859_7", "8859_8", "8859_9",
    "ANSI_X3.110-1983", "ARABIC7", "ARMSCII-8", "BALTIC", "BIG-5", "BIG5-HKSCS",
    "BRF", "BS_4730", "CN-GB", "CP-AR", "CP-HU", "CP037", "CP038", "CP273",
    "CP274", "CP275", "CP278", "CP280", "CP281", "CP284", "CP285", "CP290",
    "CP297", "CP420", "CP423", "CP424", "CP737", "CP770", "CP771", "CP772",
    "CP773", "CP774", "CP775", "CP803", "CP870", "CP871", "CP875", "CP880",
    "CP891", "CP901", "CP902", "CP903", "CP905", "CP918", "CP921", "CP922",
    "CP930", "CP932", "CP933", "CP935", "CP936", "CP937", "CP939", "CP949",
    "CP1004", "CP1008", "CP1025", "CP1097", "CP1112", "CP1122", "CP1123",
    "CP1124", "CP1125", "CP1129", "CP1130", "CP1132", "CP1133", "CP1137",
    "CP1140", "CP1141", "CP1142", "CP1143", "CP1144", "CP1145", "CP1146",
    "CP1147", "CP1148", "CP1149", "CP1153", "CP1154", "CP1155", "CP1156",
    "CP1157", "CP1158", "CP1160", "CP1161", "CP1162", "CP1163", "CP1164",
    "CP1166", "CP1167", "CP1250", "CP1251", "CP1252", "CP1253", "CP1254",
    "CP1255", "CP1256", "CP1257", "CP1258", "CP1282", "CP1361", "CP1364",
    "CP1371", "CP1388", "CP1390", "CP1399", "CP4517", "CP4899", "CP4909",
    "CP4971", "CP5347", "CP9030", "CP9066", "CP9448", "CP10007", "CP12712",
    "CP16804", "CSDECMCS", "CSEBCDICATDE", "CSEBCDICATDEA", "CSEBCDICCAFR",
    "CSEBCDICDKNO", "CSEBCDICDKNOA", "CSEBCDICES", "CSEBCDICESA", "CSEBCDICESS",
    "CSEBCDICFISE", "CSEBCDICFISEA", "CSEBCDICFR", "CSEBCDICIT", "CSEBCDICPT",
    "CSEBCDICUK", "CSEBCDICUS", "CSEUCKR", "CSEUCPKDFMTJAPANESE", "CSHPROMAN8",
    "CSIBM277", "CSIBM932", "CSIBM943", "CSISO18GREEK7OLD", "CSISO19LATINGREEK",
    "CSISO27LATINGREEK1", "CSISO49INIS", "CSISO50INIS8", "CSISO51INISCYRILLIC",
    "CSISO88GREEK7", "CSISO90", "CSISO103T618BIT", "CSISO111ECMACYRILLIC",
    "CSISO139CSN369103", "CSISO143IECP271", "CSISO150", "CSISO153GOST1976874",
    "CSISO2022CN", "CSISO2022JP", "CSISO2022KR", "CSISO2033",
    "CSISO5427CYRILLIC", "CSISO5427CYRILLIC1981", "CSISO5428GREEK",
    "CSISO10367BOX", "CSISOLATIN6", "CSKOI8R", "CSMACINTOSH", "CSNATSDANO",
    "CSNATSSEFI", "CSSHIFTJIS", "CSUNICODE", "EBCDIC-INT1", "EBCDIC-IS-FRISS",
    "EUC-JISX0213", "EUC-JP-MS", "EUC-TW", "GB18030", "GEORGIAN-ACADEMY",
    "GEORGIAN-PS", "HP-GREEK8", "HP-ROMAN9", "HP-THAI8", "HP-TURKISH8",
    "ISIRI-3342", "ISO-2022-CN-EXT", "ISO-2022-JP-3", "ISO-8859-9E",
    "ISO-8859-11", "ISO-8859-14", "ISO-8859-15", "ISO-8859-16", "ISO-IR-156",
    "ISO-IR-166", "ISO-IR-197", "ISO-IR-209", "ISO/TR_11548-1/", "KOI-8",
    "KOI8-RU", "KOI8-T", "KOI8-U", "MAC-CYRILLIC", "MAC-IS", "MAC-SAMI", "MIK",
    "PT154", "RK1048", "SHIFTJISX0213", "TCVN-5712", "TSCII", "UTF-7-IMAP",
    "UTF-16", "UTF-32", "VISCII", "WIN-SAMI-2"};

/* iconv_name - the name to give iconv for CHARSET into NAME; false for one
 * that can't be a charset's */
static bool
iconv_name(const char *charset, char name[NAME_MAX_BYTES])
{
	size_t n = strlen(charset);

	if (!n || n >= NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)charset[i]) &&
		    !strchr("-_.:+()", charset[i]))
			return false;
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (strcasecmp(charset, aliases[i].name) == 0)
			charset = aliases[i].means;
	if (strncasecmp(charset, "cp-", 3) == 0)
		snprintf(name, NAME_MAX_BYTES, "CP%s", charset + 3);
	else if (strncasecmp(charset, "x-", 2) == 0)
		snprintf(name, NAME_MAX_BYTES, "%s", charset + 2);
	else
		snprintf(name, NAME_MAX_BYTES, "%s", charset);
	return true;
}

/* convert - feed IN to CD step by step, broken bytes as U+FFFD */
static enum pn_err
convert(iconv_t cd, struct pn_buf *out, struct pn_bytes in)
{
	char *from = (char *)(uintptr_t)in.p;
	size_t left = in.n;
	enum pn_err err = PN_OK;
	bool flushed = false;

	while (err == PN_OK && !flushed) {
		char step[STEP_BYTES];
		char *to = step;
		size_t room = sizeof(step), r;

		flushed = left == 0;
		r = iconv(
		    cd, left ? &from : NULL, left ? &left : NULL, &to, &room);
		/* NULs and whatever iconv let through become harmless here */
		err = pn_utf8_repair(out, step, (size_t)(to - step));
		if (r != (size_t)-1 || errno == E2BIG) {
			flushed = flushed && errno != E2BIG;
			errno = 0;
			continue;
		}
		if (err == PN_OK)
			err = pn_utf8_put(out, 0xFFFD);
		if (left) {
			from++;
			left--;
			iconv(cd, NULL, NULL, NULL, NULL);
		}
	}
	return err;
}

enum pn_err
pn_charset_to_utf8(struct pn_buf *out, const char *charset, struct pn_bytes in)
{
	char name[NAME_MAX_BYTES];
	enum pn_err err;
	iconv_t cd;

	if (!iconv_name(charset, name))
		return PN_ERR_UNSUPPORTED;
	if (strcasecmp(name, "UTF-8") == 0)
		return pn_utf8_repair(out, (const char *)in.p, in.n);
	cd = iconv_open("UTF-8", name);
	if (cd == (iconv_t)-1)
		return PN_ERR_UNSUPPORTED;
	errno = 0;
	err = convert(cd, out, in);
	iconv_close(cd);
	return err;
}

unsigned
pn_charset_bom(struct pn_bytes in)
{
	static const struct {
		unsigned n;
		const char *bytes;
	} boms[] = {
	    {3, "\xEF\xBB\xBF"},
	    {4, "\xFF\xFE\x00\x00"},
	    {4, "\x00\x00\xFE\xFF"},
	    {2, "\xFF\xFE"},
	    {2, "\xFE\xFF"},
	};

	for (size_t i = 0; i < sizeof(boms) / sizeof(boms[0]); i++)
		if (in.n >= boms[i].n &&
		    memcmp(in.p, boms[i].bytes, boms[i].n) == 0)
			return boms[i].n;
	return 0;
}

/* by_bom - the set that a byte order mark tells; NULL without one */
static const char *
by_bom(struct pn_bytes in)
{
	switch (pn_charset_bom(in)) {
	case 2:
		return in.p[0] == 0xFF ? "UTF-16LE" : "UTF-16BE";
	case 3:
		return "UTF-8";
	case 4:
		return in.p[0] == 0xFF ? "UTF-32LE" : "UTF-32BE";
	}
	return NULL;
}

/* Bytes that the compiler compares all at once. */
typedef unsigned char wide __attribute__((vector_size(WIDE)));

/* count_nuls - how many NULs are at each of the four places of a unit in the
 * WIDE * N bytes at P; N up to MANY */
static void
count_nuls(const unsigned char *p, size_t n, size_t nul[4])
{
	wide v, sum = {0};

	for (size_t i = 0; i < n; i++) {
		memcpy(&v, p + i * WIDE, WIDE);
		sum += (wide)(v == 0) & 1;
	}
	for (size_t k = 0; k < WIDE; k++)
		nul[k % 4] += sum[k];
}

/* by_nuls - UTF-16 or UTF-32 without a mark: NULs at the same place of every
 * unit, for the Latin letters that any such text has; NULL if it is neither */
static const char *
by_nuls(struct pn_bytes in)
{
	size_t nul[4] = {0}, n = in.n / 4, i = 0, steps;

	if (in.n == 0 || memchr(in.p, 0, in.n) == NULL)
		return NULL;
	for (; (steps = (in.n - i) / WIDE) > 0; i += steps * WIDE) {
		steps = steps < MANY ? steps : MANY;
		count_nuls(in.p + i, steps, nul);
	}
	for (; i < n * 4; i++)
		nul[i % 4] += in.p[i] == 0;
	if (in.n < 4 || (in.n % 2 && in.n < 64))
		return NULL; /* a longer one may be cut off */
	if (nul[2] == n && nul[3] == n && nul[0] < n / 8 + 1)
		return "UTF-32LE";
	if (nul[0] == n && nul[1] == n && nul[3] < n / 8 + 1)
		return "UTF-32BE";
	if (nul[1] + nul[3] > n && nul[0] + nul[2] < n / 4 + 1)
		return "UTF-16LE";
	if (nul[0] + nul[2] > n && nul[1] + nul[3] < n / 4 + 1)
		return "UTF-16BE";
	return NULL;
}

/* odd_control - a control character that texts do not hold? Units and records
 * of tables can be separated by the last two */
static bool
odd_control(unsigned char c)
{
	return c < 0x1e && c != '\t' && c != '\n' && c != '\r' && c != '\f' &&
	       c != 0x1b && c != 0x1a;
}

/* odd_in - how many of the WIDE * N bytes at P are odd; N up to MANY */
static size_t
odd_in(const unsigned char *p, size_t n)
{
	wide v, sum = {0};
	size_t odd = 0;

	for (size_t i = 0; i < n; i++) {
		memcpy(&v, p + i * WIDE, WIDE);
		sum += (wide)((v < 0x1e) & (v != '\t') & (v != '\n') &
			      (v != '\r') & (v != '\f') & (v != 0x1b) &
			      (v != 0x1a)) &
		       1;
	}
	for (size_t k = 0; k < WIDE; k++)
		odd += sum[k];
	return odd;
}

/* binary - bytes that no text holds? */
static bool
binary(struct pn_bytes in)
{
	size_t odd = 0, i = 0, n;

	if (in.n && memchr(in.p, 0, in.n))
		return true;
	for (; (n = (in.n - i) / WIDE) > 0; i += n * WIDE) {
		n = n < MANY ? n : MANY;
		odd += odd_in(in.p + i, n);
	}
	while (i < in.n)
		odd += odd_control(in.p[i++]);
	return odd > in.n / 64;
}

/* iso_2022_jp - the escape that begins two-byte characters? */
static bool
iso_2022_jp(struct pn_bytes in)
{
	const unsigned char *p = in.p, *end = in.p + in.n;

	for (; p < end && (p = memchr(p, 0x1b, (size_t)(end - p))); p++)
		if (end - p >= 3 && p[1] == '$' && (p[2] == 'B' || p[2] == '@'))
			return true;
	return false;
}

/* whole - the longest start of IN that does not cut a UTF-8 character */
static size_t
whole(struct pn_bytes in)
{
	size_t n = in.n;

	while (n && in.n - n < 4 && (in.p[n - 1] & 0xC0) == 0x80)
		n--;
	return n && in.p[n - 1] >= 0xC0 ? n - 1 : in.n;
}

const char *
pn_charset_guess(struct pn_bytes in)
{
	struct pn_bytes head = {in.p, in.n < GUESS_BYTES ? in.n : GUESS_BYTES};
	const char *set = by_bom(head);

	if (set)
		return set;
	set = by_nuls(head);
	if (set)
		return set;
	if (binary(head))
		return NULL;
	if (iso_2022_jp(head))
		return "ISO-2022-JP";
	if (pn_utf8_valid(
		(const char *)head.p, in.n > head.n ? whole(head) : head.n))
		return "UTF-8";
	return "WINDOWS-1252";
}

void
pn_charset_warm(void)
{
	/* Never closed: an open converter keeps its module, which serves both
	 * directions, loaded. Not state: nothing reads it. */
	static iconv_t kept[sizeof(warm) / sizeof(warm[0])];

	for (size_t i = 0; i < sizeof(warm) / sizeof(warm[0]); i++)
		if (!kept[i])
			kept[i] = iconv_open("UTF-8", warm[i]);
}
