#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""match.py - speed of matching with 20 and with 200 patterns

usage: tests/bench/match.py [--build DIR] [--rounds N] [TEXT...]

Runs DIR/tests/bench/match (build/ unless given) over TEXT, or over made-up
mail, with the first 20 shipped patterns that have expressions, and with all of
them and as many made-up ones as make 200: words, pairs of words, labelled
numbers and key prefixes, as a site adds them. Prints MB of text per second of
processor time for the whole of detection, and for PCRE2's JIT with each
expression by itself over the same text in the same run.
"""
import argparse
import os
import random
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
TOTAL = 200
TEXTS, TEXT_BYTES = 400, 20000

COMMON = """the of and to in a is that for it as was with be by on not this
have from at are we you our all will school children pupil parent teacher
class term report meeting agenda staff training policy please find attached
thank kind regards letter form trip lunch uniform homework exam results
reading maths english science budget invoice order delivery contract account
number address phone email system file document office week month morning
review action required further information available login password""".split()
# the usual law: the second word half as often as the first
WEIGHTS = [1 / (i + 3) for i in range(len(COMMON))]
TOPICS = """asthma epilepsy diabetes eczema autism dyslexia dyspraxia
depression counselling paediatrician medication insulin inhaler hepatitis
pregnancy disability wheelchair chemotherapy leukaemia redundancy maternity
grievance pension union caution conviction tribunal bursary safeguarding
bullying neglect abuse radicalisation grooming exclusion detention truancy
custody adoption fostering bereavement eviction bankruptcy overdraft mortgage
arrears benefit allowance visa asylum residence naturalisation passport
surname maiden guardian relative partner sibling""".split()
PREFIXES = "tok key api prod live cfg svc app usr adm ext int rel dev".split()


def pattern(number, regex, example):
    """One pattern of a pack; what it tells is of no matter here."""
    quoted = regex.replace("\\", "\\\\").replace('"', '\\"')
    return f"""{{ id = "xx-bench-{number}"; name = "bench"; names = "bench";
  category = "identifier"; tier = "D"; reason = "Measured."; reference = "";
  caseless = true; regex = [ "{quoted}" ];
  match = [ "{example}" ]; no_match = [ "nothing" ]; }}"""


def variants(count):
    """COUNT made-up patterns."""
    made = []
    for i, word in enumerate(TOPICS):
        made.append((rf"\b{word}\b", word))
        other = TOPICS[(i + 7) % len(TOPICS)]
        made.append((rf"\b{word}\b[^\n]{{0,60}}\b{other}\b",
                     f"{word} {other}"))
        made.append((rf"\b{word} (?:no|number|ref)\b[^\n]{{0,15}}\b\d{{6,9}}\b",
                     f"{word} no 123456"))
    for i, prefix in enumerate(PREFIXES):
        made.append((rf"(?<![A-Za-z0-9_]){prefix}_[A-Za-z0-9]{{24,40}}",
                     f"{prefix}_" + "a1B2" * 6))
        made.append((rf"\b{prefix[0]}{i % 10}\d{{{5 + i % 6}}}[A-Z]\b",
                     f"{prefix[0]}{i % 10}" + "1" * (5 + i % 6) + "A"))
    random.Random(1).shuffle(made)
    if len(made) < count:
        sys.exit(f"only {len(made)} variants")
    return ",\n".join(pattern(i, *m) for i, m in enumerate(made[:count]))


def sentence(rand):
    said = rand.choices(COMMON, WEIGHTS, k=rand.randint(6, 20))
    if rand.random() < 0.01:
        said.insert(2, rand.choice(TOPICS))
    if rand.random() < 0.08:
        said.append(str(rand.randint(1, 99999)))
    return " ".join(said).capitalize() + "."


def personal(rand):
    def digits(n):
        return "".join(rand.choices("0123456789", k=n))
    return rand.choice([
        lambda: "NI number QQ" + digits(6) + "C",
        lambda: f"NHS no. {digits(3)} {digits(3)} {digits(4)}",
        lambda: f"card 4{digits(3)} {digits(4)} {digits(4)} {digits(4)}",
        lambda: f"born {rand.randint(1, 28):02}/0{rand.randint(1, 9)}/20"
                + digits(2),
        lambda: f"{rand.randint(1, 99)} High Street, LS{rand.randint(1, 9)} "
                f"{rand.randint(1, 9)}AB",
        lambda: "mobile 07700 900" + digits(3),
        lambda: f"ann.lee{digits(2)}@parents.example",
        lambda: "password: Maple" + digits(4),
    ])()


def text(rand):
    """One made-up mail's text: prose, a little of it personal."""
    out, size = [], 0
    while size < TEXT_BYTES:
        line = " ".join(sentence(rand) for _ in range(4))
        if rand.random() < 0.15:
            line += " " + personal(rand)
        out.append(line + "\r\n")
        size += len(out[-1])
    return "\r\n".join(out)


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--build", default=os.path.join(TOP, "build"))
    args.add_argument("--rounds", type=int, default=5)
    args.add_argument("text", nargs="*")
    args = args.parse_args()
    program = os.path.join(args.build, "tests/bench/match")
    shipped = os.path.join(TOP, "patterns")
    rand = random.Random(62)
    with tempfile.TemporaryDirectory() as work:
        for i in range(0 if args.text else TEXTS):
            path = os.path.join(work, f"{i}.txt")
            with open(path, "w", encoding="utf-8", newline="") as f:
                f.write(text(rand))
            args.text.append(path)
        names = [n for n in os.listdir(shipped) if n.endswith(".conf")]
        have = 0
        for name in names:
            with open(os.path.join(shipped, name), encoding="utf-8") as f:
                have += sum(line.startswith("    id = ") for line in f)
        pack = os.path.join(work, "variants.conf")
        with open(pack, "w", encoding="utf-8") as f:
            f.write(f"patterns = (\n{variants(TOTAL - have)}\n);\n")
        rounds = ["-r", str(args.rounds)]
        for chosen in (["-n", "20", *rounds, shipped],
                       [*rounds, shipped, pack]):
            subprocess.run([program, *chosen, "--", *args.text], check=True)


main()
