"""A file is one noun: 400 lines at most; and at most eight files pay for Asio and Beast.

Usage: sizes.py SERVER_FOLDER.
"""

import pathlib
import re
import sys

LONGEST = 400
MOST_ASIO = 8


def offences(server):
    sources = sorted(server.rglob("*.[ch]pp"))
    texts = {path: path.read_text(errors="replace") for path in sources}
    for path, text in texts.items():
        lines = text.count("\n")
        if lines > LONGEST:
            yield f"{path.relative_to(server)}: {lines} lines, more than {LONGEST}"

    # A header that includes Asio passes the price on to whoever includes it.
    heavy = {path for path, text in texts.items() if re.search(r"#include <boost/(asio|beast)", text)}
    while True:
        names = {path.relative_to(server).as_posix() for path in heavy if path.suffix == ".hpp"}
        more = {path for path, text in texts.items()
                if any(f'#include "{name}"' in text for name in names)} - heavy
        if not more:
            break
        heavy |= more
    units = sorted(path.relative_to(server).as_posix() for path in heavy if path.suffix == ".cpp")
    if len(units) > MOST_ASIO:
        yield f"{len(units)} files compile Asio, more than {MOST_ASIO}: {' '.join(units)}"


def main():
    found = list(offences(pathlib.Path(sys.argv[1])))
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
