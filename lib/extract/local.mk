# lib/extract: what a file is, its text, what is inside it
#
# To add a format, add its file to the list of its folder; the table of all
# formats is made from those lists, and a fmt_*.c that no list names stops the
# build.
extract_formats = lib/extract/fmt_known.c
extract_sources = \
	lib/extract/decimal.c lib/extract/decimal.h \
	lib/extract/decode.c lib/extract/decode.h \
	lib/extract/extract.c lib/extract/extract.h \
	lib/extract/flow.c lib/extract/flow.h \
	lib/extract/format.h \
	lib/extract/inflate.c lib/extract/inflate.h \
	lib/extract/job.c \
	lib/extract/numfmt.c lib/extract/numfmt.h \
	lib/extract/numfmt_date.c lib/extract/numfmt_date.h \
	lib/extract/sign.c lib/extract/sign.h \
	lib/extract/table.c lib/extract/table.h \
	lib/extract/text.c lib/extract/text.h \
	lib/extract/unpack.c lib/extract/unpack.h \
	lib/extract/xml.c lib/extract/xml.h \
	lib/extract/xml_impl.h \
	lib/extract/xml_name.h \
	lib/extract/xml_library.c \
	lib/extract/xml_chars.c lib/extract/xml_chars.h \
	lib/extract/xml_scan.c

include lib/extract/archive/local.mk
include lib/extract/html/local.mk
include lib/extract/mail/local.mk
include lib/extract/media/local.mk
include lib/extract/odf/local.mk
include lib/extract/ocr/local.mk
include lib/extract/ole/local.mk
include lib/extract/ooxml/local.mk
include lib/extract/pdf/local.mk
include lib/extract/plain/local.mk
include lib/extract/rtf/local.mk
include lib/extract/sealed/local.mk

noinst_LIBRARIES += lib/libpnextract.a
lib_libpnextract_a_SOURCES = $(extract_formats) $(extract_sources)
nodist_lib_libpnextract_a_SOURCES = lib/extract/formats.inc
lib_libpnextract_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_builddir)/lib \
	$(LIBARCHIVE_CFLAGS) $(LIBXML2_CFLAGS) $(QPDF_CFLAGS) \
	$(FREETYPE_CFLAGS) $(OCR_CFLAGS)

PN_EXTRACT_LIBS = $(LIBARCHIVE_LIBS) $(LIBXML2_LIBS) $(DEFLATE_LIBS) \
	$(QPDF_LIBS) $(FREETYPE_LIBS) -lm

BUILT_SOURCES += lib/extract/formats.inc
CLEANFILES += lib/extract/formats.inc
lib/extract/libpnextract_a-extract.$(OBJEXT): lib/extract/formats.inc
lib/extract/formats.inc: Makefile
	$(AM_V_GEN)cd $(top_srcdir) && \
	for f in lib/extract/fmt_*.c lib/extract/*/fmt_*.c; do \
		case " $(extract_formats) " in *" $$f "*) ;; \
		*) echo "$$f is in no local.mk" >&2; exit 1 ;; \
		esac; \
	done
	$(AM_V_at)mkdir -p lib/extract && for f in $(extract_formats); do \
		f=$${f##*/fmt_}; echo "PN_FORMAT($${f%.c})"; \
	done > $@.tmp && { cmp -s $@.tmp $@ && rm $@.tmp || mv $@.tmp $@; }

if HAVE_CMOCKA
extract_tests = tests/unit/test_extract_archive tests/unit/test_extract_sealed tests/unit/test_extract_html tests/unit/test_extract_office \
	tests/unit/test_extract_text tests/unit/test_extract_zip \
	tests/unit/test_xml \
	tests/unit/test_zipdir
check_PROGRAMS += $(extract_tests)
extract_test_libs = lib/libpnextract.a lib/libpnbase.a $(PN_EXTRACT_LIBS) \
	$(PN_BASE_LIBS) $(CMOCKA_LIBS)
extract_test_cppflags = $(AM_CPPFLAGS) -I$(top_srcdir)/tests $(CMOCKA_CFLAGS)
tests_unit_test_extract_sealed_SOURCES = tests/unit/test_extract_sealed.c tests/unit/extract_dump.h
tests_unit_test_extract_sealed_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_sealed_LDADD = $(extract_test_libs)
tests_unit_test_extract_archive_SOURCES = tests/unit/test_extract_archive.c tests/unit/extract_dump.h
tests_unit_test_extract_archive_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_archive_LDADD = $(extract_test_libs)
tests_unit_test_extract_html_SOURCES = tests/unit/test_extract_html.c tests/unit/extract_dump.h
tests_unit_test_extract_html_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_html_LDADD = $(extract_test_libs)
tests_unit_test_extract_office_SOURCES = tests/unit/test_extract_office.c tests/unit/extract_dump.h
tests_unit_test_extract_office_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_office_LDADD = $(extract_test_libs)
tests_unit_test_extract_text_SOURCES = tests/unit/test_extract_text.c tests/unit/extract_dump.h
tests_unit_test_extract_text_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_text_LDADD = $(extract_test_libs)
tests_unit_test_xml_SOURCES = tests/unit/test_xml.c tests/unit/xml_events.h
tests_unit_test_xml_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_xml_LDADD = $(extract_test_libs)
tests_unit_test_extract_zip_SOURCES = tests/unit/test_extract_zip.c tests/unit/extract_dump.h
tests_unit_test_extract_zip_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_zip_LDADD = $(extract_test_libs)
tests_unit_test_zipdir_SOURCES = tests/unit/test_zipdir.c tests/unit/extract_dump.h
tests_unit_test_zipdir_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_zipdir_LDADD = $(extract_test_libs)
endif

fuzz_targets += tests/fuzz/fuzz_extract tests/fuzz/fuzz_xml \
	tests/fuzz/fuzz_zipdir
tests_fuzz_fuzz_extract_SOURCES = tests/fuzz/fuzz_extract.c
tests_fuzz_fuzz_extract_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_extract_LDADD = lib/libpnextract.a lib/libpnbase.a \
	$(PN_EXTRACT_LIBS) $(PN_BASE_LIBS)
tests_fuzz_fuzz_xml_SOURCES = tests/fuzz/fuzz_xml.c tests/unit/xml_events.h
tests_fuzz_fuzz_xml_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_xml_LDADD = lib/libpnextract.a lib/libpnbase.a \
	$(PN_EXTRACT_LIBS) $(PN_BASE_LIBS)
tests_fuzz_fuzz_zipdir_SOURCES = tests/fuzz/fuzz_zipdir.c
tests_fuzz_fuzz_zipdir_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_zipdir_LDADD = lib/libpnbase.a $(PN_BASE_LIBS)

EXTRA_DIST += tests/data/archive tests/data/sealed tests/data/docx tests/data/xlsx tests/data/zip
