"""What an image promises, tried on it: size, readiness, rights, signals, scenarios, bad input, the
compose example. Prints a line each.

Usage: check.py ENGINE IMAGE ARCHITECTURE BASE   (BASE: an image with Python, for the example's app)
"""

import datetime
import fcntl
import json
import os
import pathlib
import platform
import re
import shutil
import smtplib
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
LARGEST = 15_000_000
# Seconds from its start. podman's timer would be systemd's: the check asks by hand, after others.
HEALTHY = {"docker": 1.5, "podman": 60}
PATIENCE = 60  # seconds that anything may take on a busy machine
STRICT = ("--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges")
engine, image, architecture, base = sys.argv[1:]


def output(*command, check=True):
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, timeout=600)
    if check and done.returncode != 0:
        sys.exit(f"check: {' '.join(map(str, command))}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout.strip() if check else done


def holds(what, condition, detail=""):
    print(f"{'ok' if condition else 'NOT OK'}  {what}{f': {detail}' if detail else ''}", flush=True)
    if not condition:
        sys.exit(1)


def run_arguments():
    """How a container is run here: on the network that this script finds itself in."""
    if engine == "docker":
        return [engine, "run", "--network", "host"]
    # Its own limits are higher than what may be set within a container.
    return [engine, "--runtime", "runc", "run", "--network", "host", "--ulimit", "nofile=4096:4096",
            "--ulimit", "nproc=4096:4096"]


class Container:
    def __init__(self, *flags, name=image, command=()):
        self.id = output(*run_arguments(), "-d", *flags, name, *command)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        output(engine, "rm", "-f", self.id)

    def logs(self):
        done = output(engine, "logs", self.id, check=False)
        return done.stdout + done.stderr

    def inspect(self, template):
        return output(engine, "inspect", "--format", template, self.id)

    def time_of(self, what):
        return moment(json.loads(self.inspect("{{json .State}}"))[what])

    def wait(self):
        return int(output(engine, "wait", self.id))

    def ready(self):
        """Seconds until it answered, since the engine says that it started."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen("http://127.0.0.1:8025/readyz", timeout=1) as answer:
                    if answer.status == 200:
                        break
            except OSError:
                time.sleep(0.005)
        else:
            sys.exit(f"check: not ready within {PATIENCE} s: {self.logs()}")
        now = time.time()
        return now - self.time_of("StartedAt")

    def healthy(self):
        """Seconds from its start until the image's own health check said so; None if it says no."""
        if engine == "docker":
            while (state := json.loads(self.inspect("{{json .State}}")))["Health"]["Status"] == "starting":
                time.sleep(0.02)
            if state["Health"]["Status"] != "healthy":
                return None
            good = next(each for each in state["Health"]["Log"] if each["ExitCode"] == 0)
            return moment(good["End"]) - self.time_of("StartedAt")
        # Its timer would be systemd's: asked for by hand, where that does not run.
        code = output(engine, "--runtime", "runc", "healthcheck", "run", self.id, check=False).returncode
        return time.time() - self.time_of("StartedAt") if code == 0 else None


def moment(text):
    """Seconds of a time as the engine writes it, with nanoseconds and a zone."""
    day, fraction, zone = re.fullmatch(r"(.{19})\.?(\d*)(Z|.\d\d:\d\d)", text).groups()
    whole = datetime.datetime.fromisoformat(day + zone.replace("Z", "+00:00")).timestamp()
    return whole + float(f"0.{fraction or 0}")


def bring_loopback_up():
    """A new network namespace has lo, down."""
    with socket.socket() as any_socket:
        name = b"lo".ljust(16, b"\0")
        flags = struct.unpack("16sh", fcntl.ioctl(any_socket, 0x8913, name + struct.pack("h", 0)))[1]  # SIOCGIFFLAGS
        fcntl.ioctl(any_socket, 0x8914, name + struct.pack("h", flags | 1))  # SIOCSIFFLAGS, IFF_UP


def send(port, to, host="127.0.0.1"):
    with smtplib.SMTP(host, port, timeout=PATIENCE) as client:
        client.sendmail("shop@example.test", [to], "Subject: Welcome\r\n\r\nHello.\r\n")


def check_image():
    size = int(output(engine, "image", "inspect", "--format", "{{.Size}}", image))
    holds("the image has at most 15 MB", size <= LARGEST, f"{size / 1e6:.2f} MB")
    config = json.loads(output(engine, "image", "inspect", image))[0]
    holds("it is for its architecture", config["Architecture"] == architecture)
    settings = config["Config"]
    holds("it runs as nobody in particular", settings["User"] == "65532:65532")
    health = settings.get("Healthcheck") or config["Healthcheck"]
    holds("its health is asked for each second", health["Interval"] == 1_000_000_000
          and health["Test"] == ["CMD", "/bin/mailrig", "healthcheck"])
    exposed = {f"{port}/tcp" for port in (1025, 1465, 1587, 8025, *range(20000, 20064))}
    holds("it exposes its ports and those of leases", set(settings["ExposedPorts"]) == exposed)


def check_foreign():
    """Another architecture's image, under qemu: it receives a mail and gives it back."""
    emulator = shutil.which({"arm64": "qemu-aarch64-static", "amd64": "qemu-x86_64-static"}[architecture])
    with tempfile.TemporaryDirectory() as folder:
        container = output(engine, "create", image)
        exported = subprocess.Popen([engine, "export", container], stdout=subprocess.PIPE)
        subprocess.run(["tar", "-x", "-C", folder], stdin=exported.stdout, check=True)
        output(engine, "rm", container)
        server = subprocess.Popen([emulator, f"{folder}/bin/mailrig", "--log", "off"], stdout=subprocess.PIPE, text=True)
        try:
            holds("it starts under qemu", "ready" in server.stdout.readline())
            send(1025, "ann@example.test")
            raw = urllib.request.urlopen("http://127.0.0.1:8025/v1/messages/latest/raw").read()
            holds("it receives a mail and gives it back", raw == b"Subject: Welcome\r\n\r\nHello.\r\n")
            holds("its busybox is a shell", output(emulator, f"{folder}/bin/busybox", "sh", "-c", "echo $((6 * 7))") == "42")
        finally:
            server.terminate()
            holds("SIGTERM ends it with 0", server.wait(PATIENCE) == 0)


def check_page():
    page = urllib.request.urlopen(urllib.request.Request("http://127.0.0.1:8025/", headers={"Accept": "text/html"})).read().decode()
    assets = re.findall(r'(?:src|href)="\./(assets/[^"]+)"', page)
    sizes = [len(urllib.request.urlopen(f"http://127.0.0.1:8025/{each}").read()) for each in assets]
    holds("it serves the page", len(assets) >= 2 and min(sizes) > 1000, " ".join(assets))


def check_running():
    with Container(*STRICT) as rig:
        seconds = rig.ready()
        holds("it is ready within 1.5 s of its start, read-only and without capabilities", seconds <= 1.5, f"{seconds * 1000:.0f} ms")
        seconds = rig.healthy()
        holds("its health check says so", seconds is not None and seconds <= HEALTHY[engine],
              f"{(seconds or 0) * 1000:.0f} ms")
        check_page()
        send(1025, "four@example.test")
        send(1025, "six@example.test", host="::1")
        total = json.load(urllib.request.urlopen("http://127.0.0.1:8025/v1/messages"))["total"]
        holds("mail arrives over IPv4 and IPv6", total == 2)
        inside = output(engine, "--runtime", "runc", "exec", rig.id, "/bin/sh", "-c", "cat /etc/passwd; echo $((6 * 7))") \
            if engine == "podman" else output(engine, "exec", rig.id, "/bin/sh", "-c", "cat /etc/passwd; echo $((6 * 7))")
        holds("a shell and cat can be run in it", inside.startswith("mailrig:x:65532") and inside.endswith("42"))
        lease = urllib.request.Request("http://127.0.0.1:8025/v1/inboxes", b'{"name": "t42", "ports": ["smtp"]}',
                                       {"Content-Type": "application/json"})
        try:
            port = json.load(urllib.request.urlopen(lease))["ports"]["smtp"]
            holds("an inbox leases one of the ports exposed", 20000 <= port <= 20063, str(port))
        except urllib.error.HTTPError as error:
            holds("an inbox leases one of the ports exposed", False, error.read().decode())
        begun = time.time()
        output(engine, "kill", "--signal", "TERM", rig.id)
        code = rig.wait()
        seconds = rig.time_of("FinishedAt") - begun  # and not when the engine got round to telling
        holds("SIGTERM stops it within a second, with 0", code == 0 and seconds <= 1, f"{seconds * 1000:.0f} ms, exit {code}")


def check_bad_input():
    with Container("-e", "MAILRIG_SMTP_PROT=25") as rig:
        holds("an unknown variable stops it and the right name is said",
              rig.wait() == 2 and "MAILRIG_SMTP_PORT" in rig.logs(), rig.logs().strip())
    with Container("-e", "MAILRIG_SERVICE_HOST=10.0.0.1", "-e", "MAILRIG_PORT=tcp://10.0.0.1:25",
                   "-e", "MAILRIG_PORT_25_TCP_ADDR=10.0.0.1") as rig:
        rig.ready()
        holds("what Kubernetes injects is no mistake", True)
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        pathlib.Path(folder, "wrong.json").write_text('{"rules": [{"on": "rcpt", "replay": "550 no"}]}')
        with Container("-v", f"{folder}:/scenarios:ro") as rig:
            holds("a wrong scenario stops it with the place in its log",
                  rig.wait() == 2 and "wrong.json:/rules/0/replay" in rig.logs(), rig.logs().strip())
    with socket.create_server(("0.0.0.0", 1025)), Container() as rig:
        holds("a port in use names the listener", rig.wait() == 1 and "cannot listen for smtp on 0.0.0.0:1025" in rig.logs(),
              rig.logs().strip())


def compose(*files):
    """The example as its files say: through docker compose, or step by step what that would do."""
    if engine == "docker" and output("docker", "compose", "version", check=False).returncode == 0:
        flags = [word for file in files for word in ("-f", HERE / file)]
        output("docker", "tag", image, "mailrig")
        output("docker", "tag", "localhost/mailrig-app", "docker-app")
        done = output("docker", "compose", *flags, "up", "--no-build", "--exit-code-from", "app", check=False)
        output("docker", "compose", *flags, "down")
        return done.returncode, done.stdout + done.stderr
    import yaml
    services = {}
    for file in files:
        for name, service in yaml.safe_load((HERE / file).read_text())["services"].items():
            services.setdefault(name, {}).update(service)
    rig, app = services["mailrig"], services["app"]
    flags = ["--read-only"] if rig.get("read_only") else []
    flags += [word for each in rig.get("cap_drop", []) for word in ("--cap-drop", each)]
    for volume in rig.get("volumes", []):
        source, rest = volume.split(":", 1)
        flags += ["-v", f"{(HERE / source).resolve()}:{rest}"]
    assert app["depends_on"]["mailrig"]["condition"] == "service_healthy"
    with Container(*flags) as server:
        server.ready()
        assert server.healthy() is not None
        environment = [word for name, value in app["environment"].items() for word in ("-e", f"{name}={value}")]
        with Container("--add-host", "mailrig:127.0.0.1", *environment, name="localhost/mailrig-app") as client:
            return client.wait(), client.logs()


def check_compose():
    output(*([engine, "build"] if engine == "docker" else ["buildah", "bud", "--isolation", "chroot", "--format", "docker", "--pull-never"]),
           *(["--build-arg", f"BASE={base}"] if base.startswith("localhost/") else []),
           "-t", "localhost/mailrig-app", HERE / "example")
    code, said = compose("compose.yaml")
    holds("the compose example's app passes", code == 0 and said.count("got the code") == 2, said.strip())
    code, said = compose("compose.yaml", "compose.mailbox-full.yaml")
    holds("with the scenario it fails as that says", code == 1 and "full@example.test" in said and "over quota" in said
          and "ann@example.test got the code" in said, said.strip())


def check_readme():
    """The block of README.md marked `tested by ./dev docker`, with this engine as `docker`."""
    blocks = re.findall(r"<!-- tested by \./dev docker -->\n```sh\n(.*?)```", (HERE.parent / "README.md").read_text(), re.S)
    output(engine, "tag", image, "mailrig")
    first, *rest = run_arguments()
    run, runtime = " ".join(rest[rest.index("run") + 1:]), " ".join(rest[:rest.index("run")])
    wrapper = f"""docker() {{
        local verb=$1; shift
        if [ $verb = run ]; then command {first} {runtime} run {run} "$@"; else command {first} {runtime} $verb "$@"; fi
    }}
    """
    for block in blocks:
        # Its first command starts the server, and the others take it to be up.
        start, others = block.split("\n", 1)
        script = f"{wrapper}{start}\nuntil (exec 3<>/dev/tcp/127.0.0.1/8025) 2>/dev/null; do :; done\n{others}docker rm mailrig"
        done = subprocess.run(["bash", "-euc", script], capture_output=True, text=True, timeout=PATIENCE)
        holds("README's commands for the image do what they say", done.returncode == 0, done.returncode and done.stderr.strip())
    holds("README has such commands", blocks)


def main():
    if engine == "podman":
        bring_loopback_up()
    check_image()
    if architecture == {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine()):
        check_running()
        check_bad_input()
        check_compose()
        check_readme()
    else:
        check_foreign()


if __name__ == "__main__":
    main()
