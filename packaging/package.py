"""Packs what is released, from the static build, and tries each package where nothing else is: the
.deb in a clean Debian 12, the tarball's program in an empty root, the npm packages by npm itself.

Usage: package.py BUILD FOLDER   (BUILD: of preset static; FOLDER gets the packages)
"""

import contextlib
import io
import json
import os
import pathlib
import platform
import shutil
import signal
import smtplib
import subprocess
import sys
import tarfile
import tempfile
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
NPM = HERE.parent / "tests/clients/npm"
PATIENCE = 60
build, folder = map(pathlib.Path, map(os.path.abspath, sys.argv[1:]))
AS_ROOT = [] if os.geteuid() == 0 else ["unshare", "--map-root-user"]


def run(*command, **options):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"package: {' '.join(map(str, command))}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def holds(what, condition, detail=""):
    print(f"{'ok' if condition else 'NOT OK'}  {what}{f': {detail}' if detail else ''}", flush=True)
    if not condition:
        sys.exit(1)


def receives_a_mail(*command):
    """The program on free ports: a mail goes in and comes out as it was, and SIGTERM ends it with 0."""
    server = subprocess.Popen([*map(str, command), "--smtp-port", "0", "--submission-port", "0", "--smtps-port", "0",
                               "--http-port", "0", "--json", "--log", "off"], stdout=subprocess.PIPE, text=True)
    try:
        ports = json.loads(server.stdout.readline())
        with smtplib.SMTP("127.0.0.1", ports["smtp"], timeout=PATIENCE) as client:
            client.sendmail("shop@b.test", ["ann@b.test"], "Subject: Hi\r\n\r\nHello.\r\n")
        url = f"http://127.0.0.1:{ports['http']}/v1/messages/latest/raw?to=ann@b.test"
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            same = answer.read() == b"Subject: Hi\r\n\r\nHello.\r\n"
        server.send_signal(signal.SIGTERM)
        return same and server.wait(PATIENCE) == 0
    finally:
        server.kill()
        server.wait()


def clean_debian():
    """A Debian 12 with nothing but what every one has, unpacked."""
    archive = folder.parent / "debian12.tar"
    if not archive.exists():
        options = [line for line in run("apt-config", "dump", "Acquire").splitlines()
                   if line.startswith(("Acquire::Check", "Acquire::http", "Acquire::https"))]
        run("mmdebstrap", "--variant=minbase", *(f"--aptopt={each}" for each in options), "bookworm",
            archive.with_suffix(".part.tar"))
        archive.with_suffix(".part.tar").rename(archive)
    return archive


@contextlib.contextmanager
def root_of(archive=None):
    with tempfile.TemporaryDirectory(prefix="mailrig-root-") as root:
        if archive:
            # Without its devices, which take privileges.
            run(*AS_ROOT, "tar", "-x", "--exclude=./dev/*", "-f", archive, "-C", root)
        yield pathlib.Path(root)


def try_deb(deb):
    with root_of(clean_debian()) as root:
        shutil.copy(deb, root / "tmp/mailrig.deb")
        chroot = [*AS_ROOT, "chroot", root]
        run(*chroot, "dpkg", "-i", "/tmp/mailrig.deb")
        holds("the .deb installs in a clean Debian 12", "mailrig " in run(*chroot, "mailrig", "--version"), deb.name)
        listed = run(*chroot, "dpkg", "-L", "mailrig").split()
        for file in ("/usr/bin/mailrig", "/usr/share/man/man1/mailrig.1.gz", "/usr/lib/systemd/system/mailrig.socket",
                     "/usr/lib/systemd/system/mailrig.service", "/usr/share/bash-completion/completions/mailrig",
                     "/usr/share/zsh/vendor-completions/_mailrig", "/usr/share/fish/vendor_completions.d/mailrig.fish",
                     "/usr/share/doc/mailrig/copyright"):
            holds(f"it brings {file}", file in listed)
        holds("it receives a mail there", receives_a_mail(*chroot, "mailrig"))
        said = run("unshare", *AS_ROOT[1:], "--net", sys.executable, HERE / "try_socket.py", root)
        holds("a connection to its systemd sockets starts it", "sockets" in said, said.strip())
        run(*chroot, "dpkg", "-r", "mailrig")
        holds("it can be removed", not (root / "usr/bin/mailrig").exists())


