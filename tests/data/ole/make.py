#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make.py - write the compound files (MS-CFB) that the tests read

Run it in this folder. The containers are complete; the streams hold as much
of their formats as tells how the document is locked. All content is made up;
the salts and ciphertexts are a fixed run of bytes and open with no password,
except in the files opens-*, whose verifiers are those of Office's own default
passwords, and closed.xlsx, which has the password "orchard". Needs openssl for
AES.
"""
import base64
import hashlib
import struct
import subprocess

FREE, END, FATSECT, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def pad(data, size):
    return data + b"\0" * (-len(data) % size)


class Storage(dict):
    """A storage: names to bytes or to further storages."""


def flatten(root):
    """Entries as [name, node, left, right, child], chained to the right."""
    out = [["Root Entry", root, NONE, NONE, NONE]]
    queue = [0]
    while queue:
        at = queue.pop(0)
        previous = None
        for name, node in out[at][1].items():
            index = len(out)
            out.append([name, node, NONE, NONE, NONE])
            if previous is None:
                out[at][4] = index
            else:
                out[previous][3] = index
            previous = index
            if isinstance(node, Storage):
                queue.append(index)
    return out


def cfb(root, version=3):
    """The bytes of a compound file with that tree."""
    size = 512 if version == 3 else 4096
    entries = flatten(root)
    sectors, fat = [], []

    def store(data):
        """Append DATA as one chain, return its first sector."""
        if not data:
            return END
        data = pad(data, size)
        first, n = len(sectors), len(data) // size
        for i in range(n):
            sectors.append(data[i * size:(i + 1) * size])
            fat.append(first + i + 1 if i + 1 < n else END)
        return first

    mini, minifat, place = b"", [], {}
    for i, (_, node, *_rest) in enumerate(entries):
        if isinstance(node, Storage) or not node:
            place[i] = END
        elif len(node) < 4096:
            first, n = len(minifat), (len(node) + 63) // 64
            minifat += [first + j + 1 for j in range(n - 1)] + [END]
            mini += pad(node, 64)
            place[i] = first
        else:
            place[i] = store(node)
    place[0] = store(mini)
    mini_at = store(b"".join(struct.pack("<I", x) for x in minifat))

    directory = b""
    for i, (name, node, left, right, child) in enumerate(entries):
        u = name.encode("utf-16-le") + b"\0\0"
        kind = 5 if i == 0 else 1 if isinstance(node, Storage) else 2
        length = len(mini) if i == 0 else \
            0 if isinstance(node, Storage) else len(node)
        start = 0 if kind == 1 else place[i]
        directory += u.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(u), kind, 1, left, right, child) + b"\0" * 36 + \
            struct.pack("<IQ", start, length)
    while len(directory) % size:
        directory += b"\0" * 66 + struct.pack(
            "<BBIII", 0, 0, NONE, NONE, NONE) + b"\0" * 48
    dir_at = store(directory)

    per = size // 4
    n_fat = 1
    while n_fat * per < len(fat) + n_fat:
        n_fat += 1
    fat_at = len(sectors)
    fat += [FATSECT] * n_fat
    fat += [FREE] * (n_fat * per - len(fat))
    table = struct.pack("<%dI" % len(fat), *fat)
    for i in range(n_fat):
        sectors.append(table[i * size:(i + 1) * size])
    n_dir = len(directory) // size if version == 4 else 0
    n_mini = (len(minifat) * 4 + size - 1) // size
    header = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 16 + struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, version, 0xFFFE,
        9 if version == 3 else 12, 6, n_dir, n_fat, dir_at, 0, 4096,
        mini_at, n_mini, END, 0, fat_at)
    header += struct.pack("<%dI" % (n_fat - 1),
                          *range(fat_at + 1, fat_at + n_fat))
    header = header.ljust(512, b"\xFF").ljust(size, b"\0")
    return header + b"".join(sectors)


def noise(n):
    """N bytes that look like ciphertext."""
    out, x = bytearray(), 0x2545F491
    for _ in range(n):
        x = (x * 1103515245 + 12345) & 0xFFFFFFFF
        out.append(x >> 16 & 0xFF)
    return bytes(out)


AGILE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r
<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" \
xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">\
<keyData saltSize="16" blockSize="16" keyBits="{bits}" hashSize="64" \
cipherAlgorithm="{cipher}" cipherChaining="ChainingModeCBC" \
hashAlgorithm="SHA512" saltValue="AAECAwQFBgcICQoLDA0ODw=="/>\
<keyEncryptors><keyEncryptor \
uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">\
<p:encryptedKey spinCount="100000" saltSize="16" blockSize="16" \
keyBits="{key_bits}" hashSize="64" cipherAlgorithm="{cipher}" \
cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" \
saltValue="Dw4NDAsKCQgHBgUEAwIBAA==" \
encryptedVerifierHashInput="AAECAwQFBgcICQoLDA0ODw==" \
encryptedVerifierHashValue="AAECAwQFBgcICQoLDA0ODw==" \
encryptedKeyValue="AAECAwQFBgcICQoLDA0ODw=="/>\
</keyEncryptor></keyEncryptors></encryption>"""


