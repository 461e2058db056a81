# lib/extract/pdf: PDF (ISO 32000-2)
extract_formats += lib/extract/pdf/fmt_pdf.c
extract_sources += \
	lib/extract/pdf/doc.c lib/extract/pdf/doc.h \
	lib/extract/pdf/doc_action.c \
	lib/extract/pdf/doc_annot.c \
	lib/extract/pdf/doc_files.c \
	lib/extract/pdf/doc_form.c \
	lib/extract/pdf/doc_info.c \
	lib/extract/pdf/doc_tree.c \
	lib/extract/pdf/doc_xml.c \
	lib/extract/pdf/extra.h \
	lib/extract/pdf/filter.c lib/extract/pdf/filter.h \
	lib/extract/pdf/guard.c \
	lib/extract/pdf/heard.c lib/extract/pdf/heard.h \
	lib/extract/pdf/layers.c \
	lib/extract/pdf/object.c lib/extract/pdf/object.h \
	lib/extract/pdf/object_impl.h \
	lib/extract/pdf/objmap.c lib/extract/pdf/objmap.h \
	lib/extract/pdf/objs.c lib/extract/pdf/objs.h \
	lib/extract/pdf/objs_parse.c \
	lib/extract/pdf/objs_rescue.c \
	lib/extract/pdf/objs_xref.c \
	lib/extract/pdf/orphan.c \
	lib/extract/pdf/outside.c \
	lib/extract/pdf/pagetree.c \
	lib/extract/pdf/pdftext.c \
	lib/extract/pdf/revision.c \
	lib/extract/pdf/seen.c \
	lib/extract/pdf/stream.c \
	lib/extract/pdf/view.c lib/extract/pdf/view.h

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/test_extract_pdfdoc
tests_unit_test_extract_pdfdoc_SOURCES = tests/unit/test_extract_pdfdoc.c \
	tests/unit/extract_dump.h
tests_unit_test_extract_pdfdoc_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_pdfdoc_LDADD = $(extract_test_libs)

check_PROGRAMS += tests/unit/test_extract_pdfobjs
tests_unit_test_extract_pdfobjs_SOURCES = tests/unit/test_extract_pdfobjs.c \
	tests/unit/extract_dump.h
tests_unit_test_extract_pdfobjs_CPPFLAGS = $(extract_test_cppflags)
tests_unit_test_extract_pdfobjs_LDADD = $(extract_test_libs)
endif

EXTRA_DIST += tests/data/pdf

# what the pages show
extract_sources += lib/extract/pdf/cmap.c lib/extract/pdf/cmap.h \
	lib/extract/pdf/content.c lib/extract/pdf/content.h \
	lib/extract/pdf/content_colour.c \
	lib/extract/pdf/content_form.c \
	lib/extract/pdf/content_mark.c \
	lib/extract/pdf/content_path.c \
	lib/extract/pdf/content_show.c lib/extract/pdf/content_show.h \
	lib/extract/pdf/content_strand.c \
	lib/extract/pdf/content_text.c \
	lib/extract/pdf/font.c lib/extract/pdf/font.h \
	lib/extract/pdf/font_simple.c \
	lib/extract/pdf/font_wide.c \
	lib/extract/pdf/fontfile.c lib/extract/pdf/fontfile.h \
	lib/extract/pdf/glyphname.c \
	lib/extract/pdf/glyphs.c lib/extract/pdf/glyphs.h \
	lib/extract/pdf/glyphs.inc \
	lib/extract/pdf/layout.c lib/extract/pdf/layout.h \
	lib/extract/pdf/layout_blocks.c \
	lib/extract/pdf/layout_lines.c \
	lib/extract/pdf/layout_words.c \
	lib/extract/pdf/lex.c lib/extract/pdf/lex.h \
	lib/extract/pdf/page.c lib/extract/pdf/page.h \
	lib/extract/pdf/picture.c lib/extract/pdf/picture.h \
	lib/extract/pdf/samples.c lib/extract/pdf/samples.h \
	lib/extract/pdf/scene.c lib/extract/pdf/scene.h \
	lib/extract/pdf/scene_impl.h \
	lib/extract/pdf/scene_paint.c \
	lib/extract/pdf/scene_strand.c \
	lib/extract/pdf/scene_words.c

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/test_extract_pdf
tests_unit_test_extract_pdf_SOURCES = tests/unit/test_extract_pdf.c tests/unit/extract_dump.h
tests_unit_test_extract_pdf_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests $(CMOCKA_CFLAGS)
tests_unit_test_extract_pdf_LDADD = lib/libpnextract.a lib/libpnbase.a \
	$(PN_EXTRACT_LIBS) $(PN_BASE_LIBS) $(CMOCKA_LIBS)
endif
