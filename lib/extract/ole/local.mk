# lib/extract/ole: files of Office before 2007 (MS-CFB)
extract_formats += lib/extract/ole/fmt_cfb.c \
	lib/extract/ole/fmt_doc.c \
	lib/extract/ole/fmt_ppt.c \
	lib/extract/ole/fmt_xls.c
extract_sources += lib/extract/ole/art.c lib/extract/ole/art.h \
	lib/extract/ole/blip.c lib/extract/ole/blip.h \
	lib/extract/ole/doc.h \
	lib/extract/ole/doc_extra.c \
	lib/extract/ole/doc_pieces.c \
	lib/extract/ole/doc_props.c \
	lib/extract/ole/doc_text.c \
	lib/extract/ole/le.h \
	lib/extract/ole/ole.c lib/extract/ole/ole.h \
	lib/extract/ole/ole_kind.c lib/extract/ole/ole_kind.h \
	lib/extract/ole/ole_native.c \
	lib/extract/ole/ole_pack.c \
	lib/extract/ole/ole_rest.c \
	lib/extract/ole/ole_strings.c \
	lib/extract/ole/ppt.h \
	lib/extract/ole/ppt_edits.c \
	lib/extract/ole/ppt_table.c \
	lib/extract/ole/ppt_text.c \
	lib/extract/ole/props.c \
	lib/extract/ole/vba.c lib/extract/ole/vba.h \
	lib/extract/ole/xls.h \
	lib/extract/ole/xls_biff.c \
	lib/extract/ole/xls_cell.c \
	lib/extract/ole/xls_drawn.c \
	lib/extract/ole/xls_globals.c \
	lib/extract/ole/xls_pivot.c \
	lib/extract/ole/xls_sheet.c \
	lib/extract/ole/xls_style.c

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/test_extract_ole tests/unit/test_extract_xls
tests_unit_test_extract_ole_SOURCES = tests/unit/test_extract_ole.c \
	tests/unit/extract_dump.h
tests_unit_test_extract_ole_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_ole_LDADD = $(extract_test_libs)
tests_unit_test_extract_xls_SOURCES = tests/unit/test_extract_xls.c \
	tests/unit/extract_dump.h
tests_unit_test_extract_xls_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_xls_LDADD = $(extract_test_libs)
endif

EXTRA_DIST += tests/data/doc tests/data/ppt tests/data/xls
