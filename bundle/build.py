"""Build the offline bundle: wheels of summitry and all it needs, and one start file, as a zip.

The wheels are those of the Python and the platform that run this; versions are those of
constraints.txt. `make bundle` runs it; the zip is in dist/.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from start import this_python

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
NOT_FOR_A_DESK = {"dev", "sweep", "cluster", "team"}
"""Extras for developers, for clusters and for servers."""
FILES = ("start.py", "start.sh", "start.bat")


def main() -> None:
    """Build it under build/, and zip it to dist/."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    where = this_python()
    name = f"summitry-{project['version']}-{where['system']}-{where['machine']}-py{where['python']}"
    folder = ROOT / "build" / name.lower()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    extras = sorted(set(project["optional-dependencies"]) - NOT_FOR_A_DESK)
    wheels(folder / "wheels", f"{ROOT}[{','.join(extras)}]")
    for one in FILES:
        shutil.copy2(HERE / one, folder / one)
    shutil.copytree(ROOT / "cases", folder / "cases", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "LICENSE", folder / "LICENSE")
    words = (HERE / "README.txt").read_text(encoding="utf-8")
    told = words.format(version=project["version"], **where)
    (folder / "README.txt").write_text(told, encoding="utf-8")
    (folder / "bundle.json").write_text(json.dumps(where, indent=1) + "\n", encoding="utf-8")
    sums(folder)
    made = packed(folder, ROOT / "dist")
    print(f"{made.relative_to(ROOT)}: {made.stat().st_size / 1e6:.0f} MB")


def wheels(folder: Path, wanted: str) -> None:
    """Wheels of the project and of everything it needs, at the versions that the tests passed."""
    line = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    line += ["--wheel-dir", str(folder), "-c", str(ROOT / "constraints.txt"), wanted]
    subprocess.run(line, check=True)


def sums(folder: Path) -> None:
    """Write SHA256SUMS, in the form that sha256sum --check reads."""
    lines = [
        f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.relative_to(folder).as_posix()}"
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    ]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="utf-8")


def packed(folder: Path, target: Path) -> Path:
    """The folder as a zip; programs stay programs (the mode is kept)."""
    target.mkdir(exist_ok=True)
    made = target / f"{folder.name}.zip"
    part = made.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as out:
        for one in sorted(folder.rglob("*")):
            if one.is_file():
                out.write(one, Path(folder.name) / one.relative_to(folder))
    part.replace(made)
    return made


if __name__ == "__main__":
    main()
