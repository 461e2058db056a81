/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * html_entity - character references (WHATWG HTML 13.2.5.72 and 13.5)
 *
 * Numbers, with windows-1252 where C1 controls are meant, and names: those of
 * HTML 4, and of HTML 5 every one for ASCII, Latin letters, blanks and
 * punctuation. Others (arrows, mathematics) stay as they are written. Some
 * old names need no semicolon.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/uni.h"
#include "extract/html/html_lex.h"

struct entity {
	const char *name;
	uint16_t c;
	uint8_t old; /* 1: without semicolon too */
};

/* clang-format off */
/* Sorted as strcmp sorts. */
static const struct entity entities[] = {
	{"AElig",198,1}, {"AMP",38,1}, {"Aacute",193,1}, {"Abreve",258,0},
	{"Acirc",194,1}, {"Agrave",192,1}, {"Alpha",913,0}, {"Amacr",256,0},
	{"Aogon",260,0}, {"ApplyFunction",8289,0}, {"Aring",197,1},
	{"Atilde",195,1}, {"Auml",196,1}, {"Beta",914,0}, {"COPY",169,1},
	{"Cacute",262,0}, {"Ccaron",268,0}, {"Ccedil",199,1}, {"Ccirc",264,0},
	{"Cdot",266,0}, {"Cedilla",184,0}, {"CenterDot",183,0}, {"Chi",935,0},
	{"CloseCurlyDoubleQuote",8221,0}, {"CloseCurlyQuote",8217,0},
	{"Dagger",8225,0}, {"Dcaron",270,0}, {"Delta",916,0},
	{"DiacriticalAcute",180,0}, {"DiacriticalGrave",96,0}, {"Dot",168,0},
	{"DoubleDot",168,0}, {"Dstrok",272,0}, {"ENG",330,0}, {"ETH",208,1},
	{"Eacute",201,1}, {"Ecaron",282,0}, {"Ecirc",202,1}, {"Edot",278,0},
	{"Egrave",200,1}, {"Emacr",274,0}, {"Eogon",280,0}, {"Epsilon",917,0},
	{"Eta",919,0}, {"Euml",203,1}, {"GT",62,1}, {"Gamma",915,0},
	{"Gbreve",286,0}, {"Gcedil",290,0}, {"Gcirc",284,0}, {"Gdot",288,0},
	{"Hat",94,0}, {"Hcirc",292,0}, {"Hstrok",294,0}, {"IJlig",306,0},
	{"Iacute",205,1}, {"Icirc",206,1}, {"Idot",304,0}, {"Igrave",204,1},
	{"Imacr",298,0}, {"InvisibleComma",8291,0}, {"InvisibleTimes",8290,0},
	{"Iogon",302,0}, {"Iota",921,0}, {"Itilde",296,0}, {"Iuml",207,1},
	{"Jcirc",308,0}, {"Kappa",922,0}, {"Kcedil",310,0}, {"LT",60,1},
	{"Lacute",313,0}, {"Lambda",923,0}, {"Lcaron",317,0}, {"Lcedil",315,0},
	{"Lmidot",319,0}, {"Lstrok",321,0}, {"MediumSpace",8287,0},
	{"Mu",924,0}, {"Nacute",323,0}, {"Ncaron",327,0}, {"Ncedil",325,0},
	{"NegativeMediumSpace",8203,0}, {"NegativeThickSpace",8203,0},
	{"NegativeThinSpace",8203,0}, {"NegativeVeryThinSpace",8203,0},
	{"NewLine",10,0}, {"NoBreak",8288,0}, {"NonBreakingSpace",160,0},
	{"Ntilde",209,1}, {"Nu",925,0}, {"OElig",338,0}, {"Oacute",211,1},
	{"Ocirc",212,1}, {"Odblac",336,0}, {"Ograve",210,1}, {"Omacr",332,0},
	{"Omega",937,0}, {"Omicron",927,0}, {"OpenCurlyDoubleQuote",8220,0},
	{"OpenCurlyQuote",8216,0}, {"Oslash",216,1}, {"Otilde",213,1},
	{"Ouml",214,1}, {"OverBar",8254,0}, {"Phi",934,0}, {"Pi",928,0},
	{"PlusMinus",177,0}, {"Prime",8243,0}, {"Psi",936,0}, {"QUOT",34,1},
	{"REG",174,1}, {"Racute",340,0}, {"Rcaron",344,0}, {"Rcedil",342,0},
	{"Rho",929,0}, {"Sacute",346,0}, {"Scaron",352,0}, {"Scedil",350,0},
	{"Scirc",348,0}, {"Sigma",931,0}, {"THORN",222,1}, {"Tab",9,0},
	{"Tau",932,0}, {"Tcaron",356,0}, {"Tcedil",354,0}, {"Theta",920,0},
	{"ThinSpace",8201,0}, {"Tstrok",358,0}, {"Uacute",218,1},
	{"Ubreve",364,0}, {"Ucirc",219,1}, {"Udblac",368,0}, {"Ugrave",217,1},
	{"Umacr",362,0}, {"UnderBar",95,0}, {"Uogon",370,0}, {"Upsilon",933,0},
	{"Uring",366,0}, {"Utilde",360,0}, {"Uuml",220,1}, {"Verbar",8214,0},
	{"Vert",8214,0}, {"VerticalLine",124,0}, {"VeryThinSpace",8202,0},
	{"Wcirc",372,0}, {"Xi",926,0}, {"Yacute",221,1}, {"Ycirc",374,0},
	{"Yuml",376,0}, {"Zacute",377,0}, {"Zcaron",381,0}, {"Zdot",379,0},
	{"ZeroWidthSpace",8203,0}, {"Zeta",918,0}, {"aacute",225,1},
	{"abreve",259,0}, {"acirc",226,1}, {"acute",180,1}, {"aelig",230,1},
	{"af",8289,0}, {"agrave",224,1}, {"alefsym",8501,0}, {"alpha",945,0},
	{"amacr",257,0}, {"amp",38,1}, {"and",8743,0}, {"ang",8736,0},
	{"angst",197,0}, {"aogon",261,0}, {"apos",39,0}, {"aring",229,1},
	{"ast",42,0}, {"asymp",8776,0}, {"atilde",227,1}, {"auml",228,1},
	{"backprime",8245,0}, {"bdquo",8222,0}, {"beta",946,0},
	{"bprime",8245,0}, {"brvbar",166,1}, {"bsemi",8271,0}, {"bsol",92,0},
	{"bull",8226,0}, {"bullet",8226,0}, {"cacute",263,0}, {"cap",8745,0},
	{"caret",8257,0}, {"ccaron",269,0}, {"ccedil",231,1}, {"ccirc",265,0},
	{"cdot",267,0}, {"cedil",184,1}, {"cent",162,1}, {"centerdot",183,0},
	{"chi",967,0}, {"circ",710,0}, {"circledR",174,0}, {"clubs",9827,0},
	{"colon",58,0}, {"comma",44,0}, {"commat",64,0}, {"cong",8773,0},
	{"copy",169,1}, {"crarr",8629,0}, {"cup",8746,0}, {"curren",164,1},
	{"dArr",8659,0}, {"dagger",8224,0}, {"darr",8595,0}, {"dash",8208,0},
	{"dcaron",271,0}, {"ddagger",8225,0}, {"deg",176,1}, {"delta",948,0},
	{"diams",9830,0}, {"die",168,0}, {"div",247,0}, {"divide",247,1},
	{"dollar",36,0}, {"dstrok",273,0}, {"eacute",233,1}, {"ecaron",283,0},
	{"ecirc",234,1}, {"edot",279,0}, {"egrave",232,1}, {"emacr",275,0},
	{"empty",8709,0}, {"emsp",8195,0}, {"emsp13",8196,0},
	{"emsp14",8197,0}, {"eng",331,0}, {"ensp",8194,0}, {"eogon",281,0},
	{"epsilon",949,0}, {"equals",61,0}, {"equiv",8801,0}, {"eta",951,0},
	{"eth",240,1}, {"euml",235,1}, {"euro",8364,0}, {"excl",33,0},
	{"exist",8707,0}, {"fnof",402,0}, {"forall",8704,0}, {"frac12",189,1},
	{"frac14",188,1}, {"frac34",190,1}, {"frasl",8260,0}, {"gacute",501,0},
	{"gamma",947,0}, {"gbreve",287,0}, {"gcirc",285,0}, {"gdot",289,0},
	{"ge",8805,0}, {"grave",96,0}, {"gt",62,1}, {"hArr",8660,0},
	{"hairsp",8202,0}, {"half",189,0}, {"harr",8596,0}, {"hcirc",293,0},
	{"hearts",9829,0}, {"hellip",8230,0}, {"horbar",8213,0},
	{"hstrok",295,0}, {"hybull",8259,0}, {"hyphen",8208,0},
	{"iacute",237,1}, {"ic",8291,0}, {"icirc",238,1}, {"iexcl",161,1},
	{"igrave",236,1}, {"ijlig",307,0}, {"imacr",299,0}, {"image",8465,0},
	{"imath",305,0}, {"imped",437,0}, {"infin",8734,0}, {"inodot",305,0},
	{"int",8747,0}, {"iogon",303,0}, {"iota",953,0}, {"iquest",191,1},
	{"isin",8712,0}, {"it",8290,0}, {"itilde",297,0}, {"iuml",239,1},
	{"jcirc",309,0}, {"jmath",567,0}, {"kappa",954,0}, {"kcedil",311,0},
	{"kgreen",312,0}, {"lArr",8656,0}, {"lacute",314,0}, {"lambda",955,0},
	{"lang",10216,0}, {"laquo",171,1}, {"larr",8592,0}, {"lbrace",123,0},
	{"lbrack",91,0}, {"lcaron",318,0}, {"lcedil",316,0}, {"lceil",8968,0},
	{"lcub",123,0}, {"ldquo",8220,0}, {"ldquor",8222,0}, {"le",8804,0},
	{"lfloor",8970,0}, {"lmidot",320,0}, {"lowast",8727,0},
	{"lowbar",95,0}, {"loz",9674,0}, {"lpar",40,0}, {"lrm",8206,0},
	{"lsaquo",8249,0}, {"lsqb",91,0}, {"lsquo",8216,0}, {"lsquor",8218,0},
	{"lstrok",322,0}, {"lt",60,1}, {"macr",175,1}, {"mdash",8212,0},
	{"micro",181,1}, {"midast",42,0}, {"middot",183,1}, {"minus",8722,0},
	{"mldr",8230,0}, {"mu",956,0}, {"nabla",8711,0}, {"nacute",324,0},
	{"napos",329,0}, {"nbsp",160,1}, {"ncaron",328,0}, {"ncedil",326,0},
	{"ndash",8211,0}, {"ne",8800,0}, {"ni",8715,0}, {"nldr",8229,0},
	{"not",172,1}, {"notin",8713,0}, {"nsub",8836,0}, {"ntilde",241,1},
	{"nu",957,0}, {"num",35,0}, {"numsp",8199,0}, {"oacute",243,1},
	{"ocirc",244,1}, {"odblac",337,0}, {"oelig",339,0}, {"ograve",242,1},
	{"oline",8254,0}, {"omacr",333,0}, {"omega",969,0}, {"omicron",959,0},
	{"oplus",8853,0}, {"or",8744,0}, {"ordf",170,1}, {"ordm",186,1},
	{"oslash",248,1}, {"otilde",245,1}, {"otimes",8855,0}, {"ouml",246,1},
	{"para",182,1}, {"part",8706,0}, {"percnt",37,0}, {"period",46,0},
	{"permil",8240,0}, {"perp",8869,0}, {"pertenk",8241,0}, {"phi",966,0},
	{"pi",960,0}, {"piv",982,0}, {"plus",43,0}, {"plusmn",177,1},
	{"pm",177,0}, {"pound",163,1}, {"prime",8242,0}, {"prod",8719,0},
	{"prop",8733,0}, {"psi",968,0}, {"puncsp",8200,0}, {"qprime",8279,0},
	{"quest",63,0}, {"quot",34,1}, {"rArr",8658,0}, {"racute",341,0},
	{"radic",8730,0}, {"rang",10217,0}, {"raquo",187,1}, {"rarr",8594,0},
	{"rbrace",125,0}, {"rbrack",93,0}, {"rcaron",345,0}, {"rcedil",343,0},
	{"rceil",8969,0}, {"rcub",125,0}, {"rdquo",8221,0}, {"rdquor",8221,0},
	{"real",8476,0}, {"reg",174,1}, {"rfloor",8971,0}, {"rho",961,0},
	{"rlm",8207,0}, {"rpar",41,0}, {"rsaquo",8250,0}, {"rsqb",93,0},
	{"rsquo",8217,0}, {"rsquor",8217,0}, {"sacute",347,0},
	{"sbquo",8218,0}, {"scaron",353,0}, {"scedil",351,0}, {"scirc",349,0},
	{"sdot",8901,0}, {"sect",167,1}, {"semi",59,0}, {"shy",173,1},
	{"sigma",963,0}, {"sigmaf",962,0}, {"sim",8764,0}, {"sol",47,0},
	{"spades",9824,0}, {"strns",175,0}, {"sub",8834,0}, {"sube",8838,0},
	{"sum",8721,0}, {"sup",8835,0}, {"sup1",185,1}, {"sup2",178,1},
	{"sup3",179,1}, {"supe",8839,0}, {"szlig",223,1}, {"tau",964,0},
	{"tcaron",357,0}, {"tcedil",355,0}, {"there4",8756,0}, {"theta",952,0},
	{"thetasym",977,0}, {"thinsp",8201,0}, {"thorn",254,1},
	{"tilde",732,0}, {"times",215,1}, {"tprime",8244,0}, {"trade",8482,0},
	{"tstrok",359,0}, {"uArr",8657,0}, {"uacute",250,1}, {"uarr",8593,0},
	{"ubreve",365,0}, {"ucirc",251,1}, {"udblac",369,0}, {"ugrave",249,1},
	{"umacr",363,0}, {"uml",168,1}, {"uogon",371,0}, {"upsih",978,0},
	{"upsilon",965,0}, {"uring",367,0}, {"utilde",361,0}, {"uuml",252,1},
	{"verbar",124,0}, {"vert",124,0}, {"wcirc",373,0}, {"weierp",8472,0},
	{"xi",958,0}, {"yacute",253,1}, {"ycirc",375,0}, {"yen",165,1},
	{"yuml",255,1}, {"zacute",378,0}, {"zcaron",382,0}, {"zdot",380,0},
	{"zeta",950,0}, {"zwj",8205,0}, {"zwnj",8204,0},
};
/* clang-format on */

