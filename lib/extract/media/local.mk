# lib/extract/media: pictures, sound, fonts
extract_formats += lib/extract/media/fmt_media.c
extract_sources += lib/extract/media/boxes.c lib/extract/media/gif.c \
	lib/extract/media/jpeg.c lib/extract/media/meta.c \
	lib/extract/media/meta.h lib/extract/media/png.c \
	lib/extract/media/tiff.c

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/test_extract_media
tests_unit_test_extract_media_SOURCES = tests/unit/test_extract_media.c tests/unit/extract_dump.h
tests_unit_test_extract_media_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_media_LDADD = $(extract_test_libs)
endif

EXTRA_DIST += tests/data/media
