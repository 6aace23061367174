"""Part trees and decoded octets of mailrig, GMime and Python's email package on the corpus and on
10,000 generated mails: equal, or different for a reason of the table in disagreements.py.

Usage: mime_oracle_test.py MIME_DUMP GMIME_DUMP [COUNT]
"""

import base64
import collections
import email
import email.policy
import json
import pathlib
import subprocess
import sys

import disagreements
import mails

SEED = 20261123


def by_program(program, octets):
    """One tree a mail: a list of [depth, type, content or None]."""
    framed = b"".join(b"%d\n%s" % (len(each), each) for each in octets)
    lines = subprocess.run([program], input=framed, stdout=subprocess.PIPE, check=True).stdout.splitlines()
    assert len(lines) == len(octets), f"{program} read {len(lines)} of {len(octets)} mails"
    return [[(depth, type_, None if text is None else base64.b64decode(text))
             for depth, type_, text in json.loads(line)] for line in lines]


def by_python(octets):
    tree, waiting = [], [(0, email.message_from_bytes(octets, policy=email.policy.compat32))]
    while waiting:
        depth, part = waiting.pop()
        if part.is_multipart():
            tree.append((depth, part.get_content_type(), None))
            waiting += [(depth + 1, each) for each in reversed(part.get_payload())]
        else:
            tree.append((depth, part.get_content_type(), part.get_payload(decode=True) or b""))
    return tree


def difference(ours, theirs):
    if [each[:2] for each in ours] != [each[:2] for each in theirs]:
        return "tree"
    same = all((a[2] is None) == (b[2] is None) and a[2] == b[2] for a, b in zip(ours, theirs))
    return None if same else "octets"


def shown(tree):
    return "\n".join("      " + "  " * depth + type_ + (" " + repr(content[:60]) if content is not None else "")
                     for depth, type_, content in tree)


def main():
    mime_dump, gmime_dump, *rest = sys.argv[1:]
    count = int(rest[0]) if rest else 10_000
    corpus = sorted(pathlib.Path(__file__).parent.parent.glob("corpus/**/*.eml"))
    names = [path.stem for path in corpus]
    octets = [path.read_bytes() for path in corpus]
    wrong = [{"corpus:" + name} for name in names]
    for index, (mail, tags) in enumerate(mails.generate(SEED, count)):
        names.append(f"generated {index}")
        octets.append(mail)
        wrong.append(tags)

    ours = by_program(mime_dump, octets)
    oracles = {"gmime": by_program(gmime_dump, octets), "python": [by_python(each) for each in octets]}
    differing, used, failures = collections.Counter(), set(), 0
    for oracle, theirs in oracles.items():
        for name, mail, tags, mine, other in zip(names, octets, wrong, ours, theirs):
            what = difference(mine, other)
            if what is None:
                continue
            differing[oracle] += 1
            reasons = [(oracle, tag) for tag in sorted(tags) if (oracle, tag) in disagreements.TABLE]
            used.update(reasons)
            if reasons:
                continue
            failures += 1
            if failures <= 10:
                print(f"{name}: mailrig and {oracle} differ in {what}; {sorted(tags)}", mail[:3000],
                      "   mailrig:", shown(mine), f"   {oracle}:", shown(other), sep="\n")
    unused = set(disagreements.TABLE) - used if count >= 10_000 else set()
    for oracle, tag in sorted(unused):
        print(f"disagreements.py: nothing differs from {oracle} because of {tag!r}")
    print(f"{len(octets)} mails: {differing['gmime']} differ from GMime's reading, "
          f"{differing['python']} from Python's; {failures} of them without a listed reason")
    return 1 if failures or unused else 0


if __name__ == "__main__":
    sys.exit(main())
