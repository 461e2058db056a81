# lib/extract/html: web pages, with what their styles hide
extract_formats += lib/extract/html/fmt_html.c
extract_sources += lib/extract/html/css.c \
	lib/extract/html/css.h \
	lib/extract/html/css_scan.c \
	lib/extract/html/css_scan.h \
	lib/extract/html/css_sheet.c \
	lib/extract/html/css_value.c \
	lib/extract/html/css_value.h \
	lib/extract/html/html_aside.c \
	lib/extract/html/html_aside.h \
	lib/extract/html/html_data.c \
	lib/extract/html/html_data.h \
	lib/extract/html/html_drawing.c \
	lib/extract/html/html_entity.c \
	lib/extract/html/html_lex.c \
	lib/extract/html/html_lex.h \
	lib/extract/html/html_style.c \
	lib/extract/html/html_tree.c \
	lib/extract/html/html_tree.h
