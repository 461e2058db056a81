# lib/extract/rtf: Rich Text Format
