"""Writers as processes of their own: ``python -m tests.ledger.crew ADDRESS WRITERS EACH``.

Each prints a line with the receipt of every entry once it is on record; nothing is printed before.
A crew of 0 entries each writes until it is killed.
"""

from __future__ import annotations

import itertools
import os
import sys

from summitry.ledger.chain import digest
from summitry.ledger.store import New, Store


def work(address: str, name: int, each: int) -> None:
    store = Store(address)
    for number in range(each) if each else itertools.count():
        new = New("forecast", f"case {name}", {"school": f"writer {name}", "number": number,
                                               "claims": [], "padding": "x" * 2000})  # fmt: skip
        (entry,) = store.append([new])
        os.write(1, f"{entry.number}:{digest(entry.line)} {name} {number}\n".encode())


def main() -> None:
    address, writers, each = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    # Once for all, before they part: what each would otherwise load for itself.
    import psycopg  # noqa: F401
    import sqlalchemy.dialects.postgresql.psycopg
    import sqlalchemy.dialects.sqlite.pysqlite  # noqa: F401

    children = []
    for name in range(writers):
        child = os.fork()
        if not child:
            try:
                work(address, name, each)
            except BaseException as error:  # noqa: BLE001 - the parent tells of it
                os.write(2, f"writer {name}: {type(error).__name__}: {error}\n".encode())
                os._exit(1)
            os._exit(0)
        children.append(child)
    codes = [os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in children]
    sys.exit(1 if any(codes) else 0)


if __name__ == "__main__":
    main()
