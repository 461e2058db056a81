/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fmt_media - pictures, sound, moving pictures and fonts
 *
 * Recognised by their signatures. What pictures say in metadata is read, and
 * what lies behind their end; the text drawn in them only where OCR is on,
 * else they are skipped all the same. Nothing is read of sound and fonts.
 */
#include <string.h>
#include "extract/media/meta.h"
#include "extract/ocr/picture.h"
#include "extract/sign.h"

static const struct pn_sign signs[] = {
    {0, 3, "\xff\xd8\xff", "image/jpeg"},
    {0, 8, "\x89PNG\r\n\x1a\n", "image/png"},
    {0, 6, "GIF87a", "image/gif"},
    {0, 6, "GIF89a", "image/gif"},
    {0, 4, "II*\0", "image/tiff"},
    {0, 4, "MM\0*", "image/tiff"},
    {0, 4, "II+\0", "image/tiff"},
    {0, 4, "\0\0\x01\0", "image/x-icon"},
    {0, 4, "8BPS", "image/vnd.adobe.photoshop"},
    {0, 12, "\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"},
    {0, 12, "\0\0\0\x0cJXL \r\n\x87\n", "image/jxl"},
    {0, 4, "\xd7\xcd\xc6\x9a", "image/wmf"},
    {0, 4, "fLaC", "audio/flac"},
    {0, 4, "OggS", "application/ogg"},
    {0, 3, "ID3", "audio/mpeg"},
    {0, 4, "MThd", "audio/midi"},
    {0, 6, "#!AMR\n", "audio/amr"},
    {0, 4, "\x1a\x45\xdf\xa3", "video/x-matroska"},
    {0, 4, "FLV\x01", "video/x-flv"},
    {0, 8, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"},
    {0, 4, "\0\0\x01\xba", "video/mpeg"},
    {0, 4, "\0\0\x01\xb3", "video/mpeg"},
    {0, 4, "wOFF", "font/woff"},
    {0, 4, "wOF2", "font/woff2"},
    {0, 5, "OTTO\0", "font/otf"},
    {0, 5, "\0\x01\0\0\0", "font/ttf"},
    {0, 4, "ttcf", "font/collection"},
};

/* The kinds of a RIFF file (at byte 8). */
static const struct pn_sign riff[] = {
    {8, 4, "WEBP", "image/webp"},
    {8, 4, "WAVE", "audio/wav"},
    {8, 4, "AVI ", "video/x-msvideo"},
};

/* The brands of an ISO media file (at byte 4). */
static const struct pn_sign brands[] = {
    {4, 8, "ftypheic", "image/heic"},
    {4, 8, "ftypheix", "image/heic"},
    {4, 8, "ftypmif1", "image/heif"},
    {4, 8, "ftypmsf1", "image/heif"},
    {4, 8, "ftypavif", "image/avif"},
    {4, 7, "ftypM4A", "audio/mp4"},
    {4, 6, "ftypqt", "video/quicktime"},
    {4, 4, "ftyp", "video/mp4"},
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* mpeg_audio - two frame headers in a row? Bits of both, or 0 */
static unsigned
mpeg_audio(struct pn_bytes b, const char **type)
{
	static const unsigned short rate[16] = {0, 32, 40, 48, 56, 64, 80, 96,
	    112, 128, 160, 192, 224, 256, 320, 0};
	static const unsigned hz[4] = {44100, 48000, 32000, 0};
	size_t len;

	if (b.n < 4 || b.p[0] != 0xff || (b.p[1] & 0xfe) != 0xfa)
		return 0;
	if (rate[b.p[2] >> 4] == 0 || hz[b.p[2] >> 2 & 3] == 0)
		return 0;
	len = 144000u * rate[b.p[2] >> 4] / hz[b.p[2] >> 2 & 3] +
	      (b.p[2] >> 1 & 1);
	if (b.n < len + 2 || b.p[len] != 0xff || (b.p[len + 1] & 0xfe) != 0xfa)
		return 0;
	*type = "audio/mpeg";
	return 30;
}

/* bitmap - "BM" whose header sizes make sense? */
static unsigned
bitmap(struct pn_bytes b, const char **type)
{
	if (b.n < 30 || b.p[0] != 'B' || b.p[1] != 'M' || b.p[15] || b.p[16] ||
	    b.p[17] || b.p[26] != 1 || b.p[27] != 0)
		return 0;
	*type = "image/bmp";
	return 50;
}

/* metafile - an enhanced metafile: its header record and " EMF" */
static unsigned
metafile(struct pn_bytes b, const char **type)
{
	if (b.n < 44 || memcmp(b.p, "\x01\0\0\0", 4) != 0 ||
	    memcmp(b.p + 40, " EMF", 4) != 0)
		return 0;
	*type = "image/emf";
	return 64;
}

static unsigned
media_bid(struct pn_look *look, const char **type)
{
	struct pn_bytes b = look->bytes;
	unsigned bits = pn_sign_find(b, signs, COUNT(signs), type);

	if (bits == 0 && b.n > 12 && memcmp(b.p, "RIFF", 4) == 0)
		bits = 2 * pn_sign_find(b, riff, COUNT(riff), type);
	if (bits == 0)
		bits = pn_sign_find(b, brands, COUNT(brands), type);
	if (bits == 0)
		bits = bitmap(b, type);
	if (bits == 0)
		bits = metafile(b, type);
	if (bits == 0)
		bits = mpeg_audio(b, type);
	return bits;
}

/* walker - who knows how files of TYPE are made; NULL */
static enum pn_err (*walker(const char *type))(
    struct pn_meta *m, struct pn_bytes b)
{
	static const struct {
		const char *type;
		enum pn_err (*walk)(struct pn_meta *m, struct pn_bytes b);
	} walkers[] = {
	    {"image/jpeg", pn_meta_jpeg},
	    {"image/png", pn_meta_png},
	    {"image/gif", pn_meta_gif},
	    {"image/webp", pn_meta_riff},
	    {"audio/wav", pn_meta_riff},
	    {"video/x-msvideo", pn_meta_riff},
	    {"image/vnd.adobe.photoshop", pn_meta_photoshop},
	    {"image/heic", pn_meta_boxes},
	    {"image/heif", pn_meta_boxes},
	    {"image/avif", pn_meta_boxes},
	    {"image/jxl", pn_meta_boxes},
	    {"image/jp2", pn_meta_boxes},
	    {"video/mp4", pn_meta_boxes},
	    {"video/quicktime", pn_meta_boxes},
	    {"audio/mp4", pn_meta_boxes},
	};

	for (size_t i = 0; i < COUNT(walkers); i++)
		if (strcmp(type, walkers[i].type) == 0)
			return walkers[i].walk;
	return NULL;
}

static enum pn_err
media_read(struct pn_job *job)
{
	struct pn_look look = {.bytes = job->bytes};
	enum pn_err (*walk)(struct pn_meta * m, struct pn_bytes b);
	enum pn_err err = PN_OK, flushed;
	const char *type = "";
	bool seen = false;
	struct pn_meta m;

	(void)media_bid(&look, &type);
	walk = walker(type);
	pn_meta_init(&m, job);
	if (walk)
		err = walk(&m, job->bytes);
	else if (strcmp(type, "image/tiff") == 0)
		err = pn_meta_tiff(&m, job->bytes, false);
	flushed = pn_meta_flush(&m);
	pn_meta_free(&m);
	err = err == PN_OK ? flushed : err;
	if (err == PN_OK && job->budget->ocr && pn_ocr_reads(type))
		err = pn_ocr_picture(job, type, &seen);
	if (err == PN_OK && !seen && job->damage == NULL)
		pn_job_answer(job, PN_STATUS_SKIPPED, NULL);
	return err;
}

const struct pn_format pn_format_media = {
    .name = "media",
    .type = "application/octet-stream",
    .bid = media_bid,
    .read = media_read,
};
