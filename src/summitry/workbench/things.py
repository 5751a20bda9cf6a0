"""Who negotiates what, and what is known of it, as forms ask for it: in words, a field a number."""

from __future__ import annotations

from summitry.dossier import quantities as of
from summitry.workbench.asking import (
    NAME,
    NOTE,
    REASONS,
    ROLES,
    SURE,
    WHY,
    YES_NO,
    Group,
    Kind,
    Rows,
    ask,
    number,
)

CASE = Kind(
    "case", "The case", "the case", "Title, question and cut-off; how single numbers are taken.",
    (),
    (
        Group("The case", (
            ask("title", "Title", needed=True),
            ask("question", "The question that the forecast answers"),
            ask("as_of", "Information cut-off", "line",
               "A day: 2019-02-26. Nothing that became known later is used.", needed=True),
            ask("author", "Who coded it"),
            ask("coded", "When it was coded", "line", "2019, 2019-02 or 2019-02-24"),
            ask("coded_after_outcome", "Coded when the outcome was known", "tick", among=YES_NO),
            ask("note", "Note for the reader", "long"),
            ask("unknowns", "What you know that you do not know", "lines", "One a line."),
        )),
        Group("How numbers are taken", (
            ask("confidence.ideal", "How sure you are of single wishes", "choice",
               "Widens a wish that is written as one level.", among=SURE),
            ask("confidence.salience", "How sure you are of single saliences", "choice",
                among=SURE),
            ask("law", "Shape of every range", "choice",
               among=(("triangular", "triangular"), ("pert", "pert: more weight in the middle"))),
            number("curve", "Curve of losses", of.CURVE),
            number("loss_aversion", "Loss aversion", of.LOSS_AVERSION),
        )),
    ),
    single=True,
)  # fmt: skip

PARTY = Kind(
    "party", "Parties", "party", "Everybody with wishes.", ("parties",),
    (
        Group("Who it is", (
            NAME,
            ask("role", "What it does", "choice", among=ROLES, needed=True),
            ask("of", "If it must live with it: whose critic it is", "choice", among="principals"),
            number("influence", "Weight in the bargaining", of.INFLUENCE,
               "In ratio to the others'; left out: 1."),
        )),
        Group("Of a critic alone", (
            number("leverage", "How much it can hurt its principal", of.LEVERAGE,
               "none, low, moderate, high, veto, or a number."),
            number("slack", "Displeasure it lets pass", of.SLACK),
            number("opacity", "How far its principal misjudges it", of.OPACITY),
            number("trust", "Its own belief that the other side performs", of.LIKELIHOOD),
        ), folded=True),
        WHY,
    ),
    keys=(ask("", "Short name, by which rules and events speak of it", "line",
             "Left empty, it is made of the name."),),
    thing="party",
)  # fmt: skip

ISSUE = Kind(
    "issue", "Issues", "issue", "What is negotiated, each with its levels in order.", ("issues",),
    (
        Group("What it is", (
            NAME,
            ask("levels", "Levels in order, one a line", "lines",
               "From one end to the other.", needed=True, when="new"),
            ask("status_quo", "The level as things stand", "choice", among="levels", needed=True,
               when="old"),
            ask("status_quo", "The level as things stand", "line", "One of those above.",
               needed=True, when="new"),
            ask("performed_by", "Who must perform a change", "choice", among="parties",
                needed=True),
            ask("consent", "Who must consent besides those who sign", "several", among="parties"),
            ask("at", "Places of the levels from 0 to 1", "places",
               "Left empty, they lie at equal distances: 0, 0.5, 1.", when="old"),
        )),
        Group("What a change is worth", (
            number("reversible", "Share of a change that can be undone", of.SHARE,
                   "Left out: all."),
            number("verifiable", "Chance that a breach is noticed", of.LIKELIHOOD, "Left out: 1."),
        )),
        Group("If there is no deal", (
            number("no_deal", "Chance that it then comes to", of.LIKELIHOOD, each="other levels",
               when="old"),
        )),
        WHY,
    ),
    keys=(ask("", "Short name, by which rules and events speak of it", "line",
             "Left empty, it is made of the name."),),
    thing="issue",
)  # fmt: skip

