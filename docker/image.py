"""Builds the image and checks it, with Docker, or else with buildah and podman.

Usage: image.py [ARCHITECTURE...]   (amd64, arm64; without one this machine's)
"""

import os
import pathlib
import platform
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = HERE.parent / "build/docker"
ARCHITECTURES = ("amd64", "arm64")


def say(text):
    print(f"==> {text}", file=sys.stderr, flush=True)


def succeeds(*command):
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def run(*command):
    done = subprocess.run(list(map(str, command)), cwd=HERE.parent)
    if done.returncode != 0:
        sys.exit(f"docker/image.py: failed: {' '.join(map(str, command))}")


def native():
    return {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


def find_engine():
    """`docker` if an engine answers, else `podman`."""
    if shutil.which("docker") and succeeds("docker", "info"):
        return "docker"
    if shutil.which("podman") and shutil.which("buildah"):
        return "podman"
    sys.exit("docker/image.py: neither a Docker engine nor podman with buildah is there")


def base_image(engine):
    """Debian 12: from its registry where Docker reaches it, else made of packages."""
    if engine == "docker" and succeeds("docker", "pull", "debian:12"):
        return "debian:12"
    name = "localhost/mailrig-base"
    if not succeeds(engine, "image", "inspect", name):
        FOLDER.mkdir(parents=True, exist_ok=True)
        archive = FOLDER / "base.tar"
        if not archive.exists():
            say("Making a base image of Debian's packages")
            run(HERE / "base", archive.with_suffix(".part"), *ARCHITECTURES)
            archive.with_suffix(".part").rename(archive)
        run(engine, "import", archive, name)
    return name


def compiler_cache():
    """This machine's, which knows the same compiler, or one for images alone."""
    if shutil.which("ccache"):
        folder = pathlib.Path(subprocess.check_output(["ccache", "-k", "cache_dir"], text=True).strip())
    else:
        folder = FOLDER / "ccache"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def build(engine, base, architecture):
    name = f"localhost/mailrig:{architecture}"
    say(f"Building {name} on {base}")
    if engine == "docker":
        os.environ["DOCKER_BUILDKIT"] = "1"  # up to Docker 20.10 it has to be asked for
        run("docker", "build", "--platform", f"linux/{architecture}", "--build-arg", f"BASE={base}",
            "-t", name, "-f", "docker/Dockerfile", ".")
    else:
        cache = compiler_cache()
        # chroot: needs no namespaces, so it works inside a container too. docker: for HEALTHCHECK.
        run("buildah", "bud", "--isolation", "chroot", "--format", "docker", "--layers", "--pull-never",
            "--build-arg", f"BASE={base}", "--build-arg", f"TARGETARCH={architecture}",
            "--build-arg", "JOBS", "--volume", f"{cache}:/ccache", "-t", name, "-f", "docker/Dockerfile", ".")
        if architecture != native():  # its --arch would look for a base of that architecture
            container = subprocess.check_output(["buildah", "from", name], text=True).strip()
            run("buildah", "config", "--arch", architecture, container)
            run("buildah", "commit", "--quiet", "--format", "docker", "--rm", container, name)
    return name


def main(architectures):
    unknown = [each for each in architectures if each not in ARCHITECTURES]
    if unknown:
        sys.exit(f"docker/image.py: '{unknown[0]}' is no architecture that is built: {' or '.join(ARCHITECTURES)}")
    engine = find_engine()
    base = base_image(engine)
    for architecture in architectures or [native()]:
        name = build(engine, base, architecture)
        say(f"Checking {name}")
        check = [sys.executable, HERE / "check.py", engine, name, architecture, base]
        # podman runs containers in the network that it finds itself in: one of their own, so that
        # no port is taken and nothing leaves.
        run(*(["unshare", "--net", "--"] if engine == "podman" else []), *check)


if __name__ == "__main__":
    main(sys.argv[1:])