def try_tarball(tarball):
    with root_of() as root:
        with tarfile.open(tarball) as archive:
            member = next(each for each in archive if each.name.endswith("/bin/mailrig"))
            (root / "mailrig").write_bytes(archive.extractfile(member).read())
        (root / "mailrig").chmod(0o755)
        holds("the tarball's program receives a mail in an empty root", receives_a_mail(*AS_ROOT, "chroot", root, "/mailrig"),
              tarball.name)


def npm_package(name, files, manifest):
    """What `npm pack` makes: a tarball of a folder named package."""
    path = folder / f"{manifest['name'].replace('@', '').replace('/', '-')}-{manifest['version']}.tgz"
    with tarfile.open(path, "w:gz") as archive:
        def add(inner, octets, mode):
            info = tarfile.TarInfo(f"package/{inner}")
            info.size, info.mode = len(octets), mode
            archive.addfile(info, io.BytesIO(octets))
        add("package.json", json.dumps(manifest, indent=2).encode() + b"\n", 0o644)
        for inner, source in files.items():
            add(inner, source.read_bytes(), source.stat().st_mode & 0o777)
    holds(f"the npm package {name} is packed", path.stat().st_size > 0, path.name)
    return path


def pack_npm(program):
    manifest = json.loads((NPM / "package.json").read_text())
    cpu = {"x86_64": "x64", "aarch64": "arm64"}[platform.machine()]
    name = f"@mailrig/linux-{cpu}"
    own = npm_package(name, {"bin/mailrig": program}, {
        "name": name, "version": manifest["version"], "license": "MIT", "description": f"mailrig for Linux on {cpu}",
        "os": ["linux"], "cpu": [cpu], "files": ["bin/mailrig"], "preferUnplugged": True})
    shim = npm_package("mailrig", {each: NPM / each for each in manifest["files"]}, manifest)
    return shim, own


def try_npm(shim, own):
    with tempfile.TemporaryDirectory(prefix="mailrig-npm-") as project:
        pathlib.Path(project, "package.json").write_text('{"name": "project", "private": true}')
        quiet = ["--offline", "--no-audit", "--no-fund", "--loglevel=error"]
        run("npm", "install", *quiet, own, shim, cwd=project)
        holds("npm installs them, without a script", not any(
            "scripts" in json.loads(each.read_text()) for each in pathlib.Path(project).rglob("package.json")))
        holds("npx mailrig runs", run("npx", "--offline", "mailrig", "--version", cwd=project).startswith("mailrig "))
        holds("and receives a mail", receives_a_mail("node", f"{project}/node_modules/.bin/mailrig"))


def main():
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run("cpack", "--config", build / "CPackConfig.cmake", "-G", "DEB;TGZ", "-B", folder)
    shutil.rmtree(folder / "_CPack_Packages", ignore_errors=True)
    deb, tarball = next(folder.glob("*.deb")), next(folder.glob("*.tar.gz"))
    try_tarball(tarball)
    with tempfile.TemporaryDirectory() as stripped:
        program = pathlib.Path(stripped, "mailrig")
        with tarfile.open(tarball) as archive:
            program.write_bytes(archive.extractfile(next(each for each in archive if each.name.endswith("/bin/mailrig"))).read())
        program.chmod(0o755)
        npm = pack_npm(program)
    try_npm(*npm)
    try_deb(deb)
    for each in sorted(folder.iterdir()):
        print(f"{each.stat().st_size:>10} {each.name}")


if __name__ == "__main__":
    main()
