"""A sweep: many forecasts into one Parquet file, which a kill only delays."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summitry.dossier.model import Dossier
from summitry.forecasts.forecast import DRAWS, SEED, Progress
from summitry.sweeps.cells import Row, plan
from summitry.sweeps.crews import cores, in_processes, on_cluster
from summitry.sweeps.journal import Journal

COLUMNS = (
    "dossier", "title", "sha256", "assessment", "solution", "holding_back", "seed", "draws",
    "event", "probability", "version",
)  # fmt: skip


@dataclass(frozen=True)
class Sweep:
    """What a sweep did: the file, its cells, and how many had been finished before."""

    path: Path
    cells: int
    before: int
    rows: int


def sweep(  # noqa: PLR0913 - all but the first two are given by name
    dossiers: Mapping[str, Dossier],
    path: str | Path,
    *,
    assessments: Sequence[str] | None = None,
    solutions: Sequence[str] | None = None,
    holding_back: Sequence[float] | None = None,
    seeds: Sequence[int] = (SEED,),
    draws: int = DRAWS,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> Sweep:
    """Forecast every dossier by every assessment, form of the model and seed.

    Parameters
    ----------
    dossiers
        Name: dossier; the name stands in the file.
    path
        The Parquet file to write, whole or not at all. Until then finished cells are kept beside
        it, in ``path.journal``: the same sweep begun again goes on from there.
    assessments
        Those of each dossier that are named so; all if left out.
    solutions, holding_back
        Forms of the model; each dossier's own if left out.
    seeds, draws
        As in :func:`summitry.forecast`.
    workers
        Processes on this machine; one a core if left out.
    cluster
        Address of a Dask scheduler to run on instead, to which the dossiers are sent.
    progress
        Called with what is under way and the share done.

    Returns
    -------
    What was done. The file is the same, byte for byte, however and wherever the cells were run.

    Raises
    ------
    ModuleNotFoundError
        The ``sweep`` or ``cluster`` extra is not installed.
    CrewLost
        Processes or workers were lost for good; begin again to go on.
    ValueError
        No dossier, or fewer than 100 draws.
    """
    if draws < 100:
        msg = f"a forecast needs at least 100 draws (got {draws})"
        raise ValueError(msg)
    _pyarrow()  # say at once if the extra is not installed
    target = Path(path)
    forms = [
        (solution, share) for solution in solutions or (None,) for share in holding_back or (None,)
    ]
    cells = list(plan(list(dossiers.items()), assessments, forms, seeds, draws))
    if not cells:
        msg = "nothing to sweep: no dossier has such an assessment"
        raise ValueError(msg)
    texts = {name: _text(dossier) for name, dossier in dossiers.items()}
    journal = Journal(target.with_name(f"{target.name}.journal"), {one.key for one in cells})
    before = len(journal.done)
    left = [one for one in cells if one.key not in journal.done]
    if left:
        crew = (
            on_cluster(left, texts, cluster)
            if cluster is not None
            else in_processes(left, texts, workers or cores())
        )
        for cell, rows in crew:
            journal.add(cell.key, rows)
            if progress is not None:
                done = len(journal.done)
                progress(f"cell {done} of {len(cells)}", done / len(cells))
    every = [row for cell in cells for row in journal.done[cell.key]]
    write_parquet(target, every)
    journal.close()
    return Sweep(target, len(cells), before, len(every))


def _text(dossier: Dossier) -> str:
    return json.dumps(dossier._base or dossier._tree, ensure_ascii=False, default=str)


def write_parquet(path: Path, rows: Sequence[Row]) -> None:
    """Write rows as a Parquet file, whole or not at all; the same rows give the same bytes."""
    arrow, parquet = _pyarrow()
    kinds = {
        "holding_back": arrow.float64(), "seed": arrow.int64(), "draws": arrow.int64(),
        "probability": arrow.float64(),
    }  # fmt: skip
    schema = arrow.schema([(name, kinds.get(name, arrow.string())) for name in COLUMNS])
    table = arrow.Table.from_pylist([{name: row[name] for name in COLUMNS} for row in rows], schema)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        parquet.write_table(table, name, compression="zstd")
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        msg = "a sweep writes Parquet, which needs pyarrow: pip install 'summitry[sweep]'"
        raise ModuleNotFoundError(msg) from error
    return arrow, parquet
