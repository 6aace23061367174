"""Postfix's queue manager in a folder of its own: real retries, with a back-off of seconds.

Needs root, for Postfix starts only so. Listens nowhere; what it is given it sends to one relay.
"""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

from program import PATIENCE, REPOSITORY

# service type private unpriv chroot wakeup maxproc command
SERVICES = """\
pickup    unix   n - n 1 1 pickup
cleanup   unix   n - n - 0 cleanup
qmgr      unix   n - n 1 1 qmgr
rewrite   unix   - - n - - trivial-rewrite
bounce    unix   - - n - 0 bounce
defer     unix   - - n - 0 bounce
trace     unix   - - n - 0 bounce
smtp      unix   - - n - - smtp
relay     unix   - - n - - smtp
error     unix   - - n - - error
retry     unix   - - n - - error
discard   unix   - - n - - discard
proxymap  unix   - - n - - proxymap
lmtp      unix   - - n - - lmtp
tlsmgr    unix   - - n 1000? 1 tlsmgr
scache    unix   - - n - 1 scache
flush     unix   n - n 1000? 0 flush
postlog   unix-dgram n - n - 1 postlogd
"""


def programs():
    """Where Postfix is: installed, or unpacked by ./dev under build/."""
    for root in (REPOSITORY / "build/postfix", pathlib.Path("/")):
        if (root / "usr/lib/postfix/sbin/master").exists():
            return root
    raise SystemExit("Postfix is missing: ./dev test unpacks it under build/postfix")


class Postfix:
    def __init__(self, relay_port, backoff=1, **further):
        """`further` are parameters of main.cf."""
        root = programs()
        self._folder = tempfile.TemporaryDirectory(prefix="mailrig-postfix-", dir="/tmp")
        folder = pathlib.Path(self._folder.name)
        folder.chmod(0o755)
        self.config, queue, data = folder / "config", folder / "queue", folder / "data"
        for each in (self.config, queue, data, queue / "pid"):
            each.mkdir(mode=0o755)
        libraries = root / "usr/lib/postfix"
        self._sbin, self._log = root / "usr/sbin", folder / "log"
        self._environment = {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": str(libraries),
                             "MAIL_CONFIG": str(self.config)}
        settings = {
            "compatibility_level": "3.6", "queue_directory": queue, "data_directory": data,
            "daemon_directory": libraries / "sbin", "command_directory": self._sbin,
            "shlib_directory": libraries, "meta_directory": self.config,
            # Users that every system has: these folders are all that Postfix gets here.
            "mail_owner": "mail", "setgid_group": "utmp", "default_privs": "nobody",
            "import_environment": f"MAIL_CONFIG LANG=C LD_LIBRARY_PATH={libraries}",
            "export_environment": f"MAIL_CONFIG LD_LIBRARY_PATH={libraries}",
            "maillog_file": self._log, "maillog_file_prefixes": folder,
            "inet_interfaces": "loopback-only", "inet_protocols": "ipv4",
            "myhostname": "postfix.test", "mydestination": "", "mynetworks": "127.0.0.0/8",
            "alias_maps": "", "alias_database": "", "local_recipient_maps": "",
            "relayhost": f"[127.0.0.1]:{relay_port}", "smtp_tls_security_level": "none",
            "queue_run_delay": f"{backoff}s", "minimal_backoff_time": f"{backoff}s",
            "maximal_backoff_time": f"{4 * backoff}s", "maximal_queue_lifetime": "1h",
            "transport_retry_time": "1s", "smtp_data_done_timeout": "10s", "ipc_timeout": "20s",
            # One refused destination must not hold back the retries.
            "default_destination_concurrency_failed_cohort_limit": "0",
        } | further
        (self.config / "main.cf").write_text("".join(f"{k} = {v}\n" for k, v in settings.items()))
        (self.config / "master.cf").write_text(SERVICES)
        (self.config / "dynamicmaps.cf").write_text("")
        for name, mode, group in (("maildrop", 0o730, "utmp"), ("public", 0o710, "utmp"),
                                  *((each, 0o700, "root") for each in
                                    ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold",
                                     "incoming", "private", "saved", "trace"))):
            (queue / name).mkdir()
            shutil.chown(queue / name, "mail", group)
            (queue / name).chmod(mode)
        shutil.chown(data, "mail", "root")
        self._errors = open(folder / "stderr", "w+b")
        self._master = subprocess.Popen(
            [libraries / "sbin/master", "-c", self.config, "-d"], env=self._environment,
            stdin=subprocess.DEVNULL, stdout=self._errors, stderr=self._errors, start_new_session=True)
        deadline = time.monotonic() + PATIENCE
        while not (queue / "public/pickup").exists():  # its last socket to appear has to be there
            if self._master.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise AssertionError(f"Postfix did not start: {self.log()}")
            os.sched_yield()

    def send(self, sender, recipients, content, *flags):
        """`recipients`: an address or several; `flags` are those of sendmail(1)."""
        if isinstance(recipients, str):
            recipients = [recipients]
        subprocess.run([self._sbin / "sendmail", "-C", self.config, "-i", "-f", sender, *flags, "--", *recipients],
                       input=content, env=self._environment, check=True, timeout=PATIENCE)

    def log(self):
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def stop(self):
        if self._master.poll() is None:
            self._master.send_signal(signal.SIGTERM)
            try:
                self._master.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(self._master.pid, signal.SIGKILL)
                self._master.wait()
        self._errors.close()
        self._folder.cleanup()
