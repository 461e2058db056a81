/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * people - which tables tell of people, and which rows
 *
 * A table is personal where a column names people (by name, or by a number
 * that stands for a person) and another tells something of them. "Name" alone
 * can head a list of products or schools: it counts where its cells are
 * names, or where another column is one that only people have.
 */
#include "detect/table.h"

/* Columns that only people have. */
#define OF_PEOPLE (PN_COL_ID | PN_COL_BIRTH | PN_COL_SPECIAL)
/* Columns that tell something. */
#define TELLING (OF_PEOPLE | PN_COL_ADDRESS | PN_COL_CONTACT | PN_COL_DETAIL)

/* all_kinds - what the columns of T are, together; with how many are an ID */
static unsigned
all_kinds(const struct pn_table *t, size_t *n_ids_out)
{
	unsigned all = 0;

	*n_ids_out = 0;
	for (size_t i = 0; i < t->n_cols; i++) {
		if (t->cols[i].n_cells == 0)
			continue;
		all |= t->cols[i].kinds;
		*n_ids_out += (t->cols[i].kinds & PN_COL_ID) != 0;
	}
	return all;
}

struct pn_people
pn_table_people(const struct pn_table *t)
{
	struct pn_people p = {false, false};
	size_t n_ids;
	unsigned all = all_kinds(t, &n_ids);
	bool named = (all & PN_COL_NAME) != 0 ||
		     ((all & PN_COL_MAYBE_NAME) != 0 && (all & OF_PEOPLE) != 0);

	if (named)
		p.personal = (all & TELLING) != 0;
	else if (n_ids > 0)
		p.personal =
		    n_ids > 1 || (all & TELLING & ~(unsigned)PN_COL_ID) != 0;
	p.special = p.personal && (all & PN_COL_SPECIAL) != 0;
	return p;
}

/* cell_of_kind - the first cell of a row in a column of one of these kinds */
static uint32_t
cell_of_kind(const struct pn_table *t, size_t row, unsigned kinds)
{
	const struct pn_row *r = &t->rows[row];

	for (uint32_t i = 0; i < r->n; i++) {
		uint32_t k = r->first + i;

		if ((t->cols[t->doc->cells[k].col].kinds & kinds) != 0)
			return k;
	}
	return PN_NO_CELL;
}

uint32_t
pn_table_people_row(const struct pn_table *t, size_t row)
{
	static const unsigned order[] = {
	    PN_COL_ID, PN_COL_NAME, PN_COL_MAYBE_NAME};
	uint32_t cell = PN_NO_CELL;

	if (row < t->first_data || t->rows[row].n < 2)
		return PN_NO_CELL;
	for (size_t i = 0; i < 3 && cell == PN_NO_CELL; i++)
		cell = cell_of_kind(t, row, order[i]);
	return cell;
}

bool
pn_table_names_row(const struct pn_table *t, size_t row)
{
	return row >= t->first_data &&
	       cell_of_kind(t, row, PN_COL_NAME) != PN_NO_CELL;
}
