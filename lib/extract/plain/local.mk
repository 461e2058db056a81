# lib/extract/plain: text, tables as text, XML
extract_formats += lib/extract/plain/fmt_csv.c \
	lib/extract/plain/fmt_json.c \
	lib/extract/plain/fmt_text.c \
	lib/extract/plain/fmt_vcard.c \
	lib/extract/plain/fmt_xml.c
extract_sources += lib/extract/plain/csv.h \
	lib/extract/plain/csv_field.c \
	lib/extract/plain/csv_fixed.c \
	lib/extract/plain/csv_look.c \
	lib/extract/plain/json_tree.c \
	lib/extract/plain/json_tree.h \
	lib/extract/plain/vcard_line.c \
	lib/extract/plain/vcard_line.h \
	lib/extract/plain/xml_grid.c \
	lib/extract/plain/xml_groups.c \
	lib/extract/plain/xml_records.c \
	lib/extract/plain/xml_records.h \
	lib/extract/plain/xml_tree.c \
	lib/extract/plain/xml_tree.h \
	lib/extract/plain/xml_value.c

EXTRA_DIST += tests/data/vcard

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/test_extract_csv
check_PROGRAMS += tests/unit/test_extract_json tests/unit/test_extract_xml
tests_unit_test_extract_csv_SOURCES = tests/unit/test_extract_csv.c tests/unit/extract_dump.h
tests_unit_test_extract_csv_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_csv_LDADD = $(extract_test_libs)
tests_unit_test_extract_xml_SOURCES = tests/unit/test_extract_xml.c tests/unit/extract_dump.h
tests_unit_test_extract_xml_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_xml_LDADD = $(extract_test_libs)
tests_unit_test_extract_json_SOURCES = tests/unit/test_extract_json.c tests/unit/extract_dump.h
tests_unit_test_extract_json_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_json_LDADD = $(extract_test_libs)
endif
