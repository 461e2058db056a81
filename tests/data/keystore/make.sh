#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# make.sh - write files of private keys, whose password is "orchard"
#
# Run it in this folder; it needs openssl and Java's keytool. The keys are made
# for this and belong to nobody.
set -eu
here=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl req -x509 -newkey rsa:1024 -nodes -keyout key.pem -out cert.pem \
	-days 9000 -subj "/CN=Garden Club" 2>/dev/null
pack() { openssl pkcs12 -export -inkey key.pem -in cert.pem "$@"; }
pack -passout pass:orchard -out "$here/aes256.p12"
pack -passout pass:orchard -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES \
	-macalg sha1 -out "$here/3des.p12"
pack -passout pass:orchard -legacy -out "$here/rc2-40.pfx"
pack -passout pass:orchard -keypbe NONE -certpbe NONE -out "$here/open.p12"
for kind in jks jceks; do
	keytool -genkeypair -alias club -keyalg RSA -keysize 1024 -validity 9000 \
		-dname "CN=Garden Club" -storetype $kind -storepass orchard \
		-keypass orchard -keystore "$here/keys.$kind" 2>/dev/null
done
keytool -importcert -noprompt -alias club -file cert.pem -storetype jks \
	-storepass orchard -keystore "$here/certificates.jks" 2>/dev/null
