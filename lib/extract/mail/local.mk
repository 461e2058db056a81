# lib/extract/mail: messages as files
extract_formats += lib/extract/mail/fmt_message.c
