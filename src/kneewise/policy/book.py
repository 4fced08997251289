"""Which policies there are: the shipped law book, and the files or folders that a user names."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kneewise.errors import BadPolicy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kneewise.policy.model import Policy
    from kneewise.policy.program import Program


def shipped_folder() -> Path:
    """Where the shipped law book lies: inside the installed package, or beside `src` in a checkout."""
    inside = Path(__file__).parent.parent / "policies"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "policies"


def find_policy_files(names: Sequence[str | Path] = ()) -> list[Path]:
    """Find policy files: for no names the shipped book; else ids ("kr/knee-bmac"), prefixes ("kr"), files, folders.

    Raises BadPolicy for a name that is none of these, with the nearest known id.
    """
    folder = shipped_folder()
    if not names:
        return sorted(folder.rglob("*.toml"))
    found: list[Path] = []
    for name in names:
        path = Path(name)
        shipped = folder / f"{name}.toml"
        if path.is_file():
            found.append(path)
        elif path.is_dir():
            inside = sorted(path.rglob("*.toml"))
            if not inside:
                raise BadPolicy(f"{name}: found no .toml file in this folder; allowed: a folder with policy files")
            found.extend(inside)
        elif shipped.is_file() and not Path(name).is_absolute() and ".." not in Path(name).parts:
            found.append(shipped)
        elif (folder / str(name)).is_dir() and not Path(name).is_absolute() and ".." not in Path(name).parts:
            found.extend(sorted((folder / str(name)).rglob("*.toml")))
        else:
            from kneewise.policy.expression import nearest

            ids = tuple(each.relative_to(folder).with_suffix("").as_posix() for each in folder.rglob("*.toml"))
            raise BadPolicy(
                f"found no policy {name}; allowed: a file, a folder or one of {', '.join(sorted(ids))}"
                f"{nearest(str(name), ids)}"
            )
    return list(dict.fromkeys(found))


def read_policies(names: Sequence[str | Path] = ()) -> list[Policy]:
    """Read the policies that the names stand for; see `find_policy_files`."""
    from kneewise.policy.read import read_policy_file

    return [read_policy_file(path) for path in find_policy_files(names)]


def load_program(names: Sequence[str | Path] = (), *, as_of: date | None = None, cache: bool = True) -> Program:
    """Compile the policies that the names stand for, or take them from the cache.

    as_of : replay with what had been issued by that day

    Raises BadPolicy.
    """
    from kneewise.policy import program as programs

    paths = find_policy_files(names)
    kept = _cache_file(paths, as_of) if cache else None
    if kept is not None and kept.is_file():
        try:
            return programs.load_program(kept.read_bytes())
        except Exception:  # a cache that cannot be read is only a cache: compile again
            kept.unlink(missing_ok=True)
    from kneewise.policy.read import read_policy_file

    program = programs.compile_policies([read_policy_file(path) for path in paths], as_of=as_of)
    if kept is not None:
        _keep(kept, programs.save_program(program))
    return program


def cache_folder() -> Path | None:
    """Where compiled policies are kept: KNEEWISE_CACHE, else the user's cache folder; None where it is set empty.

    The cache holds code that is run, so a folder that somebody else can write to is not used.
    """
    named = os.environ.get("KNEEWISE_CACHE")
    if named is not None and not named.strip():
        return None
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        folder = Path(named) if named else (Path(base) if base else Path.home() / ".cache") / "kneewise"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        status = folder.stat()
    except (OSError, RuntimeError):
        return None
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
        return None
    return folder


def _cache_file(paths: Sequence[Path], as_of: date | None) -> Path | None:
    folder = cache_folder()
    if folder is None:
        return None
    digest = hashlib.sha256(repr((sys.version, as_of)).encode())
    for module in sorted((*Path(__file__).parent.glob("*"), *(Path(__file__).parents[1] / "case").glob("*.py"))):
        if module.suffix in (".py", ".toml"):
            status = module.stat()
            digest.update(f"{module.name} {status.st_size} {status.st_mtime_ns}".encode())
    for path in paths:
        try:
            digest.update(str(path).encode() + b"\0" + path.read_bytes())
        except OSError as error:
            raise BadPolicy(f"{path}: cannot be opened ({error.strerror})") from None
    return folder / f"policies-{digest.hexdigest()[:32]}.bin"


def _keep(path: Path, content: bytes) -> None:
    """Write beside, then rename: a killed run leaves no half-written cache."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as beside:
            beside.write(content)
        Path(beside.name).replace(path)
    except OSError:
        return
