"""The manual page and the shells' completions, both written by the program from its command line."""

import re
import subprocess
import unittest

from program import PATIENCE, environment, run


def said(*arguments):
    done = run(*arguments)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout


def in_shell(*command, text=None):
    done = subprocess.run(command, input=text, env=environment(), capture_output=True, text=True, timeout=PATIENCE)
    if done.returncode != 0 or done.stderr:
        raise AssertionError(f"{command}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def flags_of(*subcommand):
    """The long flags that --help shows."""
    return set(re.findall(r"^ +(?:-\w,)?(--[a-z-]+)", said(*subcommand, "--help"), re.M))


class Manual(unittest.TestCase):
    def test_is_valid_and_names_every_flag_and_variable(self):
        page = said("manual")
        self.assertEqual(in_shell("groff", "-man", "-Tutf8", "-ww", "-z", text=page), "")
        shown = in_shell("groff", "-man", "-Tascii", "-P-c", "-P-b", "-P-u", text=page)
        flags = flags_of("serve")
        self.assertGreater(len(flags), 15)
        for flag in flags | flags_of("wait") | flags_of("log"):
            self.assertIn(flag, shown)
        for flag in flags - {"--help"}:
            self.assertIn("MAILRIG_" + flag[2:].upper().replace("-", "_"), shown)


class Completion(unittest.TestCase):
    def bash(self, *words):
        script = said("completion", "bash") + f"""
            COMP_WORDS=(mailrig {' '.join(repr(word) for word in words)}); COMP_CWORD={len(words)}
            _mailrig; printf '%s\\n' "${{COMPREPLY[@]}}" """
        return set(in_shell("bash", "-euc", script).split())

    def fish(self, *words):
        script = said("completion", "fish") + f"\ncomplete -C 'mailrig {' '.join(words)}'"
        return {line.split("\t")[0] for line in in_shell("fish", "--no-config", "-c", script).splitlines()}

    def test_offers_subcommands_and_the_servers_flags(self):
        for shell in (self.bash, self.fish):
            with self.subTest(shell.__name__):
                self.assertEqual(shell("wa"), {"wait"})
                self.assertEqual(shell("--smtp-p"), {"--smtp-port"})

    def test_offers_the_flags_of_the_subcommand(self):
        for shell in (self.bash, self.fish):
            with self.subTest(shell.__name__):
                self.assertLessEqual({"--to", "--timeout"}, shell("wait", "--t"))
                self.assertEqual(shell("healthcheck", "--smtp"), set())

    def test_offers_values_where_they_are_few_and_files_where_one_is_meant(self):
        for shell in (self.bash, self.fish):
            with self.subTest(shell.__name__):
                self.assertLessEqual({"raw", "text", "json"}, shell("wait", "--print", ""))
                self.assertEqual(shell("completion", "z"), {"zsh"})
                self.assertIn("/etc/hostname", shell("serve", "--scenario", "/etc/hostn"))

    def test_zsh_takes_its_script(self):
        defined = in_shell("zsh", "-fc", "autoload -Uz compinit; compinit -D; eval \"$(cat)\"; print $_comps[mailrig]",
                           text=said("completion", "zsh"))
        self.assertEqual(defined.strip(), "_mailrig")

    def test_another_shell_is_refused_with_those_there_are(self):
        done = run("completion", "tcsh")
        self.assertEqual(done.returncode, 2)
        for shell in ("bash", "zsh", "fish"):
            self.assertIn(shell, done.stderr)


if __name__ == "__main__":
    unittest.main()
