# lib/extract/media: pictures, sound, fonts
extract_formats += lib/extract/media/fmt_media.c