READING = Kind(
    "reading", "Readings of words", "words that are read in several ways",
    "What each party takes the words of a level to commit everyone to; two parties at least.",
    ("issues", "*", "reads_as"),
    (
        Group("Who reads them how", (
            Rows((), "", (
                ask("means", "It takes these words to mean", "said"),
                number("likelihood", "Chance that it insists on that", of.LIKELIHOOD),
                *REASONS,
            ), each="parties", help="Left empty by whoever has no reading of its own."),
        )),
    ),
    keys=(ask("", "Of which words", "choice", among="every level", needed=True),),
)  # fmt: skip

STANCE = Kind(
    "stance", "Stances", "stance", "What a party wants on an issue, and how much it cares.",
    ("stances", "*"),
    (
        Group("What it wants", (
            number("ideal", "The level it wants", of.IDEAL,
               "A level's name, a place from 0 to 1, or three of these."),
            number("salience", "How much it cares, 0 to 100", of.SALIENCE, needed=True),
            ask("confidence", "How sure you are of both", "choice", among=SURE),
            number("influence", "Its weight on this issue, if another than on all", of.INFLUENCE),
        )),
        Group("Instead of one level: what each is worth to it", (
            number("values", "Worth, 0 (worst) to 1 (best), of", of.VALUE, each="levels",
                   when="old"),
        ), folded=True),
        Group("What it will never sign", (
            Rows(("red_line",), "Red line", (
                ask("above", "Nothing beyond", "choice", among="levels"),
                ask("below", "or nothing short of", "choice", among="levels"),
                number("likelihood", "Chance that it means it", of.LIKELIHOOD,
                       "Left out: it does."),
                *REASONS,
            ), help="One of the two a row."),
        )),
        WHY,
    ),
    keys=(ask("", "Who", "choice", among="parties", needed=True),
          ask("", "On which issue", "choice", among="issues", needed=True)),
)  # fmt: skip

STAKE = Kind(
    "stake", "Stakes", "stake", "What no deal costs a party, or brings it.", ("stakes", "*"),
    (
        Group("If there is no deal", (
            number("value", "It brings it (above 0) or costs it (below 0)", of.STAKE,
               "0.1 is a tenth of all that it wants."),
            number("chance", "Or: chance of a crisis", of.LIKELIHOOD),
            number("cost", "and what the crisis would cost", of.COST),
            ask("from", "An outside option: who supplies it", "several", among="parties"),
        )),
        WHY,
    ),
    keys=(ask("", "Whose", "choice", among="parties", needed=True),
          ask("", "What it is: a word or two", needed=True)),
    thing="stake",
)  # fmt: skip

COVER = Kind(
    "cover", "Cover", "cover",
    "Who, by wanting a deal, makes it easier to sign against a critic.",
    ("cover",),
    (
        Group("The cover", (
            ask("from", "Who gives it, by what it wants itself", "choice", among="parties",
               needed=True),
            ask("to", "Whose objections it blunts", "choice", among="ratifiers", needed=True),
            ask("on", "On which issues", "several", among="issues", needed=True),
            number("strength", "Share of the objection that falls away", of.SHARE, needed=True),
        )),
        WHY,
    ),
)  # fmt: skip

CLAUSE = Kind(
    "clause",
    "Clauses",
    "clause",
    "Rules between levels that every package obeys.",
    ("clauses",),
    (Group("The rule", (ask("", "The rule", "clause", needed=True),)),),
)

EVENT = Kind(
    "event", "Events", "event", "What is forecast, besides “agreed” and “exchange”.", ("events",),
    (
        Group("The event", (
            ask("when", "It has happened when", "said", needed=True),
            ask("observable_by", "Can be seen by this day, if before the outcome", "line",
               "2019-02-27"),
            NOTE,
        )),
    ),
    keys=(ask("", "What people call it", needed=True),), thing="event",
)  # fmt: skip

SOURCE = Kind(
    "source", "Sources", "source", "Texts that numbers are cited from.", ("sources",),
    (
        Group("The source", (
            ask("title", "Title", needed=True),
            ask("author", "Author"),
            ask("publisher", "Where it appeared"),
            ask("published", "Date", "line",
               "2019, 2019-02 or 2019-02-24; not after the cut-off."),
            ask("url", "Address; never fetched"),
            NOTE,
            ask("file", "File of its text, beside the dossier", when="old"),
            ask("sha256", "Fingerprint of that file", when="old"),
        )),
    ),
    keys=(ask("", "Short name, by which numbers cite it", "line",
             "Left empty, it is made of the title."),), thing="source",
)  # fmt: skip
