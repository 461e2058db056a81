# lib/extract/rtf: Rich Text Format
extract_formats += lib/extract/rtf/fmt_rtf.c
extract_sources += lib/extract/rtf/rtf.h lib/extract/rtf/rtf_data.c \
	lib/extract/rtf/rtf_obey.c lib/extract/rtf/rtf_text.c \
	lib/extract/rtf/rtf_walk.c lib/extract/rtf/rtf_words.c

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/test_extract_rtf
tests_unit_test_extract_rtf_SOURCES = tests/unit/test_extract_rtf.c \
	tests/unit/extract_dump.h
tests_unit_test_extract_rtf_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_rtf_LDADD = $(extract_test_libs)
endif

EXTRA_DIST += tests/data/rtf
