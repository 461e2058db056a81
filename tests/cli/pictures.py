# SPDX-License-Identifier: GPL-3.0-or-later
"""The text in pictures: read where the configuration says so."""

import base64
import os

from world import SRC, Skipped, contains, equal, rules, test

PICTURES = os.path.join(SRC, "tests", "data", "ocr")


def letter(name, kind):
    with open(os.path.join(PICTURES, name), "rb") as file:
        data = base64.encodebytes(file.read()).decode()
    return f"""From: a@school.example
To: b@x.example
Subject: Hello
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=zz

--zz
Content-Type: text/plain

See the picture.
--zz
Content-Type: {kind}; name="{name}"
Content-Disposition: attachment; filename="{name}"
Content-Transfer-Encoding: base64

{data}
--zz--
"""


def switch_on(w):
    w.write("postern.conf", w.text() + "ocr = true;\n")
    if "built without Tesseract" in w.run("config", "check").err:
        raise Skipped("built without Tesseract")


MAILS = [("text.png", "image/png"), ("pages.tif", "image/tiff"),
         ("letter.docx", "application/vnd.openxmlformats-officedocument."
          "wordprocessingml.document")]


@test
def pictures_are_not_read_by_default(w):
    for name, kind in MAILS:
        (answer,) = w.check(w.write("m.eml", letter(name, kind)), code=0)
        equal(name, answer["findings"], [])


@test
def pictures_are_read_where_ocr_is_on(w):
    switch_on(w)
    for name, kind in MAILS:
        (answer,) = w.check(w.write("m.eml", letter(name, kind)), code=30)
        equal(name, rules(answer), ["attachment", "recipient"])


@test
def a_picture_that_is_not_read_is_held(w):
    switch_on(w)
    for name in "bomb.png", "cut.png":
        (answer,) = w.check("--verified", "b@x.example", w.write(
            "m.eml", letter(name, "image/png")), code=20)
        equal(name, rules(answer), ["unscannable"])


@test
def a_language_without_data_is_an_error_of_the_configuration(w):
    switch_on(w)
    w.write("postern.conf", w.text() + 'ocr_languages = "eng+xx_yy";\n')
    contains("error", w.run("config", "check", code=1).err, w.conf,
             "ocr_languages", "tesseract-ocr-xx-yy")
