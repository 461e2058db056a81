/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xlsx_names - what a workbook calls its sheets and values
 *
 * The same for the XML form of a workbook and for the binary one.
 */
#include "extract/ooxml/xlsx.h"

enum pn_err
pn_xlsx_hand_sheets(
    struct pn_job *job, const struct pn_xlsx_sheet_name *sheets, size_t n)
{
	enum pn_err err = PN_OK;

	for (unsigned hidden = 0; hidden < 2 && err == PN_OK; hidden++) {
		struct pn_buf names;

		pn_buf_init(&names, pn_job_room(job) + 1);
		for (size_t i = 0; i < n && err == PN_OK; i++)
			if (sheets[i].name && sheets[i].hidden == hidden)
				err =
				    pn_buf_addf(&names, "%s\n", sheets[i].name);
		if (err != PN_OK)
			err = pn_job_limit(job, "text");
		else
			err = pn_job_text(job, pn_buf_bytes(&names),
			    "sheet names", hidden ? PN_TEXT_HIDDEN : 0);
		pn_buf_free(&names);
	}
	return err;
}

enum pn_err
pn_xlsx_hand_names(
    struct pn_job *job, const struct pn_buf *names, const struct pn_buf *hidden)
{
	enum pn_err err =
	    pn_job_text(job, pn_buf_bytes(names), "defined names", 0);

	if (err != PN_OK || hidden->len == 0)
		return err;
	pn_job_hidden(job, "name");
	return pn_job_text(
	    job, pn_buf_bytes(hidden), "defined names", PN_TEXT_HIDDEN);
}