#define N_ENTITIES (sizeof(entities) / sizeof(entities[0]))
#define MAX_ENTITY 21 /* the longest name in the table */
#define MAX_OLD	   6  /* the longest that needs no semicolon */

/* 0x80 to 0x9f, as everybody writes them who does not know better. */
static const uint16_t c1[32] = {0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026,
    0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
    0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122,
    0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178};

static int
by_name(const void *key, const void *member)
{
	const struct entity *e = member;

	return strcmp(key, e->name);
}

/* lookup - the entity with the N letters at S as its name; NULL */
static const struct entity *
lookup(const char *s, size_t n)
{
	char name[MAX_ENTITY + 1];

	if (n == 0 || n > MAX_ENTITY)
		return NULL;
	memcpy(name, s, n);
	name[n] = '\0';
	return bsearch(
	    name, entities, N_ENTITIES, sizeof(entities[0]), by_name);
}

/* number - "&#..." at S; its length, 0 if it is none */
static size_t
number(struct pn_span s, uint32_t *c)
{
	bool hex = s.n > 2 && (s.p[2] == 'x' || s.p[2] == 'X');
	size_t i = hex ? 3 : 2, start = i;

	*c = 0;
	for (; i < s.n && (hex ? isxdigit((unsigned char)s.p[i])
			       : isdigit((unsigned char)s.p[i]));
	     i++) {
		unsigned char d = (unsigned char)s.p[i];
		uint32_t v = isdigit(d) ? d - 48u : (d | 32u) - 87u;

		if (*c < 0x110000)
			*c = *c * (hex ? 16 : 10) + v;
	}
	if (i == start)
		return 0;
	if (*c >= 0x80 && *c < 0xa0)
		*c = c1[*c - 0x80];
	if (*c == 0 || *c >= 0x110000 || (*c >= 0xd800 && *c < 0xe000))
		*c = 0xfffd;
	return i < s.n && s.p[i] == ';' ? i + 1 : i;
}

