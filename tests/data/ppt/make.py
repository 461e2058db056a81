#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the PowerPoint files of this folder from what LibreOffice 7.4 writes.

Run it here: it converts show.fodp, drops the picture of the first slide (which
is most of the file) and adds a slide that no directory names.
"""
import importlib.util
import os
import struct
import subprocess
import tempfile

import olefile

HERE = os.path.dirname(os.path.abspath(__file__))
SPEC = importlib.util.spec_from_file_location(
    "ole", os.path.join(HERE, "..", "ole", "make.py"))
OLE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(OLE)


def record(kind, data, version=0):
    return struct.pack("<HHI", version, kind, len(data)) + data


def main():
    with tempfile.TemporaryDirectory() as tmp:
        subprocess.run(["soffice", "--headless", "--convert-to", "ppt",
                        "--outdir", tmp, os.path.join(HERE, "show.fodp")],
                       check=True, stdout=subprocess.DEVNULL)
        with olefile.OleFileIO(os.path.join(tmp, "show.ppt")) as ole:
            streams = {n: ole.openstream(n).read()
                       for n in ("Current User", "PowerPoint Document")}
    earlier = record(0x0FA0, "Welcome Zo\u00eb\rbefore: QQ123456C".encode(
        "utf-16le"))
    streams["PowerPoint Document"] += record(
        0x03EE, record(0xF00D, earlier, 15), 15)
    with open(os.path.join(HERE, "show.ppt"), "wb") as f:
        f.write(OLE.cfb(OLE.Storage(streams)))


if __name__ == "__main__":
    main()
