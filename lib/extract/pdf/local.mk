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

# what the pages show
extract_sources += lib/extract/pdf/cmap.c lib/extract/pdf/cmap.h \
	lib/extract/pdf/content.c lib/extract/pdf/content.h \
	lib/extract/pdf/content_colour.c \
	lib/extract/pdf/content_path.c \
	lib/extract/pdf/content_text.c \
	lib/extract/pdf/font.c lib/extract/pdf/font.h \
	lib/extract/pdf/font_simple.c \
	lib/extract/pdf/font_wide.c \
	lib/extract/pdf/fontfile.c lib/extract/pdf/fontfile.h \
	lib/extract/pdf/glyphname.c \
	lib/extract/pdf/glyphs.c lib/extract/pdf/glyphs.h \
	lib/extract/pdf/layout.c lib/extract/pdf/layout.h \
	lib/extract/pdf/layout_blocks.c \
	lib/extract/pdf/lex.c lib/extract/pdf/lex.h \
	lib/extract/pdf/page.c lib/extract/pdf/page.h \
	lib/extract/pdf/scene.c lib/extract/pdf/scene.h
