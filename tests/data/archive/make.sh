#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# make.sh - write the archives that test_extract_archive reads
#
# Run it in this folder; it needs 7z, tar, gzip, bzip2, xz, zstd, lz4, lzip,
# compress, gcab, genisoimage, cpio, ar and, for RAR 5, the program rar (which
# is not free software and not in Debian's main archive). The people are made
# up, the numbers reserved; the password is "orchard".
set -eu
here=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir folder
printf 'Name,NINO,Class\nAnn,QQ123456C,7\nBob,QQ654321C,8\n' >class.csv
printf 'The list of the garden club.\n' >folder/café.txt
ln -s class.csv link
touch -d 2026-01-01 class.csv folder/* folder
all="class.csv folder link"

tar -b 1 --format=pax --owner=0 --group=0 -cf "$here/plain.tar" $all
tar -b 1 --format=gnu --owner=0 --group=0 -cf "$here/sparse.tar" class.csv
{ cat "$here/sparse.tar"; printf 'behind QQ123456C the end\n'; } >"$here/trailing.tar"
head -c 700 "$here/plain.tar" >"$here/cut.tar"
find class.csv folder | LC_ALL=C sort | cpio -o -H newc >"$here/plain.cpio" 2>/dev/null
ar rcD "$here/plain.ar" class.csv
gzip -9 -c class.csv >"$here/class.csv.gz"
gzip -9n <class.csv >a.gz
{ cat a.gz; gzip -9n <folder/café.txt; } >"$here/two.gz"
{ # flags: a name and a comment
	head -c 3 "$here/class.csv.gz"
	printf '\030'
	tail -c +5 "$here/class.csv.gz" | head -c 16
	printf 'behind QQ123456C the end\0'
	tail -c +21 "$here/class.csv.gz"
} >"$here/comment.gz"
{ cat a.gz; printf 'behind QQ123456C the end\n'; } >"$here/trailing.gz"
head -c 60 a.gz >"$here/cut.gz"
gzip -9n <"$here/plain.tar" >"$here/plain.tar.gz"
bzip2 -9 <class.csv >"$here/class.bz2"
{ bzip2 -9 <class.csv; printf 'behind QQ123456C the end\n'; } >"$here/trailing.bz2"
xz -9 <class.csv >"$here/class.xz"
xz --format=lzma <class.csv >"$here/class.lzma"
zstd -q <class.csv >"$here/class.zst"
lz4 -q <class.csv >"$here/class.lz4"
lzip <class.csv >"$here/class.lz"
compress -c class.csv >"$here/class.Z" || true
head -c 30000000 /dev/zero | gzip -9n >"$here/bomb.gz"
gcab -c -n -z "$here/plain.cab" class.csv folder/café.txt
genisoimage -quiet -J -R -o image.iso class.csv folder 2>/dev/null
gzip -9n <image.iso >"$here/image.iso.gz"

pack() { rm -f x.7z; 7z a "$@" >/dev/null; }
pack -mx=9 x.7z class.csv folder && cp x.7z "$here/plain.7z"
pack -m0=BCJ -m1=LZMA x.7z class.csv && cp x.7z "$here/bcj.7z"
pack -m0=Delta:4 -m1=LZMA2 x.7z class.csv && cp x.7z "$here/delta.7z"
pack -m0=BZip2 x.7z class.csv && cp x.7z "$here/bzip2.7z"
pack -m0=Deflate x.7z class.csv && cp x.7z "$here/deflate.7z"
pack -m0=PPMd x.7z class.csv && cp x.7z "$here/ppmd.7z"
pack -m0=Copy x.7z class.csv && cp x.7z "$here/stored.7z"
pack -porchard x.7z class.csv && cp x.7z "$here/locked.7z"
pack -porchard x.7z class.csv && 7z a x.7z folder >/dev/null && cp x.7z "$here/mixed.7z"
pack x.7z class.csv
{ printf 'MZ'; head -c 510 /dev/zero; cat x.7z; } >"$here/program7z.exe"
{ cat x.7z; printf 'behind QQ123456C the end\n'; } >"$here/trailing.7z"
head -c 100 x.7z >"$here/cut.7z"

if command -v rar >/dev/null; then
	rar a -idq -m5 "$here/plain.rar" class.csv folder >/dev/null
	rar a -idq -s "$here/solid.rar" class.csv folder >/dev/null
	printf 'password is Tulip7\n' >comment
	rar a -idq -zcomment "$here/comment.rar" class.csv >/dev/null
	rar a -idq -porchard "$here/locked.rar" class.csv >/dev/null
	rm -f "$here/mixed.rar"
	rar a -idq "$here/mixed.rar" folder >/dev/null
	rar a -idq -porchard "$here/mixed.rar" class.csv >/dev/null
	rar a -idq -hporchard "$here/names.rar" class.csv >/dev/null
	{ cat "$here/plain.rar"; printf 'behind QQ123456C the end\n'; } >"$here/trailing.rar"
	head -c 120 "$here/plain.rar" >"$here/cut.rar"
	{ printf 'MZ'; head -c 510 /dev/zero; cat "$here/plain.rar"; } >"$here/programrar.exe"
fi
