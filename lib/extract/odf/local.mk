# lib/extract/odf: OpenDocument and iWork
extract_formats += lib/extract/odf/fmt_iwork.c \
	lib/extract/odf/fmt_odf.c \
	lib/extract/odf/fmt_svm.c
extract_sources += lib/extract/odf/iwa.c \
	lib/extract/odf/iwa.h \
	lib/extract/odf/iwa_tile.c \
	lib/extract/odf/odf.h \
	lib/extract/odf/odf_elem.c \
	lib/extract/odf/odf_elem.h \
	lib/extract/odf/odf_field.c \
	lib/extract/odf/odf_frame.c \
	lib/extract/odf/odf_grid.c \
	lib/extract/odf/odf_package.c \
	lib/extract/odf/odf_page.c \
	lib/extract/odf/odf_props.c \
	lib/extract/odf/odf_props.h \
	lib/extract/odf/odf_seen.c \
	lib/extract/odf/odf_sheet.c \
	lib/extract/odf/odf_style.c \
	lib/extract/odf/odf_style.h \
	lib/extract/odf/odf_text.c \
	lib/extract/odf/odf_walk.c \
	lib/extract/odf/odf_walk.h

EXTRA_DIST += tests/data/iwork tests/data/odf

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/test_extract_odf
tests_unit_test_extract_odf_SOURCES = tests/unit/test_extract_odf.c \
	tests/unit/extract_dump.h
tests_unit_test_extract_odf_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests \
	$(CMOCKA_CFLAGS)
tests_unit_test_extract_odf_LDADD = lib/libpnextract.a lib/libpnbase.a \
	$(PN_EXTRACT_LIBS) $(PN_BASE_LIBS) $(CMOCKA_LIBS)
endif
