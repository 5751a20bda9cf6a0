"""Start Summitry from this folder, without network: the workbench opens in the browser.

    python start.py                       the shipped case
    python start.py my-dossier.yaml       your own dossier, a file or a folder
    python start.py --run compare PATH    any command of summitry: check, compare, report, new ...

The first start sets up `.venv` in this folder from the wheels beside this file; that takes a minute
or two, and no network. Nothing is written outside this folder but what you ask a command to write.
To remove Summitry, remove this folder. Only Python's own library is used here.
"""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
WHEELS = HERE / "wheels"
VENV = HERE / ".venv"
SCRATCH = HERE / ".tmp"
CASE = HERE / "cases" / "hanoi-2019"


def main(arguments: list[str]) -> int:
    """Set up what is not set up yet, then run what was asked for; the exit code is its own."""
    if arguments[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    fault = unfit(json.loads((HERE / "bundle.json").read_text(encoding="utf-8")))
    if fault:
        print(f"start.py: {fault}", file=sys.stderr)
        return 2
    try:
        if not is_ready():
            set_up()
        return subprocess.call(command(arguments), env=surroundings())
    except subprocess.CalledProcessError as error:
        print(f"start.py: setting up failed in: {' '.join(error.cmd[:4])} ...", file=sys.stderr)
        print("start.py: its words are above; the next start begins afresh", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"start.py: {error}", file=sys.stderr)
        print(f"start.py: can this folder be written to? {HERE}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def unfit(made_for: dict[str, str]) -> str:
    """Why this Python cannot use the wheels, and which can; empty if it can."""
    found = this_python()
    for what, wanted in made_for.items():
        if what in found and found[what] != wanted:
            return (
                f"these wheels are for Python {made_for['python']} on {made_for['system']} "
                f"({made_for['machine']}); this is Python {found['python']} on "
                f"{found['system']} ({found['machine']})"
            )
    return ""


def this_python() -> dict[str, str]:
    """What wheels are chosen by."""
    return {
        "python": "{}.{}".format(*sys.version_info),
        "system": platform.system(),
        "machine": platform.machine(),
    }


def stamp() -> str:
    """What is set up: these wheels, in this place (a virtual environment cannot be moved)."""
    names = sorted(one.name for one in WHEELS.glob("*.whl"))
    return hashlib.sha256("\n".join([str(HERE), sys.version, *names]).encode()).hexdigest()


def is_ready() -> bool:
    """Whether these wheels are set up in this place."""
    mark = VENV / "ready"
    return mark.is_file() and mark.read_text(encoding="utf-8") == stamp()


def set_up() -> None:
    """Make the virtual environment anew, from the wheels alone; the mark is written last."""
    print(f"setting up in {VENV}: once, a minute or two, without network ...", file=sys.stderr)
    shutil.rmtree(VENV, ignore_errors=True)
    wheels = sorted(str(one) for one in WHEELS.glob("*.whl"))
    install = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-cache-dir"]
    # pip asks the programs of other languages for their versions, and some of them make themselves
    # at home.
    inside = {**surroundings(), "HOME": str(SCRATCH), "USERPROFILE": str(SCRATCH)}
    for line in ([sys.executable, "-m", "venv", str(VENV)], [str(python()), *install, *wheels]):
        subprocess.run(line, env=inside, check=True)
    (VENV / "ready").write_text(stamp(), encoding="utf-8")


def python() -> Path:
    """The virtual environment's Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def command(arguments: list[str]) -> list[str]:
    """The line that runs what was asked for: a command of summitry, or the workbench."""
    if arguments[:1] == ["--run"]:
        asked = arguments[1:]
    elif not arguments or arguments[0].startswith("-"):
        asked = ["serve", str(CASE), *arguments]
    else:
        asked = ["serve", *arguments]
    return [str(python()), "-m", "summitry", *asked]


def surroundings() -> dict[str, str]:
    """The environment to run in: no index, no other packages, scratch files in this folder."""
    SCRATCH.mkdir(exist_ok=True)
    foreign = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in foreign and not key.startswith(("PIP_", "NUMBA_"))
    }
    own = {name: str(SCRATCH) for name in ("TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME")}
    return {
        **kept,
        **own,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
    }


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
