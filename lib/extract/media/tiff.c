/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tiff - the text fields of TIFF 6.0 and EXIF 2.3, which is a small TIFF file
 *
 * Directories are read one after the other, at most MAX_DIRS with MAX_TAGS in
 * all, so that none can be read in a circle. BigTIFF is searched for XMP only.
 */
#include <stdio.h>
#include <string.h>
#include "extract/media/meta.h"
#include "extract/ole/le.h"

#define MAX_DIRS    1000
#define MAX_TAGS    65536
#define SHORT_VALUE 40 /* bytes; a date, a serial number */

enum { /* types of values */
	BYTE = 1,
	ASCII = 2,
	RATIONAL = 5,
	UNDEFINED = 7,
	UTF8 = 129,
};

enum { /* tags that are not just text */
	PHOTOSHOP = 0x8649,
	IPTC = 0x83bb,
	XMP = 0x02bc,
	EXIF_DIR = 0x8769,
	GPS_DIR = 0x8825,
	COMMENT = 0x9286,
	THUMBNAIL = 0x0201,
	XP_FIRST = 0x9c9b,
	XP_LAST = 0x9c9f,
};

/* Fields of text by name; others are called "EXIF". */
static const struct {
	unsigned tag;
	const char *name;
} names[] = {
    {0x010d, "Document name"},
    {0x010e, "Description"},
    {0x011d, "Page name"},
    {0x013b, "Artist"},
    {0x8298, "Copyright"},
    {0x9c9b, "Title"},
    {0x9c9c, "Comment"},
    {0x9c9d, "Author"},
    {0x9c9e, "Keywords"},
    {0x9c9f, "Subject"},
    {0xa430, "Owner"},
};

/* Fields that nobody reads: dates, serial numbers, makers. */
static const unsigned short noise[] = {0x010f, 0x0110, 0x0131, 0x0132, 0x9003,
    0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292, 0xa420, 0xa431,
    0xa433, 0xa434, 0xa435, 0xc614, 0xc62f};

/* One file at work. */
struct tiff {
	struct pn_meta *m;
	struct pn_bytes b;
	bool big; /* big-endian */
	bool exif;
	unsigned dirs, tags; /* read so far */
	uint32_t exif_dir, gps_dir;
	double degrees[2]; /* latitude, longitude */
	char side[2];	   /* their letters: N or S, E or W */
};

static uint32_t
u32(const struct tiff *t, uint64_t at)
{
	return t->big ? (at < t->b.n ? pn_meta_be32(t->b, (size_t)at) : 0)
		      : pn_le32(t->b, at);
}

static unsigned
u16(const struct tiff *t, uint64_t at)
{
	return t->big ? (at < t->b.n ? pn_meta_be16(t->b, (size_t)at) : 0)
		      : pn_le16(t->b, at);
}

/* value - the bytes of the field at AT */
static struct pn_bytes
value(const struct tiff *t, uint64_t at)
{
	static const unsigned char sizes[14] = {
	    0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
	unsigned type = u16(t, at + 2);
	uint64_t n = u32(t, at + 4);

	n *= type < 14 ? sizes[type] : 1;
	return pn_le_cut(t->b, n <= 4 ? at + 8 : u32(t, at + 8), n);
}

/* is_noise - field TAG with VALUE is for programs? */
static bool
is_noise(unsigned tag, struct pn_bytes v)
{
	for (size_t i = 0; i < sizeof(noise) / sizeof(noise[0]); i++)
		if (noise[i] == tag)
			return v.n <= SHORT_VALUE;
	return v.n < 4; /* "R98", "N" */
}

/* comment - a text that says its character set in eight bytes */
static enum pn_err
comment(struct tiff *t, struct pn_bytes v)
{
	const char *charset = NULL;

	if (v.n < 8)
		return PN_OK;
	if (memcmp(v.p, "UNICODE\0", 8) == 0)
		charset = v.n > 8 && v.p[8] == 0 ? "UTF-16BE" : "UTF-16LE";
	else if (memcmp(v.p, "JIS\0\0\0\0\0", 8) == 0)
		charset = "ISO-2022-JP";
	v = pn_le_cut(v, 8, v.n);
	while (v.n > 1 && v.p[v.n - 1] == 0 && v.p[v.n - 2] == 0)
		v.n -= 2;
	return pn_meta_text(t->m, "Comment", v, charset);
}

/* text - a field that holds nothing but text */
static enum pn_err
text(struct tiff *t, unsigned tag, struct pn_bytes v, const char *charset)
{
	const char *name = "EXIF";

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].tag == tag)
			name = names[i].name;
	while (charset && v.n > 1 && v.p[v.n - 1] == 0 && v.p[v.n - 2] == 0)
		v.n -= 2;
	return is_noise(tag, v) ? PN_OK : pn_meta_text(t->m, name, v, charset);
}

