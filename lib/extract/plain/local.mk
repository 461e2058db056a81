# lib/extract/plain: text, tables as text, XML
extract_formats += lib/extract/plain/fmt_csv.c \
	lib/extract/plain/fmt_json.c \
	lib/extract/plain/fmt_text.c \
	lib/extract/plain/fmt_vcard.c \
	lib/extract/plain/fmt_xml.c
extract_sources += lib/extract/plain/vcard_line.c \
	lib/extract/plain/vcard_line.h

EXTRA_DIST += tests/data/vcard

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/test_extract_json
tests_unit_test_extract_json_SOURCES = tests/unit/test_extract_json.c tests/unit/extract_dump.h
tests_unit_test_extract_json_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_json_LDADD = $(extract_test_libs)
endif
