/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ppt_edits - where the newest form of each object is (MS-PPT 2.3)
 *
 * Every save has a UserEditAtom that leads to its directory and to the save
 * before. The newest directory that names an object counts.
 */
#include <stdlib.h>
#include "base/mem.h"
#include "extract/ole/ppt.h"

#define MAX_EDITS 10000

bool
pn_ppt_record(struct pn_bytes b, uint64_t at, struct pn_ppt_record *r)
{
	uint64_t size = pn_le32(b, at + 4);

	if (at + PN_PPT_HEAD > b.n)
		return false;
	r->type = pn_le16(b, at + 2);
	r->instance = pn_le16(b, at) >> 4;
	r->container = (pn_le16(b, at) & 15) == 15;
	r->body = pn_le_cut(b, at + PN_PPT_HEAD, size);
	r->end = at + PN_PPT_HEAD + size;
	return true;
}

/* directory - note the places that the directory at AT names, where no newer
 * one did */
static enum pn_err
directory(struct pn_ppt *p, uint32_t at)
{
	struct pn_ppt_record r;
	uint64_t i = 0;

	if (!pn_ppt_record(p->doc, at, &r) || r.type != PN_PPT_DIRECTORY) {
		pn_job_damage(p->job, "damaged");
		return PN_OK;
	}
	while (i + 8 <= r.body.n) {
		uint32_t head = pn_le32(r.body, i);
		uint32_t id = head & 0xFFFFF, n = head >> 20;

		i += 4;
		for (; n && i + 4 <= r.body.n; n--, i += 4, id++)
			if (id < PN_PPT_MAX_IDS && p->places[id] == 0)
				p->places[id] = pn_le32(r.body, i) + 1;
	}
	return pn_job_work(p->job, r.body.n);
}

enum pn_err
pn_ppt_edits(struct pn_ppt *p, uint32_t at)
{
	struct pn_ppt_record r;
	enum pn_err err = PN_OK;

	p->places = pn_alloc(PN_PPT_MAX_IDS * sizeof(*p->places));
	p->read = pn_alloc(PN_PPT_MAX_IDS * sizeof(*p->read));
	for (unsigned i = 0; i < MAX_EDITS && err == PN_OK; i++) {
		uint32_t before;

		if (!pn_ppt_record(p->doc, at, &r) || r.type != PN_PPT_EDIT) {
			if (i == 0)
				return PN_ERR_SYNTAX;
			pn_job_damage(p->job, "damaged");
			return PN_OK;
		}
		if (i == 0)
			p->document = pn_le32(r.body, 16);
		err = directory(p, pn_le32(r.body, 12));
		before = pn_le32(r.body, 8);
		if (before == 0 || before >= at)
			break; /* the first, or one that leads on, not back */
		at = before;
	}
	return err;
}

bool
pn_ppt_newest(struct pn_ppt *p, uint32_t id, struct pn_ppt_record *r)
{
	if (id >= PN_PPT_MAX_IDS || p->places[id] == 0)
		return false;
	p->read[id] = true;
	return pn_ppt_record(p->doc, p->places[id] - 1, r);
}

enum pn_err
pn_ppt_charge(struct pn_ppt *p, const struct pn_ppt_record *r)
{
	p->walked += r->body.n;
	return p->walked > 2 * (uint64_t)p->doc.n
		   ? pn_job_unpack(p->job, r->body.n)
		   : pn_job_work(p->job, r->body.n);
}
