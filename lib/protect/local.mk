# lib/protect: one file per format, how well a file is locked
noinst_LIBRARIES += lib/libpnprotect.a
lib_libpnprotect_a_SOURCES = \
	lib/protect/access.c \
	lib/protect/armor.c \
	lib/protect/cms.c \
	lib/protect/grader.h \
	lib/protect/keystore.c \
	lib/protect/mark.c \
	lib/protect/noise.c \
	lib/protect/odf.c lib/protect/odf.h \
	lib/protect/odf_manifest.c lib/protect/odf_manifest.h \
	lib/protect/office.c \
	lib/protect/officekey.c lib/protect/officekey.h \
	lib/protect/open.c lib/protect/open.h \
	lib/protect/open_office.c \
	lib/protect/oldarc.c \
	lib/protect/ole.c \
	lib/protect/onenote.c \
	lib/protect/outlook.c \
	lib/protect/known.c lib/protect/known.h \
	lib/protect/ooxml.c lib/protect/ooxml.h \
	lib/protect/ooxml_tag.c \
	lib/protect/openpgp.c \
	lib/protect/pdf.c \
	lib/protect/pdf_doc.c lib/protect/pdf_doc.h \
	lib/protect/pdf_key.c lib/protect/pdf_key.h \
	lib/protect/pdf_lex.c lib/protect/pdf_lex.h \
	lib/protect/protect.c lib/protect/protect.h \
	lib/protect/rar.c \
	lib/protect/sevenzip.c \
	lib/protect/tally.c \
	lib/protect/vault.c \
	lib/protect/volume.c \
	lib/protect/xorkey.c \
	lib/protect/zip.c

if HAVE_CMOCKA
protect_tests = tests/unit/test_lock_table \
	tests/unit/test_protect_7z tests/unit/test_protect_mail \
	tests/unit/test_protect_ole tests/unit/test_protect_open \
	tests/unit/test_protect_pdf \
	tests/unit/test_protect_rar tests/unit/test_protect_zip
check_PROGRAMS += $(protect_tests)
protect_test_libs = lib/libpnprotect.a lib/libpnbase.a $(PN_BASE_LIBS) \
	$(CMOCKA_LIBS)
tests_unit_test_lock_table_SOURCES = tests/unit/test_lock_table.c \
	tests/unit/lock_cases.h
tests_unit_test_lock_table_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_lock_table_LDADD = $(protect_test_libs)
tests_unit_test_protect_7z_SOURCES = tests/unit/test_protect_7z.c \
	tests/unit/lock_cases.h
tests_unit_test_protect_7z_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_protect_7z_LDADD = $(protect_test_libs)
tests_unit_test_protect_mail_SOURCES = tests/unit/test_protect_mail.c \
	tests/unit/lock_cases.h
tests_unit_test_protect_mail_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_protect_mail_LDADD = $(protect_test_libs)
tests_unit_test_protect_ole_SOURCES = tests/unit/test_protect_ole.c \
	tests/unit/lock_cases.h
tests_unit_test_protect_ole_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_protect_ole_LDADD = $(protect_test_libs)
tests_unit_test_protect_open_SOURCES = tests/unit/test_protect_open.c \
	tests/unit/lock_cases.h
tests_unit_test_protect_open_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_protect_open_LDADD = $(protect_test_libs)
tests_unit_test_protect_pdf_SOURCES = tests/unit/test_protect_pdf.c \
	tests/unit/lock_cases.h
tests_unit_test_protect_pdf_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_protect_pdf_LDADD = $(protect_test_libs)
tests_unit_test_protect_rar_SOURCES = tests/unit/test_protect_rar.c \
	tests/unit/lock_cases.h
tests_unit_test_protect_rar_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_protect_rar_LDADD = $(protect_test_libs)
tests_unit_test_protect_zip_SOURCES = tests/unit/test_protect_zip.c \
	tests/unit/lock_cases.h
tests_unit_test_protect_zip_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_protect_zip_LDADD = $(protect_test_libs)
endif

fuzz_targets += tests/fuzz/fuzz_protect
tests_fuzz_fuzz_protect_SOURCES = tests/fuzz/fuzz_protect.c
tests_fuzz_fuzz_protect_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_protect_LDADD = lib/libpnprotect.a lib/libpnbase.a \
	$(PN_BASE_LIBS)