/* field - one field of a directory of pictures or of the camera */
static enum pn_err
field(struct tiff *t, uint64_t at)
{
	unsigned tag = u16(t, at), type = u16(t, at + 2);
	struct pn_bytes v = value(t, at);

	switch (tag) {
	case EXIF_DIR:
		t->exif_dir = u32(t, at + 8);
		return PN_OK;
	case GPS_DIR:
		t->gps_dir = u32(t, at + 8);
		return PN_OK;
	case PHOTOSHOP:
		return pn_meta_psd(t->m, v);
	case IPTC:
		return pn_meta_iptc(t->m, v);
	case XMP:
		return pn_meta_xmp(t->m, v);
	case COMMENT:
		return comment(t, v);
	case THUMBNAIL:
		if (t->exif)
			pn_job_hidden(t->m->job, "thumbnail");
		return PN_OK;
	default:
		break;
	}
	if (tag >= XP_FIRST && tag <= XP_LAST)
		return text(t, tag, v, "UTF-16LE");
	return type == ASCII || type == UTF8 ? text(t, tag, v, NULL) : PN_OK;
}

/* degrees - three fractions */
static double
degrees(const struct tiff *t, uint64_t at)
{
	double sum = 0, unit = 1;
	uint64_t from = u32(t, at + 8);

	for (unsigned i = 0; i < 3; i++, unit *= 60) {
		uint32_t below = u32(t, from + 8 * i + 4);

		if (below)
			sum += u32(t, from + 8 * i) / (double)below / unit;
	}
	return sum;
}

/* gps_field - one field of the directory of the place */
static enum pn_err
gps_field(struct tiff *t, uint64_t at)
{
	unsigned tag = u16(t, at), type = u16(t, at + 2);
	unsigned which = tag > 2;

	if (tag == 1 || tag == 3)
		t->side[which] = (char)value(t, at).p[0];
	else if ((tag == 2 || tag == 4) && type == RATIONAL)
		t->degrees[which] = degrees(t, at);
	else if (tag == 0x1c)
		return comment(t, value(t, at));
	return PN_OK;
}

/* directory - the fields at AT; *NEXT is the one behind it */
static enum pn_err
directory(struct tiff *t, uint64_t at,
    enum pn_err (*each)(struct tiff *t, uint64_t at), uint32_t *next)
{
	unsigned n = u16(t, at);
	enum pn_err err = PN_OK;

	*next = 0;
	if (at == 0 || at + 2 > t->b.n || t->dirs++ >= MAX_DIRS)
		return PN_OK;
	for (unsigned i = 0; i < n && err == PN_OK; i++) {
		uint64_t entry = at + 2 + 12 * (uint64_t)i;

		if (entry + 12 > t->b.n || t->tags++ >= MAX_TAGS)
			return PN_OK;
		err = each(t, entry);
	}
	*next = u32(t, at + 2 + 12 * (uint64_t)n);
	return err == PN_OK ? pn_job_work(t->m->job, 16 * n) : err;
}

/* tell_place - where the picture was taken */
static enum pn_err
tell_place(struct tiff *t)
{
	char line[64];
	bool south = t->side[0] == 'S', west = t->side[1] == 'W';

	if (t->degrees[0] == 0 && t->degrees[1] == 0)
		return PN_OK;
	(void)snprintf(line, sizeof(line), "%.5f, %.5f",
	    south ? -t->degrees[0] : t->degrees[0],
	    west ? -t->degrees[1] : t->degrees[1]);
	return pn_meta_text(t->m, "GPS",
	    (struct pn_bytes){(const unsigned char *)line, strlen(line)},
	    "UTF-8");
}

enum pn_err
pn_meta_tiff(struct pn_meta *m, struct pn_bytes b, bool exif)
{
	struct tiff t = {.m = m, .b = b, .exif = exif};
	enum pn_err err = PN_OK;
	uint32_t at, none;

	if (b.n < 8 || m->depth >= 4)
		return PN_OK;
	t.big = b.p[0] == 'M';
	if (u16(&t, 2) != 42) /* BigTIFF, raw files of cameras */
		return exif ? PN_OK : pn_meta_search(m, b);
	m->depth++;
	at = u32(&t, 4);
	while (at && err == PN_OK) {
		uint32_t next;

		err = directory(&t, at, field, &next);
		if (err == PN_OK && t.exif_dir)
			err = directory(&t, t.exif_dir, field, &none);
		if (err == PN_OK && t.gps_dir)
			err = directory(&t, t.gps_dir, gps_field, &none);
		t.exif_dir = t.gps_dir = 0;
		at = next;
	}
	m->depth--;
	return err == PN_OK ? tell_place(&t) : err;
}