def agile(cipher="AES", bits=256, key_bits=256):
    text = AGILE.format(cipher=cipher, bits=bits, key_bits=key_bits)
    return struct.pack("<HHI", 4, 4, 0x40) + text.encode()


def cryptoapi(major, alg, bits, flags):
    """EncryptionInfo of version MAJOR.2 (MS-OFFCRYPTO 2.3.4.5)."""
    name = "Test Provider".encode("utf-16-le") + b"\0\0"
    head = struct.pack("<IIIIIIII", flags, 0, alg, 0x8004, bits,
                       0x18 if alg != 0x6801 else 1, 0, 0) + name
    verifier = struct.pack("<I", 16) + noise(16) + noise(16) + \
        struct.pack("<I", 20) + noise(32)
    return struct.pack("<HHII", major, 2, flags, len(head)) + head + verifier


def package(info, upper=False, **more):
    """A password-protected OOXML package."""
    spaces = Storage({"Version": noise(76), "TransformInfo": Storage({
        "StrongEncryptionTransform": Storage({"\6Primary": noise(64)})})})
    data = struct.pack("<Q", 90) + noise(96)
    root = Storage({"\6DataSpaces": spaces})
    root.update(more)
    if info is not None:
        root["ENCRYPTIONINFO" if upper else "EncryptionInfo"] = info
    root["ENCRYPTEDPACKAGE" if upper else "EncryptedPackage"] = data
    return root


def fib(flags, ident=0xA5EC):
    """The start of a WordDocument stream."""
    head = struct.pack("<HHHHHHHI", ident, 0xC1, 0, 0x409, 0, flags, 0xBF, 52)
    return head.ljust(68, b"\0") + noise(100)


def record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


BOF = record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0x1FAA, 0x7CD, 0, 6))


def workbook(*records):
    return BOF + b"".join(records) + record(0x85, noise(20)) + record(0x0A)


def filepass(kind, data):
    return record(0x2F, struct.pack("<H", kind) + data)


def slides(token, *more):
    user = struct.pack("<HHIIIIHHBBH", 0, 0x0FF6, 20, 20, token, 0, 0, 0x3F4,
                       3, 0, 0)
    return Storage({"Current User": user,
                    "PowerPoint Document": noise(40) + b"".join(more)})


def crypt_session(info):
    return struct.pack("<HHI", 0x0F, 0x2F14, len(info)) + info


EXCEL, POWERPOINT = "VelvetSweatshop", "/01Hannes Ruescher/01"
SALT, INPUT = bytes(range(16)), bytes(range(40, 56))


def aes(mode, key, data, iv=None):
    command = ["openssl", "enc", "-aes-%d-%s" % (len(key) * 8, mode),
               "-nopad", "-K", key.hex()]
    if iv:
        command += ["-iv", iv.hex()]
    return subprocess.run(command, input=data, check=True,
                          capture_output=True).stdout


def rc4(key, data):
    s, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + s[i] + key[i % len(key)]) & 255
        s[i], s[j] = s[j], s[i]
    i = j = 0
    for byte in data:
        i = (i + 1) & 255
        j = (j + s[i]) & 255
        s[i], s[j] = s[j], s[i]
        out.append(byte ^ s[(s[i] + s[j]) & 255])
    return bytes(out)


def spin(digest, password, rounds):
    h = digest(SALT + password.encode("utf-16-le")).digest()
    for i in range(rounds):
        h = digest(struct.pack("<I", i) + h).digest()
    return h


