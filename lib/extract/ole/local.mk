# lib/extract/ole: files of Office before 2007 (MS-CFB)
extract_formats += lib/extract/ole/fmt_cfb.c
extract_sources += lib/extract/ole/le.h \
	lib/extract/ole/ole.c lib/extract/ole/ole.h \
	lib/extract/ole/ole_kind.c lib/extract/ole/ole_kind.h \
	lib/extract/ole/ole_native.c \
	lib/extract/ole/ole_pack.c \
	lib/extract/ole/ole_rest.c \
	lib/extract/ole/ole_strings.c \
	lib/extract/ole/props.c \
	lib/extract/ole/vba.c lib/extract/ole/vba.h

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/test_extract_ole
tests_unit_test_extract_ole_SOURCES = tests/unit/test_extract_ole.c \
	tests/unit/extract_dump.h
tests_unit_test_extract_ole_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_ole_LDADD = $(extract_test_libs)
endif
