"""The stability concepts, each with its definition and its source.

Throughout, party i looks at state s. An *improvement* of i from s is a state that i can move to and
prefers to s. A *sanction* is any legal sequence of moves by the other parties, at least one long:
nobody moves twice in a row. In a *credible* sanction every move is an improvement of its mover on
the state it moves from. A state *does not pay* if i does not prefer it to s.
"""

from __future__ import annotations

from enum import StrEnum


class Concept(StrEnum):
    """A reason for a party to stay: what it thinks would come of leaving.

    A state stable for every party by a concept is an equilibrium by it.
    """

    NASH = "Nash"
    """i has no improvement from s. Nash (1950); Fang, Hipel and Kilgour (1993), definition 3.1."""
    GMR = "GMR"
    """General metarationality: for every improvement there is a sanction that ends in a state which
    does not pay. Howard (1971), *Paradoxes of rationality*."""
    SMR = "SMR"
    """Symmetric metarationality: for every improvement there is a sanction that ends in a state
    which does not pay, and no move of i's from there reaches one that does. Howard (1971)."""
    SEQ = "SEQ"
    """Sequential stability: as general metarationality, by credible sanctions only. Fraser and
    Hipel (1979, 1984)."""
    SSEQ = "SSEQ"
    """Symmetric sequential stability: as symmetric metarationality, by credible sanctions only.
    Rego and Vieira (2017)."""
    SIM = "SIM"
    """Simultaneous stability: for every improvement t there are improvements from s of one or more
    of the others, each its own, such that all of them made together with i's reach a feasible state
    which does not pay. Fraser and Hipel (1979, 1984). What is changed at once adds up option by
    option, so it is defined in option form only; a merged state counts as each of its codes."""
    LIMITED = "L"
    """Limited-move stability of horizon h: looking h moves ahead, each mover taking what leads
    where it likes best and staying unless it gains, i stays at s. Zagare (1984); Kilgour (1985);
    Fang et al. (1993). Of moves that lead where it likes equally well, a mover is expected to take
    what the next party in order likes least. With more than two parties the literature has
    several definitions (Soares et al., 2026, find fault with two): here whoever moved last expects
    the worst, for itself, of who may move next. Horizon 1 is Nash stability. For coalitions, and
    where preferences leave something open, an own definition by sets of outcomes, which is this one
    where they do not: :mod:`summitry.games.stability.horizon.reckoned`."""
    NONMYOPIC = "NM"
    """Non-myopic stability: limited-move stable of every horizon from some horizon on. Brams and
    Wittman (1981); Kilgour (1984). The horizons of a finite conflict repeat themselves at last, so
    this is decided exactly."""

    @classmethod
    def named(cls, name: Concept | str) -> Concept:
        """The concept of a name: ``SEQ``, ``Nash``, ``L`` and so on."""
        for one in cls:
            if name in (one.value, one.name):
                return one
        raise ValueError(f"no concept is called '{name}'; there are {', '.join(cls)}")


BASIC = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ, Concept.SSEQ)
"""The concepts that need no more than improvements and sanctions: the quick ones, of any size."""
