# lib/extract/pdf: PDF (ISO 32000-2)
extract_sources += lib/extract/pdf/filter.c lib/extract/pdf/filter.h \
	lib/extract/pdf/inflate.c lib/extract/pdf/inflate.h \
	lib/extract/pdf/layers.c \
	lib/extract/pdf/object.c lib/extract/pdf/object.h \
	lib/extract/pdf/object_impl.h \
	lib/extract/pdf/pagetree.c \
	lib/extract/pdf/pdftext.c \
	lib/extract/pdf/seen.c \
	lib/extract/pdf/stream.c