def agile_for(password, digest=hashlib.sha512, name="SHA512", bits=256):
    """Agile EncryptionInfo with the verifier of PASSWORD (2.3.4.13)."""
    h = spin(digest, password, 100000)

    def lock(purpose, data):
        key = digest(h + bytes.fromhex(purpose)).digest()
        key = key.ljust(64, b"\x36")[:bits // 8]
        return base64.b64encode(
            aes("cbc", key, pad(data, 16), SALT)).decode()

    text = AGILE.format(cipher="AES", bits=bits, key_bits=bits)
    at = text.index("<p:encryptedKey")
    key = text[at:].replace("SHA512", name).replace(
        "Dw4NDAsKCQgHBgUEAwIBAA==", base64.b64encode(SALT).decode())
    key = key.replace('HashInput="AAECAwQFBgcICQoLDA0ODw=="',
                      'HashInput="%s"' % lock("fea7d2763b4b9e79", INPUT))
    key = key.replace('HashValue="AAECAwQFBgcICQoLDA0ODw=="',
                      'HashValue="%s"' % lock("d7aa0f6d3061344e",
                                              digest(INPUT).digest()))
    return struct.pack("<HHI", 4, 4, 0x40) + (text[:at] + key).encode()


def sealed_agile(password, plain, digest=hashlib.sha512, bits=256):
    """A package whose content PLAIN can be had with PASSWORD (2.3.4.15)."""
    info = agile_for(password, digest, "SHA512", bits)
    h = spin(digest, password, 100000)
    secret, salt = bytes(range(100, 100 + bits // 8)), bytes(range(16))
    key = digest(h + bytes.fromhex("146e0be7abacd0d6")).digest()[:bits // 8]
    info = info.replace(
        b'KeyValue="AAECAwQFBgcICQoLDA0ODw=="', b'KeyValue="%s"' %
        base64.b64encode(aes("cbc", key, secret, SALT)))
    data = struct.pack("<Q", len(plain))
    for i in range(0, len(plain), 4096):
        iv = digest(salt + struct.pack("<I", i // 4096)).digest()[:16]
        data += aes("cbc", secret, pad(plain[i:i + 4096], 16), iv)
    return Storage({"EncryptionInfo": info, "EncryptedPackage": data})


def sealed_xor(*records):
    """A workbook as Excel hides it with the password of its own: the key, the
    verifier and the bytes are what its password always gives (2.3.7)."""
    array = bytes.fromhex("876b9ae21ee305621e699660986e9404")
    out = BOF + filepass(0, struct.pack("<HH", 0xB359, 0x9A0A))
    for kind, data in records:
        at = len(out) + 4
        clear = 4 if kind == 0x85 else len(data) if kind == 0x809 else 0
        out += record(kind, data[:clear] + bytes(
            ((b << 5 | b >> 3) & 255) ^ array[(at + len(data) + i) % 16]
            for i, b in enumerate(data) if i >= clear))
    return out


def verifier(info, ciphertext):
    """INFO of cryptoapi() with its verifier replaced."""
    at = 12 + struct.unpack_from("<I", info, 8)[0]
    return info[:at] + struct.pack("<I", 16) + SALT + ciphertext[:16] + \
        struct.pack("<I", 20) + ciphertext[16:]


def standard_for(password, alg=0x660E, bits=128):
    """Standard EncryptionInfo for PASSWORD (2.3.4.7, 2.3.4.8)."""
    sha1 = hashlib.sha1
    h = sha1(spin(sha1, password, 50000) + bytes(4)).digest()
    key = b"".join(sha1(bytes(
        x ^ (h[i] if i < 20 else 0) for i, x in enumerate([fill] * 64))
    ).digest() for fill in (0x36, 0x5C))[:bits // 8]
    plain = INPUT + pad(sha1(INPUT).digest(), 32)[:32]
    return verifier(cryptoapi(4, alg, bits, 0x24), aes("ecb", key, plain))


def rc4_for(password, bits=128):
    """RC4 CryptoAPI for PASSWORD (2.3.5.2)."""
    sha1 = hashlib.sha1
    key = sha1(spin(sha1, password, 0) + bytes(4)).digest()[:bits // 8]
    return verifier(cryptoapi(2, 0x6801, bits, 0x04),
                    rc4(key, INPUT + sha1(INPUT).digest()))


FILES = {
    "agile-aes256.docx": package(agile()),
    "agile-aes128.docx": package(agile(bits=128, key_bits=128)),
    "agile-des.docx": package(agile("DES", 56, 56)),
    "agile-unknown.docx": package(agile("Camelot", 256, 256)),
    "agile-upper-case.docx": package(agile(), upper=True),
    "agile-decoy.docx": package(agile(), WordDocument=b"\0" * 600),
    "agile-cut.docx": package(agile()[:90]),
    "standard-aes128.xlsx": package(cryptoapi(4, 0x660E, 128, 0x24)),
    "standard-aes256.xlsx": package(cryptoapi(3, 0x6610, 256, 0x24)),
    "standard-rc4-40.xlsx": package(cryptoapi(3, 0x6801, 40, 0x04)),
    "extensible.docx": package(struct.pack("<HHI", 4, 3, 0x10) + noise(80)),
    "no-info.docx": package(None),
    "irm.docx": Storage({
        "\6DataSpaces": Storage({"TransformInfo": Storage({
            "DRMEncryptedTransform": Storage({"\6Primary": noise(64)})})}),
        "EncryptedPackage": noise(100)}),
    "irm.doc": Storage({"WordDocument": fib(0), "\tDRMContent": noise(100)}),
    "plain.doc": Storage({"WordDocument": fib(0), "0Table": noise(200)}),
    "reservation.doc": Storage({"WordDocument": fib(0x0C00),
                                "0Table": noise(200)}),
    "xor.doc": Storage({"WordDocument": fib(0x8100), "0Table": noise(200)}),
    "rc4-40.doc": Storage({
        "WordDocument": fib(0x0300), "0Table": noise(200),
        "1Table": struct.pack("<HH", 1, 1) + noise(200)}),
    "rc4-128.doc": Storage({
        "WordDocument": fib(0x0100), "1Table": noise(200),
        "0Table": cryptoapi(2, 0x6801, 128, 0x04) + noise(200)}),
    "no-table.doc": Storage({"WordDocument": fib(0x0100)}),
    "plain.xls": Storage({"Workbook": workbook()}),
    "reservation.xls": Storage({"Workbook": workbook(
        record(0x86), record(0x5B, b"\1\0\x34\x12\0\0"))}),
    "xor.xls": Storage({"Workbook": workbook(
        filepass(0, b"\x12\x34\x56\x78"))}),
    "xor-5.xls": Storage({"Book": workbook(record(0x2F, b"\1\0\2\0"))}),
    "rc4-40.xls": Storage({"Workbook": workbook(
        record(0x86), filepass(1, struct.pack("<HH", 1, 1) + noise(48)))}),
    "rc4-128.xls": Storage({"Workbook": workbook(
        filepass(1, cryptoapi(2, 0x6801, 128, 0x04)))}),
    "cut.xls": Storage({"Workbook": BOF[:7]}),
    "plain.ppt": slides(0xE391C05F),
    "rc4-128.ppt": slides(0xF3D1C4DF, crypt_session(
        cryptoapi(2, 0x6801, 128, 0x04))),
    "rc4-40.ppt": slides(0xF3D1C4DF, crypt_session(
        cryptoapi(2, 0x6801, 40, 0x04))),
    "no-session.ppt": slides(0xF3D1C4DF),
    "opens-agile.xlsx": package(agile_for(EXCEL)),
    "opens-agile-sha1.xlsx": package(agile_for(
        EXCEL, hashlib.sha1, "SHA1", 128)),
    "opens-standard.xlsx": package(standard_for(EXCEL)),
    "opens-standard-256.xlsx": package(standard_for(EXCEL, 0x6610, 256)),
    "opens.xls": Storage({"Workbook": workbook(filepass(1, rc4_for(EXCEL)))}),
    "opens.ppt": slides(0xF3D1C4DF, crypt_session(rc4_for(POWERPOINT))),
    "closed.xlsx": package(agile_for("orchard")),
    "sealed-agile.xlsx": sealed_agile(
        "orchard", b"PK\3\4" + bytes(i % 251 for i in range(9000))),
    "sealed-xor.xls": Storage({"Workbook": sealed_xor(
        (0x85, struct.pack("<IHBB", 51, 0, 5, 0) + b"Sheet"), (0x0A, b""),
        (0x809, BOF[4:6] + b"\x10\0" + bytes(12)),
        (0x204, struct.pack("<HHHHB", 0, 0, 0, 9, 0) + b"QQ123456C"),
        (0x0A, b""))}),
    "other.bin": Storage({"Contents": b"no document that knows locks"}),
}


def main():
    for name, root in FILES.items():
        with open(name, "wb") as f:
            f.write(cfb(root))
    tree = Storage({"small": b"small stream", "large": noise(9000),
                    "empty": b"", "\5Info": b"control name",
                    "folder": Storage({"inner": b"inside", "small": b"2"})})
    for version in (3, 4):
        with open("tree-v%d.cfb" % version, "wb") as f:
            f.write(cfb(tree, version))


if __name__ == "__main__":
    main()
