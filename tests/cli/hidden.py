# SPDX-License-Identifier: GPL-3.0-or-later
"""Hidden parts of attachments, of every kind in each format that needs no other
program to be made: told, flagged, acted on where they hold personal data."""

import base64

from world import Failed, equal, test

PERSONAL = "NHS number: 401 023 2137"
HARMLESS = "Spring fair on Saturday at noon"


def page(body, head=""):
    return (f"<!DOCTYPE html><html><head><title>x</title>{head}</head><body>"
            f"<p>Dear all, see you soon.</p>{body}<p>Regards</p></body></html>")


def svg(body):
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
            f'<text x="5" y="20">Plan</text>{body}</svg>')


def rtf(body, head=""):
    return ("{\\rtf1\\ansi{\\colortbl;\\red255\\green255\\blue255;}" + head +
            "\\pard Dear all.\\par\n" + body + "\\par}")


def event(line):
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Meet"
            f"\r\n{line}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")


def letter(fields, body="Hello"):
    return ("From: <a@b.example>\r\nTo: <c@d.example>\r\nSubject: Hi\r\n"
            f"MIME-Version: 1.0\r\n{fields}\r\n{body}\r\n")


def mht(text):
    return letter("Content-Type: text/html\r\n",
                  page(f"<div style='display:none'>{text}</div>"))


def link(text):
    inner = base64.b64encode(page(text).encode()).decode()
    return page(f'<a href="data:text/html;base64,{inner}">w</a>')


# A file name, the kind of hidden content as told, and the file around a text.
HIDDEN = [
    ("p.html", "style", lambda t: page(f"<i style='opacity:0'>{t}</i>")),
    ("p.html", "style", lambda t: page(
        f"<div class=a><i class=b>{t}</i></div>",
        "<style>.a > .b{display:none!important}</style>")),
    ("p.html", "style", lambda t: page(
        f"<i style='position:absolute;left:-9999px'>{t}</i>")),
    ("p.html", "attribute", lambda t: page(f'<p data-note="{t}">x</p>')),
    ("p.html", "attribute", lambda t: page(
        f'<input type=hidden name=n value="{t}">')),
    ("p.html", "script", lambda t: page(
        f'<script type="application/json">{{"n": "{t}"}}</script>')),
    ("p.html", "metadata", lambda t: page(
        "", f'<meta name=author content="{t}">')),
    ("p.html", "comment", lambda t: page(f"<!-- {t} -->")),
    ("p.html", "conditional", lambda t: page(
        f"<!--[if mso]><p>{t}</p><![endif]-->")),
    ("p.html", "template", lambda t: page(f"<template>{t}</template>")),
    ("p.html", "noscript", lambda t: page(f"<noscript>{t}</noscript>")),
    ("p.html", "closed", lambda t: page(
        f"<details><summary>x</summary>{t}</details>")),
    ("p.html", "link", lambda t: page(f'<a href="mailto:?subject={t}">w</a>')),
    ("p.html", "link", link),
    ("p.mht", "style", mht),
    ("p.svg", "style", lambda t: svg(f'<text fill="none">{t}</text>')),
    ("p.svg", "outside", lambda t: svg(f'<text x="-500" y="9">{t}</text>')),
    ("p.svg", "metadata", lambda t: svg(f"<metadata>{t}</metadata>")),
    ("p.svg", "script", lambda t: svg(f"<script>x = '{t}'</script>")),
    ("d.rtf", "style", lambda t: rtf("{\\v " + t + "}")),
    ("d.rtf", "style", lambda t: rtf("{\\cf1 " + t + "}")),
    ("d.rtf", "deletion", lambda t: rtf("{\\deleted " + t + "}")),
    ("d.rtf", "comment", lambda t: rtf("x{\\*\\annotation " + t + "}")),
    ("d.rtf", "metadata", lambda t: rtf(
        "x", "{\\info{\\company " + t + "}}")),
    ("e.ics", "property", lambda t: event(f"X-NOTE:{t}")),
    ("m.eml", "undisplayed", lambda t: letter(f"X-Note: {t}\r\n")),
]

SHOWN = [
    ("p.html", lambda t: page(f"<i style='opacity:.9'>{t}</i>")),
    ("p.html", lambda t: page(f"<input value='{t}'>")),
    ("p.svg", lambda t: svg(f'<text x="5" y="40">{t}</text>')),
    ("d.rtf", rtf),
    ("e.ics", lambda t: event(f"DESCRIPTION:{t}")),
    ("m.eml", lambda t: letter("", t)),
]


def kinds(answer):
    return {kind for part in answer["parts"] for kind in part["hidden"]}


def content_rule(answer):
    return any(r["rule"] == "content" and r["why"] == "hidden"
               for r in answer["rules"])


def judged(w, name, text, make):
    path = w.mail("m.eml", attachment=(name, make(text)))
    (answer,) = w.check(path)
    return answer


@test
def hidden_personal_data_is_told_and_stopped(w):
    for name, kind, make in HIDDEN:
        answer = judged(w, name, PERSONAL, make)
        found = [f for f in answer["findings"]
                 if f["pattern"] == "uk-nhs-number" and f["hidden"]]
        if not found or kind not in kinds(answer):
            raise Failed(f"{name}, {kind}: {answer['findings']}, "
                         f"{kinds(answer)}")
        equal(f"{name}, {kind}: rule content", content_rule(answer), True)


@test
def hidden_parts_without_it_are_listed_only(w):
    for name, kind, make in HIDDEN:
        answer = judged(w, name, HARMLESS, make)
        if kind not in kinds(answer):
            raise Failed(f"{name}, {kind}: {kinds(answer)}")
        equal(f"{name}, {kind}", answer["verdict"], "accept")


@test
def what_is_shown_is_not_called_hidden(w):
    for name, make in SHOWN:
        answer = judged(w, name, PERSONAL, make)
        equal(f"{name}: hidden", [f["hidden"] for f in answer["findings"]],
              [False])
        equal(f"{name}: rule content", content_rule(answer), False)
