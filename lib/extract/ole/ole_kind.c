/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ole_kind - which document a compound file is
 *
 * By the streams and storages in its root, the surest first; names compare
 * without case. EncryptedPackage comes before all: Office 2007 writes a decoy
 * WordDocument beside it. Where no name tells, the class of the root does.
 */
#include <string.h>
#include "extract/ole/ole.h"
#include "extract/ole/ole_kind.h"

static const struct {
	const char *name;
	enum pn_ole_kind kind;
	const char *type;
} names[] = {
    {"EncryptedPackage", PN_OLE_LOCKED, PN_OLE_LOCKED_TYPE},
    {"\tDRMContent", PN_OLE_LOCKED, PN_OLE_LOCKED_TYPE},
    {"WordDocument", PN_OLE_WORD, "application/msword"},
    {"Workbook", PN_OLE_EXCEL, "application/vnd.ms-excel"},
    {"Book", PN_OLE_EXCEL, "application/vnd.ms-excel"},
    {"PowerPoint Document", PN_OLE_POWERPOINT, "application/vnd.ms-powerpoint"},
    {"PP40", PN_OLE_POWERPOINT, "application/vnd.ms-powerpoint"},
    {"__properties_version1.0", PN_OLE_OUTLOOK, "application/vnd.ms-outlook"},
    {"VisioDocument", PN_OLE_OTHER, "application/vnd.visio"},
    {"Quill", PN_OLE_OTHER, "application/x-mspublisher"},
    {"MatOST", PN_OLE_OTHER, "application/vnd.ms-works"},
    {"WksSSWorkBook", PN_OLE_OTHER, "application/vnd.ms-works"},
    {"NativeContent_MAIN", PN_OLE_OTHER, "application/x-quattro-pro"},
    {"PerfectOffice_MAIN", PN_OLE_OTHER, "application/vnd.wordperfect"},
    {"HwpSummaryInformation", PN_OLE_OTHER, "application/x-hwp"},
    {"StarWriterDocument", PN_OLE_OTHER, "application/vnd.stardivision.writer"},
    {"StarCalcDocument", PN_OLE_OTHER, "application/vnd.stardivision.calc"},
    {"StarDrawDocument3", PN_OLE_OTHER, "application/vnd.stardivision.draw"},
    {"Equation Native", PN_OLE_OTHER, "application/x-ole-equation"},
};

/* The end that most classes of Microsoft programs share. */
#define COM_TAIL "\0\0\0\0\xc0\0\0\0\0\0\0\x46"

static const struct {
	const char *clsid;
	const char *type;
} classes[] = {
    {"\x84\x10\x0c\0" COM_TAIL, "application/x-msi"},
    {"\x86\x10\x0c\0" COM_TAIL, "application/x-msi"}, /* a patch */
    {"\x01\x12\x02\0" COM_TAIL, "application/x-mspublisher"},
    {"\x3a\x8f\xb7\x74\xc8\xc8\xd1\x11\xbe\x11\0\xc0\x4f\xb6\xfa\xf1",
	"application/vnd.ms-project"},
    {"\xb2\x5a\xa4\x0e\x0a\x9e\xd1\x11\xa4\x07\0\xc0\x4f\xb9\x32\xba",
	"application/vnd.ms-works"},
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum pn_ole_kind
pn_ole_kind_of(bool (*has)(const void *ctx, const char *name), const void *ctx,
    const char **type)
{
	for (size_t i = 0; i < COUNT(names); i++)
		if (has(ctx, names[i].name)) {
			*type = names[i].type;
			return names[i].kind;
		}
	if (has(ctx, "Catalog") && has(ctx, "1")) {
		*type = PN_OLE_PICTURES_TYPE;
		return PN_OLE_PICTURES;
	}
	return PN_OLE_OTHER;
}

static bool
in_root(const void *ctx, const char *name)
{
	return pn_cfb_find(ctx, name) != NULL;
}

enum pn_ole_kind
pn_ole_look(struct pn_look *look, const char **type)
{
	const struct pn_cfb *cfb = pn_look_cfb(look);
	const char *told = NULL;
	enum pn_ole_kind kind;

	if (cfb == NULL)
		return PN_OLE_OTHER;
	kind = pn_ole_kind_of(in_root, cfb, &told);
	for (size_t i = 0; told == NULL && i < COUNT(classes); i++)
		if (memcmp(pn_cfb_at(cfb, 0)->clsid, classes[i].clsid, 16) == 0)
			told = classes[i].type;
	if (told)
		*type = told;
	return kind;
}

unsigned
pn_ole_bid(struct pn_look *look, enum pn_ole_kind kind, const char **type)
{
	const char *told = *type;

	if (pn_look_cfb(look) == NULL || pn_ole_look(look, &told) != kind)
		return 0;
	*type = told;
	return PN_BID_PACKAGE;
}
