"""Enforces which layer of server/ may include which, and which library belongs to which folder.

Usage: layers.py SERVER_FOLDER. Prints a line per offence; exit 1 if there is one.
"""

import pathlib
import re
import sys

DIRECT = {
    "mail": [],
    "match": ["mail"],
    "store": ["match"],
    "session": ["store"],
    "smtp": ["session"],
    "scenario": ["session"],
    "verify": ["store"],
    "lint": ["store"],
    "json": ["scenario", "verify", "lint", "smtp"],
    "api": ["json"],
    "net": ["api"],
    "rig": ["net"],
    "cli": ["rig", "json"],
}

# A library, and the only files that may include it.
LIBRARIES = {
    r"<boost/(asio|beast)": r"net/",
    r"<nlohmann/": r"json/",
    r"<re2/": r"match/regex\.cpp",
    r"<openssl/": r"(net|session)/",
    r"<CLI/": r"cli/|main\.cpp",
}

# Names are looked up by the clients alone, for hosts that the user named; addresses are never turned
# into names: a fake server that does waits for DNS in its accept loop.
LOOKUP = re.compile(r"\b(getaddrinfo|gethostbyname|resolver)\b")
LOOKUP_HOMES = r"net/(http_client|client_socket|courier)\.[ch]pp"
REVERSE_LOOKUP = re.compile(r"\b(getnameinfo|gethostbyaddr|reverse_lookup)\b")

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<][^">]+[">])', re.M)


def closure(layer):
    """The layers that `layer` may include, itself among them."""
    reached, waiting = set(), [layer]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += DIRECT[name]
    if layer == "cli":  # sees the server only through rig, json and the SMTP client
        reached = {"cli", "rig", "json", "smtp", "mail"}
    return reached


def offences(server):
    for path in sorted(server.rglob("*.[ch]pp")):
        name = path.relative_to(server).as_posix()
        layer = name.split("/")[0] if "/" in name else "cli"
        if layer not in DIRECT:
            yield f"{name}: '{layer}' is no layer of architecture.md"
            continue
        text = path.read_text(errors="replace")
        if LOOKUP.search(text) and not re.match(LOOKUP_HOMES, name):
            yield f"{name}: only the clients of net/ look names up"
        if REVERSE_LOOKUP.search(text):
            yield f"{name}: addresses are not turned into names"
        for include in INCLUDE.findall(text):
            if include.startswith('"'):
                other = include[1:-1].split("/")[0]
                if other not in closure(layer):
                    yield f"{name}: {layer} may not include {include}"
            for library, home in LIBRARIES.items():
                if re.match(library, include) and not re.match(home, name):
                    yield f"{name}: {include} belongs to {home}"


def main():
    found = list(offences(pathlib.Path(sys.argv[1])))
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
