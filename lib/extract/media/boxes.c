/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * boxes - RIFF (WebP, sound, films), ISO media files (ISO 14496-12: HEIC,
 * AVIF, MP4) and Photoshop files
 *
 * HEIC keeps metadata as items by a directory of their own; they are searched
 * for by how they begin instead.
 */
#include <ctype.h>
#include <string.h>
#include "extract/media/meta.h"
#include "extract/ole/le.h"

enum pn_err
pn_meta_riff(struct pn_meta *m, struct pn_bytes b)
{
	uint64_t end = (uint64_t)pn_le32(b, 4) + 8, at = 12;
	enum pn_err err = PN_OK;

	end += end & 1;
	while (err == PN_OK && at + 8 <= b.n && at + 8 <= end) {
		uint32_t n = pn_le32(b, at + 4);
		struct pn_bytes c = pn_le_cut(b, at + 8, n);

		if (memcmp(b.p + at, "XMP ", 4) == 0)
			err = pn_meta_xmp(m, c);
		else if (memcmp(b.p + at, "EXIF", 4) == 0)
			err = pn_meta_tiff(m,
			    pn_le_cut(c,
				c.n > 6 && memcmp(c.p, "Exif", 4) == 0 ? 6 : 0,
				c.n),
			    true);
		else if (memcmp(b.p + at, "LIST", 4) == 0 && c.n > 4 &&
			 memcmp(c.p, "INFO", 4) == 0)
			for (uint64_t i = 4; err == PN_OK && i + 8 <= c.n;) {
				uint32_t len = pn_le32(c, i + 4);

				err = pn_meta_text(
				    m, "Info", pn_le_cut(c, i + 8, len), NULL);
				i += 8 + (uint64_t)len + (len & 1);
			}
		at += 8 + (uint64_t)n + (n & 1);
		if (err == PN_OK)
			err = pn_job_work(m->job, 64);
	}
	/* films over 4 GB, and those that were not closed, tell 0 */
	if (err != PN_OK || end <= 8)
		return err;
	return pn_meta_trailing(m, pn_le_cut(b, end, b.n));
}

/* is_type - a box's type is letters, digits, blanks */
static bool
is_type(const unsigned char *p)
{
	for (unsigned i = 0; i < 4; i++)
		if (!isalnum(p[i]) && p[i] != ' ' && p[i] != 0xa9)
			return false;
	return true;
}

enum pn_err
pn_meta_boxes(struct pn_meta *m, struct pn_bytes b)
{
	static const char media[] = "mdat moov free skip wide meta moof";
	enum pn_err err = pn_meta_search(m, b);
	uint64_t at = 0;

	while (err == PN_OK && at < b.n && b.n - at >= 8) {
		uint64_t n = pn_meta_be32(b, (size_t)at);
		char type[5] = {0};

		memcpy(type, b.p + at + 4, 4);
		if (!is_type(b.p + at + 4))
			break;
		if (n == 1)
			n = (uint64_t)pn_meta_be32(b, (size_t)at + 8) << 32 |
			    pn_meta_be32(b, (size_t)at + 12);
		if (n == 0 || (n > b.n - at && strstr(media, type)))
			return PN_OK; /* to the end, or cut off */
		if (n < 8 || n > b.n - at)
			break;
		at += n;
		err = pn_job_work(m->job, 64);
	}
	return err == PN_OK ? pn_meta_trailing(m, pn_le_cut(b, at, b.n)) : err;
}

enum pn_err
pn_meta_photoshop(struct pn_meta *m, struct pn_bytes b)
{
	uint64_t at = 30 + (uint64_t)pn_meta_be32(b, 26);
	uint64_t n = at < b.n ? pn_meta_be32(b, (size_t)at) : 0;

	return pn_meta_psd(m, pn_le_cut(b, at + 4, n));
}
