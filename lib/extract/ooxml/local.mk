# lib/extract/ooxml: Word, Excel and PowerPoint (ECMA-376)
extract_formats += lib/extract/ooxml/fmt_docx.c \
	lib/extract/ooxml/fmt_pptx.c \
	lib/extract/ooxml/fmt_xlsb.c \
	lib/extract/ooxml/fmt_xlsx.c
extract_sources += lib/extract/ooxml/docx.h \
	lib/extract/ooxml/docx_change.c \
	lib/extract/ooxml/docx_look.c \
	lib/extract/ooxml/docx_place.c \
	lib/extract/ooxml/docx_story.c \
	lib/extract/ooxml/docx_style.c \
	lib/extract/ooxml/docx_text.c \
	lib/extract/ooxml/docx_walk.h \
	lib/extract/ooxml/ooxml.c \
	lib/extract/ooxml/ooxml.h \
	lib/extract/ooxml/ooxml_chart.c \
	lib/extract/ooxml/ooxml_drawing.c \
	lib/extract/ooxml/ooxml_props.c \
	lib/extract/ooxml/ooxml_rest.c \
	lib/extract/ooxml/ooxml_rest.h \
	lib/extract/ooxml/ooxml_text.c \
	lib/extract/ooxml/ooxml_vml.c \
	lib/extract/ooxml/opc.c \
	lib/extract/ooxml/opc.h \
	lib/extract/ooxml/opc_usual.c \
	lib/extract/ooxml/opc_usual.h \
	lib/extract/ooxml/pptx.h \
	lib/extract/ooxml/pptx_ground.c \
	lib/extract/ooxml/pptx_page.c \
	lib/extract/ooxml/pptx_page.h \
	lib/extract/ooxml/pptx_shape.c \
	lib/extract/ooxml/theme.c \
	lib/extract/ooxml/theme.h \
	lib/extract/ooxml/vml.c \
	lib/extract/ooxml/vml.h \
	lib/extract/ooxml/xlsb.h \
	lib/extract/ooxml/xlsb_record.c \
	lib/extract/ooxml/xlsb_sheet.c \
	lib/extract/ooxml/xlsx.h \
	lib/extract/ooxml/xlsx_cell.c \
	lib/extract/ooxml/xlsx_names.c \
	lib/extract/ooxml/xlsx_pivot.c \
	lib/extract/ooxml/xlsx_sheet.c \
	lib/extract/ooxml/xlsx_style.c \
	lib/extract/ooxml/xlsx_tables.c

EXTRA_DIST += tests/data/pptx tests/data/xlsb
