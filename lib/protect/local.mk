# lib/protect: one file per format, how well a file is locked
noinst_LIBRARIES += lib/libpnprotect.a
lib_libpnprotect_a_SOURCES = \
	lib/protect/grader.h \
	lib/protect/odf.c lib/protect/odf.h \
	lib/protect/office.c \
	lib/protect/ole.c \
	lib/protect/ooxml.c \
	lib/protect/pdf.c \
	lib/protect/pdf_doc.c lib/protect/pdf_doc.h \
	lib/protect/pdf_key.c lib/protect/pdf_key.h \
	lib/protect/pdf_lex.c lib/protect/pdf_lex.h \
	lib/protect/protect.c lib/protect/protect.h \
	lib/protect/zip.c
