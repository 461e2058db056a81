# lib/extract/ole: files of Office before 2007 (MS-CFB)
extract_formats += lib/extract/ole/fmt_cfb.c