/* named - "&name" at S; its length, 0 if it is none */
static size_t
named(struct pn_span s, bool attribute, uint32_t *c)
{
	const struct entity *e;
	size_t n = 0;

	while (1 + n < s.n && n <= MAX_ENTITY &&
	       isalnum((unsigned char)s.p[1 + n]))
		n++;
	if (1 + n < s.n && s.p[1 + n] == ';') {
		e = lookup(s.p + 1, n);
		if (e) {
			*c = e->c;
			return n + 2;
		}
	}
	for (size_t k = n < MAX_OLD ? n : MAX_OLD; k > 1; k--) {
		e = lookup(s.p + 1, k);
		if (e == NULL || !e->old)
			continue;
		if (attribute && 1 + k < s.n &&
		    (s.p[1 + k] == '=' || isalnum((unsigned char)s.p[1 + k])))
			return 0;
		*c = e->c;
		return k + 1;
	}
	return 0;
}

enum pn_err
pn_html_decode(struct pn_buf *out, struct pn_span s, bool attribute)
{
	enum pn_err err = PN_OK;

	while (s.n && err == PN_OK) {
		const char *amp = memchr(s.p, '&', s.n);
		size_t n = amp ? (size_t)(amp - s.p) : s.n;
		uint32_t c = '&';

		err = pn_buf_add(out, s.p, n);
		s = (struct pn_span){s.p + n, s.n - n};
		if (s.n == 0 || err != PN_OK)
			break;
		n = s.n > 1 && s.p[1] == '#' ? number(s, &c)
					     : named(s, attribute, &c);
		err = pn_utf8_put(out, n ? c : '&');
		n = n ? n : 1;
		s = (struct pn_span){s.p + n, s.n - n};
	}
	return err;
}
