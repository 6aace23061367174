"""Finds the coroutine forms that GCC 12 compiles wrongly without a warning.

co_await is a whole statement or the initialiser of a local; arguments to coroutines are no
temporaries in braces; no lambda is a coroutine. Usage: coroutines.py SERVER_FOLDER.
"""

import pathlib
import re
import sys

COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
STATEMENT = re.compile(r"[^;{}]*co_await[^;]*(?:;|$)")
ALLOWED = re.compile(
    r"^\s*(?:\w+\s*:\s*)?(?:(?:const\s+)?[\w:<>,\s*&]+\s[&*]?\w+\s*=\s*)?co_await\s+[^;]*;\s*$", re.S)
LAMBDA = re.compile(r"\]\s*(?:\([^()]*\))?\s*(?:mutable\s*)?->\s*(?:asio::)?(?:awaitable|Task)\s*<")
BRACES = re.compile(r"co_await\s+[\w:.>\-]+\([^;]*\b[A-Z]\w*\s*\{")


def offences(path):
    text = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), path.read_text())
    for match in STATEMENT.finditer(text):
        statement = match.group()
        line = text.count("\n", 0, match.start() + statement.index("co_await")) + 1
        if statement.count("co_await") > 1 or not ALLOWED.match(statement):
            yield line, "co_await must be a whole statement or the initialiser of a local"
        elif BRACES.search(statement):
            yield line, "no aggregate temporary as the argument of a coroutine"
    for match in LAMBDA.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, "no lambda coroutine"


def main():
    server = pathlib.Path(sys.argv[1])
    bad = False
    for path in sorted(server.rglob("*.[ch]pp")):
        for line, reason in offences(path):
            print(f"{path.relative_to(server)}:{line}: {reason}")
            bad = True
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
