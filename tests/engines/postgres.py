"""A PostgreSQL server of the test's own: in a temporary folder, on a socket in it, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

PORT = 54329  # only a name of the socket: nothing listens on the network
PATIENCE = 60.0


class NoServer(Exception):  # noqa: N818 - the reason for which these tests are left out
    """PostgreSQL cannot be started here."""


def find_binaries() -> Path:
    """The folder of the newest server's programs; Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda each: float(each.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    if on_path is None:
        raise NoServer("no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    return Path(on_path).resolve().parent


def other_user() -> dict[str, Any]:
    """PostgreSQL will not run as root: then it runs as its own user, or as nobody."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoServer("this runs as root, and there is no user to run PostgreSQL as")


@contextmanager
def a_server() -> Iterator[str]:
    """Start a server and give its connection string. Raises NoServer with the reason."""
    binaries, user = find_binaries(), other_user()
    place = Path(tempfile.mkdtemp(prefix="kneewise-pg-"))
    if user:
        os.chown(place, user["user"], user["group"])
    try:
        data = place / "data"
        made = subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "kneewise", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            capture_output=True, text=True, cwd=place, check=False, **user,
        )  # fmt: skip
        if made.returncode:
            raise NoServer(f"initdb failed: {made.stderr.strip()[-300:]}")
        options = {
            "listen_addresses": "",
            "fsync": "off",
            "jit": "off",
            "max_connections": "5",
            "shared_buffers": "32MB",
        }
        switches = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        log = place / "log"
        with log.open("w", encoding="utf-8") as stream:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-k", place, "-p", str(PORT), *switches],
                stdout=stream, stderr=stream, cwd=place, **user,
            )  # fmt: skip
        try:
            address = f"host={place} port={PORT} user=kneewise dbname=postgres"
            _wait(server, address, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    import psycopg

    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise NoServer(f"PostgreSQL did not start: {log.read_text(encoding='utf-8', errors='replace').strip()[-300:]}")
