"""``python -m summitry``."""

from summitry.cli.main import run

if __name__ == "__main__":
    run()
