"""Each check finds the offence that it is for, and passes what is right."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent


def check(name, files):
    """Exit code and output of a check on a server/ of these files."""
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            file = pathlib.Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        done = subprocess.run([sys.executable, HERE / f"{name}.py", folder], capture_output=True, text=True)
        return done.returncode, done.stdout


class Layers(unittest.TestCase):
    def test_includes_point_one_way(self):
        self.assertEqual(check("layers", {"store/a.cpp": '#include "match/b.hpp"\n'})[0], 0)
        code, out = check("layers", {"match/a.cpp": '#include "store/b.hpp"\n'})
        self.assertEqual(code, 1)
        self.assertIn('match/a.cpp: match may not include "store/b.hpp"', out)

    def test_each_library_has_one_home(self):
        for text, wrong, right in [
            ("#include <boost/asio/ip/tcp.hpp>\n", "smtp/a.cpp", "net/a.cpp"),
            ("#include <nlohmann/json.hpp>\n", "api/a.cpp", "json/a.cpp"),
            ("#include <re2/re2.h>\n", "match/pattern.cpp", "match/regex.cpp"),
            ("#include <CLI/CLI.hpp>\n", "rig/a.cpp", "cli/a.cpp"),
        ]:
            self.assertEqual(check("layers", {wrong: text})[0], 1, wrong)
            self.assertEqual(check("layers", {right: text})[0], 0, right)


    def test_dns_is_asked_by_clients_alone_and_never_in_reverse(self):
        for text, wrong, right in [("::getaddrinfo(a, b, c, d);\n", "net/server.cpp", "net/courier.cpp"),
                                   ("tcp::resolver r(io);\n", "net/connection.cpp", "net/http_client.cpp")]:
            self.assertEqual(check("layers", {wrong: text})[0], 1, wrong)
            self.assertEqual(check("layers", {right: text})[0], 0, right)
        for text in ("::getnameinfo(a, b);\n", "gethostbyaddr(a, 4, AF_INET);\n"):
            self.assertEqual(check("layers", {"net/courier.cpp": text})[0], 1)


class Coroutines(unittest.TestCase):
    def test_right_forms_pass(self):
        text = "Task<int> f() {\n  co_await g();\n  const auto [a, b] = co_await h(x, as_values);\n  int n = co_await i();\n}\n"
        self.assertEqual(check("coroutines", {"net/a.cpp": text.replace("const auto [a, b]", "const auto both")}), (0, ""))

    def test_wrong_forms_are_found(self):
        for text in ["if (co_await f()) {}", "while (co_await f()) x();", "a = b && co_await f();",
                     "co_await f(Options{1});", "switch (co_await f()) {}", "g(co_await f());",
                     "spawn([x]() -> Task<void> { co_return; });"]:
            code, out = check("coroutines", {"net/a.cpp": f"Task<void> f() {{\n  {text}\n}}\n"})
            self.assertEqual(code, 1, text)
            self.assertIn("net/a.cpp:2:", out)


class Sizes(unittest.TestCase):
    def test_long_files_are_found(self):
        self.assertEqual(check("sizes", {"mail/a.cpp": "\n" * 400})[0], 0)
        self.assertEqual(check("sizes", {"mail/a.cpp": "\n" * 401})[0], 1)

    def test_asio_is_counted_through_headers(self):
        files = {"net/io.hpp": "#include <boost/asio/post.hpp>\n"}
        files |= {f"net/{n}.cpp": '#include "net/io.hpp"\n' for n in range(8)}
        self.assertEqual(check("sizes", files)[0], 0)
        files["net/9.cpp"] = '#include "net/io.hpp"\n'
        self.assertEqual(check("sizes", files)[0], 1)


if __name__ == "__main__":
    unittest.main()
