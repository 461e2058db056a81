# lib/extract/ocr: the text in pictures. Headers of Tesseract and Leptonica are
# needed to build it; the libraries are loaded where they are asked for.
extract_sources += lib/extract/ocr/ocr.h lib/extract/ocr/picture.h
if HAVE_OCR
extract_sources += lib/extract/ocr/frame.c lib/extract/ocr/frame.h \
	lib/extract/ocr/library.h lib/extract/ocr/ocr_library.c \
	lib/extract/ocr/ocr_picture.c
else
extract_sources += lib/extract/ocr/ocr_none.c
endif

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/test_extract_ocr
tests_unit_test_extract_ocr_SOURCES = tests/unit/test_extract_ocr.c \
	tests/unit/extract_dump.h
tests_unit_test_extract_ocr_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_ocr_LDADD = lib/libpnworker.a $(extract_test_libs) \
	$(SECCOMP_LIBS)
endif

EXTRA_DIST += tests/data/ocr
