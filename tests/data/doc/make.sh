#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# make.sh - write body.doc and wide.doc, with LibreOffice 7.4. Run it in this
# folder.
exec soffice --headless --convert-to doc body.fodt wide.fodt
