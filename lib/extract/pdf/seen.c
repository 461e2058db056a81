/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * seen - numbers of objects that were seen: a hash set
 */
#include <stdint.h>
#include <stdlib.h>
#include "base/mem.h"
#include "extract/pdf/object.h"

/* slot - where NUM is, or the free slot where it goes; CAP a power of two */
static size_t
slot(const int *nums, size_t cap, int num)
{
	size_t i = ((uint32_t)num * 2654435761u) & (cap - 1);

	while (nums[i] && nums[i] != num)
		i = (i + 1) & (cap - 1);
	return i;
}

static void
grow(struct pn_obj_seen *s)
{
	size_t cap = s->cap ? 2 * s->cap : 64;
	int *nums = pn_alloc(cap * sizeof(*nums));

	for (size_t i = 0; i < s->cap; i++)
		if (s->nums[i])
			nums[slot(nums, cap, s->nums[i])] = s->nums[i];
	free(s->nums);
	s->nums = nums;
	s->cap = cap;
}

bool
pn_obj_seen_add(struct pn_obj_seen *s, struct pn_obj_id id)
{
	size_t i;

	if (id.num <= 0)
		return true;
	if (2 * s->n >= s->cap)
		grow(s);
	i = slot(s->nums, s->cap, id.num);
	if (s->nums[i])
		return false;
	s->nums[i] = id.num;
	s->n++;
	return true;
}

bool
pn_obj_seen_has(const struct pn_obj_seen *s, struct pn_obj_id id)
{
	return id.num > 0 && s->cap && s->nums[slot(s->nums, s->cap, id.num)];
}

void
pn_obj_seen_free(struct pn_obj_seen *s)
{
	free(s->nums);
	*s = (struct pn_obj_seen){0};
}
