"""Every kind of thing that a dossier holds, as a form asks for it: in words, a field a number."""

from __future__ import annotations

from dataclasses import dataclass

from summitry.dossier import quantities as of
from summitry.dossier.estimate import Quantity

Words = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Ask:
    """What a form asks for, before it is known of which dossier.

    Attributes
    ----------
    path
        Where it stands in the item; the name of each of ``each`` comes behind it.
    among
        Where its choices come from: the dossier's own things, by the name of their kind, or words.
    each
        One field for each of these: ``principals``, ``levels``, ``other levels`` or ``issues``.
    when
        ``new``: asked when one is added; ``old``: of one that is there; else of both.
    """

    path: tuple[str, ...]
    label: str
    shape: str = "line"
    among: str | Words = ""
    help: str = ""
    each: str = ""
    quantity: Quantity | None = None
    needed: bool = False
    when: str = ""


@dataclass(frozen=True)
class Rows:
    """Like parts, a row of fields each, of a list or by party; empty rows are left out."""

    path: tuple[str, ...]
    label: str
    asks: tuple[Ask, ...]
    more: int = 1
    help: str = ""
    each: str = ""


@dataclass(frozen=True)
class Group:
    """Fields that belong together."""

    title: str
    asks: tuple[Ask | Rows, ...]
    folded: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of thing.

    Attributes
    ----------
    key, title, one, about
        Its name in addresses; what people call all of them, and one; what they are for.
    home
        Keys to where they stand; ``*`` for a name on the way.
    keys
        What gives a new one its place, asked when it is added.
    thing
        The kind of its name, where other parts of the dossier speak of it by name.
    single
        A dossier has it once.
    """

    key: str
    title: str
    one: str
    about: str
    home: tuple[str, ...]
    groups: tuple[Group, ...]
    keys: tuple[Ask, ...] = ()
    thing: str = ""
    single: bool = False


def _n(path: str, label: str, quantity: Quantity, help_: str = "", **more: object) -> Ask:
    return Ask(tuple(path.split(".")) if path else (), label, "number", help=help_,
               quantity=quantity, **more)  # type: ignore[arg-type]  # fmt: skip


def _a(path: str, label: str, shape: str = "line", help_: str = "", **more: object) -> Ask:
    return Ask(tuple(path.split(".")) if path else (), label, shape, help=help_, **more)  # type: ignore[arg-type]


KNOWN: Words = (
    ("assumed", "our own judgement"), ("inferred", "it follows from other facts"),
    ("reported", "somebody reports it"), ("stated", "the party said so"),
)  # fmt: skip
SURE: Words = (("high", "high"), ("moderate", "moderate"), ("low", "low"))
ROLES: Words = (
    ("principal", "signs"), ("ratifier", "must live with it: a critic who can hurt whoever signs"),
    ("third", "looks on, and may give cover or another way out"),
)  # fmt: skip
YES_NO: Words = (("yes", "yes"), ("no", "no"))
_REASONS = (
    _a("kind", "It is known because", "choice", among=KNOWN),
    _a("note", "In a few words"),
    _a("coder", "Coded by"),
    _a("date", "Coded on"),
    _a("cite", "Passages it rests on", "cites", among="sources"),
)
WHY = Group(
    "How the whole of it is known",
    (
        _a("kind", "It is known because", "choice", among=KNOWN),
        _a("note", "In a few words", "long"),
        _a("coder", "Coded by"),
        _a("date", "Coded on"),
        _a("cite", "Passages it rests on", "cites", among="sources"),
    ),
    folded=True,
)
NAME = _a("name", "Name, as people read it")
NOTE = _a("note", "Note for the reader", "long")

CASE = Kind(
    "case", "The case", "the case", "Title, question and cut-off; how single numbers are taken.",
    (),
    (
        Group("The case", (
            _a("title", "Title", needed=True),
            _a("question", "The question that the forecast answers"),
            _a("as_of", "Information cut-off", "line",
               "A day: 2019-02-26. Nothing that became known later is used.", needed=True),
            _a("author", "Who coded it"),
            _a("coded", "When it was coded", "line", "2019, 2019-02 or 2019-02-24"),
            _a("coded_after_outcome", "Coded when the outcome was known", "tick", among=YES_NO),
            _a("note", "Note for the reader", "long"),
            _a("unknowns", "What you know that you do not know", "lines", "One a line."),
        )),
        Group("How numbers are taken", (
            _a("confidence.ideal", "How sure you are of single wishes", "choice",
               "Widens a wish that is written as one level.", among=SURE),
            _a("confidence.salience", "How sure you are of single saliences", "choice", among=SURE),
            _a("law", "Shape of every range", "choice",
               among=(("triangular", "triangular"), ("pert", "pert: more weight in the middle"))),
            _n("curve", "Curve of losses", of.CURVE),
            _n("loss_aversion", "Loss aversion", of.LOSS_AVERSION),
        )),
    ),
    single=True,
)  # fmt: skip

PARTY = Kind(
    "party", "Parties", "party", "Everybody with wishes.", ("parties",),
    (
        Group("Who it is", (
            NAME,
            _a("role", "What it does", "choice", among=ROLES, needed=True),
            _a("of", "If it must live with it: whose critic it is", "choice", among="principals"),
            _n("influence", "Weight in the bargaining", of.INFLUENCE,
               "In ratio to the others'; left out: 1."),
        )),
        Group("Of a critic alone", (
            _n("leverage", "How much it can hurt its principal", of.LEVERAGE,
               "none, low, moderate, high, veto, or a number."),
            _n("slack", "Displeasure it lets pass", of.SLACK),
            _n("opacity", "How far its principal misjudges it", of.OPACITY),
            _n("trust", "Its own belief that the other side performs", of.LIKELIHOOD),
        ), folded=True),
        WHY,
    ),
    keys=(_a("", "Short name, by which rules and events speak of it", "line",
             "Left empty, it is made of the name."),),
    thing="party",
)  # fmt: skip

ISSUE = Kind(
    "issue", "Issues", "issue", "What is negotiated, each with its levels in order.", ("issues",),
    (
        Group("What it is", (
            NAME,
            _a("levels", "Levels in order, one a line", "lines",
               "From one end to the other.", needed=True, when="new"),
            _a("status_quo", "The level as things stand", "choice", among="levels", needed=True,
               when="old"),
            _a("status_quo", "The level as things stand", "line", "One of those above.",
               needed=True, when="new"),
            _a("performed_by", "Who must perform a change", "choice", among="parties", needed=True),
            _a("consent", "Who must consent besides those who sign", "several", among="parties"),
            _a("at", "Places of the levels from 0 to 1", "places",
               "Left empty, they lie at equal distances: 0, 0.5, 1.", when="old"),
        )),
        Group("What a change is worth", (
            _n("reversible", "Share of a change that can be undone", of.SHARE, "Left out: all."),
            _n("verifiable", "Chance that a breach is noticed", of.LIKELIHOOD, "Left out: 1."),
        )),
        Group("If there is no deal", (
            _n("no_deal", "Chance that it then comes to", of.LIKELIHOOD, each="other levels",
               when="old"),
        )),
        WHY,
    ),
    keys=(_a("", "Short name, by which rules and events speak of it", "line",
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
                _a("means", "It takes these words to mean", "said"),
                _n("likelihood", "Chance that it insists on that", of.LIKELIHOOD),
                *_REASONS,
            ), each="parties", help="Left empty by whoever has no reading of its own."),
        )),
    ),
    keys=(_a("", "Of which words", "choice", among="every level", needed=True),),
)  # fmt: skip

STANCE = Kind(
    "stance", "Stances", "stance", "What a party wants on an issue, and how much it cares.",
    ("stances", "*"),
    (
        Group("What it wants", (
            _n("ideal", "The level it wants", of.IDEAL,
               "A level's name, a place from 0 to 1, or three of these."),
            _n("salience", "How much it cares, 0 to 100", of.SALIENCE, needed=True),
            _a("confidence", "How sure you are of both", "choice", among=SURE),
            _n("influence", "Its weight on this issue, if another than on all", of.INFLUENCE),
        )),
        Group("Instead of one level: what each is worth to it", (
            _n("values", "Worth, 0 (worst) to 1 (best), of", of.VALUE, each="levels", when="old"),
        ), folded=True),
        Group("What it will never sign", (
            Rows(("red_line",), "Red line", (
                _a("above", "Nothing beyond", "choice", among="levels"),
                _a("below", "or nothing short of", "choice", among="levels"),
                _n("likelihood", "Chance that it means it", of.LIKELIHOOD, "Left out: it does."),
                *_REASONS,
            ), help="One of the two a row."),
        )),
        WHY,
    ),
    keys=(_a("", "Who", "choice", among="parties", needed=True),
          _a("", "On which issue", "choice", among="issues", needed=True)),
)  # fmt: skip

STAKE = Kind(
    "stake", "Stakes", "stake", "What no deal costs a party, or brings it.", ("stakes", "*"),
    (
        Group("If there is no deal", (
            _n("value", "It brings it (above 0) or costs it (below 0)", of.STAKE,
               "0.1 is a tenth of all that it wants."),
            _n("chance", "Or: chance of a crisis", of.LIKELIHOOD),
            _n("cost", "and what the crisis would cost", of.COST),
            _a("from", "An outside option: who supplies it", "several", among="parties"),
        )),
        WHY,
    ),
    keys=(_a("", "Whose", "choice", among="parties", needed=True),
          _a("", "What it is: a word or two", needed=True)),
    thing="stake",
)  # fmt: skip

COVER = Kind(
    "cover", "Cover", "cover",
    "Who, by wanting a deal, makes it easier to sign against a critic.",
    ("cover",),
    (
        Group("The cover", (
            _a("from", "Who gives it, by what it wants itself", "choice", among="parties",
               needed=True),
            _a("to", "Whose objections it blunts", "choice", among="ratifiers", needed=True),
            _a("on", "On which issues", "several", among="issues", needed=True),
            _n("strength", "Share of the objection that falls away", of.SHARE, needed=True),
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
    (Group("The rule", (_a("", "The rule", "clause", needed=True),)),),
)

PROCESS = Kind(
    "process", "How they negotiate", "how they negotiate", "Bond, trust, and what is hidden.",
    ("process",),
    (
        Group("Among the leaders", (
            _n("rapport", "Personal bond", of.SHARE, "Share of what is hidden that it takes away."),
            _n("slip", "Chance that a struck deal is lost from outside", of.LIKELIHOOD),
            _a("holding_back", "Share of what is hidden that a party holds back", "plain",
               "Left out: 0.125."),
            _a("solution", "Which package is struck among those claimed", "choice", among=(
                ("nash", "greatest product of gains (Nash)"),
                ("kalai-smorodinsky", "equal shares of the best each could get"),
                ("egalitarian", "equal gains"), ("utilitarian", "greatest sum of gains"))),
            _a("track", "Who negotiates what", "choice",
               among=(("leaders", "leaders, the whole package"),)),
        )),
        Group("Trust: the belief that the other side performs what it signs", (
            _n("trust", "Belief of", of.LIKELIHOOD, each="principals"),
        )),
        Group("Hidden: how wide the guess is of where it would walk away", (
            _n("hidden", "Hidden by", of.HIDDEN, each="principals"),
        )),
    ),
    single=True,
)  # fmt: skip

ASKED = Kind(
    "ask", "Big asks", "big ask", "A demand that a side may bring and refuse to go below.",
    ("process", "big_ask"),
    (
        Group("The demand", (
            _a("issue", "On which issue", "choice", among="issues", needed=True),
            _a("at_least", "Nothing short of", "choice", among="levels"),
            _a("at_most", "or nothing beyond", "choice", among="levels"),
            _n("likelihood", "Chance that it is made", of.LIKELIHOOD, needed=True),
        )),
        WHY,
    ),
    keys=(_a("", "Who", "choice", among="principals", needed=True),),
    thing="ask",
)  # fmt: skip

TIME = Kind(
    "time", "Time", "time", "Meetings, a deadline, patience.", ("time",),
    (
        Group("Meetings", (
            _a("meetings", "Meetings before the deadline", "plain"),
            _n("narrowing", "Share of what is hidden that is left after each", of.SHARE),
            _n("between_meetings", "Chance that talks end between two", of.LIKELIHOOD),
            _a("deadline", "Day of the last meeting", "line", "2020-11-03"),
        )),
        Group("Under way", (
            _n("yearly", "Chance a year that a road map is ended from outside", of.LIKELIHOOD),
            _a("period", "Years that a step takes", "plain"),
        )),
        Group("Patience: what a year from now is worth today", (
            _n("patience", "Patience of", of.PATIENCE, each="principals"),
        )),
    ),
    single=True,
)  # fmt: skip

DATE = Kind(
    "date", "Days that may end it", "day", "An election, the end of a tenure.",
    ("time", "dates"),
    (
        Group("The day", (
            _a("on", "The day", "line", "2020-11-03", needed=True),
            _n("chance", "Chance that it ends there", of.LIKELIHOOD, needed=True),
        )),
        WHY,
    ),
    keys=(_a("", "What it is", needed=True),), thing="date",
)  # fmt: skip

TRACK = Kind(
    "track", "Tracks", "track", "Ways of negotiating: which issues go to which table, in order.",
    ("tracks",),
    (
        Group("The track", (
            NAME,
            _a("others", "At each table, the other issues are taken", "choice", among=(
                ("status quo", "as they stand"), ("provisional", "as earlier tables left them"))),
            _n("slip", "Chance that the whole is lost from outside", of.LIKELIHOOD),
            Rows(("baskets",), "Table", (
                _a("on", "Its issues", "several", among="issues and rest", needed=True),
                _a("table", "Who sits at it", "choice",
                   among=(("officials", "officials"), ("leaders", "leaders"))),
                _a("consent", "Who else must consent there", "several", among="parties"),
                _n("rapport", "Bond at it", of.SHARE),
                _n("slip", "Chance that what it settled is lost", of.LIKELIHOOD),
                _a("meetings", "Meetings", "plain"),
                _a("asks", "Whether big asks come to it", "tick", among=YES_NO),
                *_REASONS,
            ), help="In the order in which they meet."),
        )),
        WHY,
    ),
    keys=(_a("", "Short name", needed=True),), thing="track",
)  # fmt: skip

ROAD_MAP = Kind(
    "road", "Road maps", "road map", "Paths of packages, step by step.", ("road_maps",),
    (
        Group("The road map", (
            NAME,
            _a("period", "Years that a step takes", "plain"),
            Rows(("steps",), "Step", (_a("", "", "choice", among="levels of", each="issues"),),
                 help="What a step does not name stays as it is."),
        )),
        WHY,
    ),
    keys=(_a("", "Short name", needed=True),), thing="road map",
)  # fmt: skip

RELATION = Kind(
    "relation", "Relations", "relation", "How two parties get on, as dated events tell it.",
    ("relations",),
    (
        Group("The two", (
            _a("between", "Between whom", "several", "Tick two.", among="parties", needed=True),
            _a("start", "Before the first event, from -1 to 1", "plain"),
            _a("half_life", "Days in which it fades by half", "plain", "Left out: 180."),
            Rows(("events",), "What happened", (
                _a("on", "The day", needed=True),
                _a("what", "What happened"),
                _a("weight", "How far it moves them, -1 to 1", "plain"),
                _a("goldstein", "or its Goldstein score, -10 to 10", "plain"),
                *_REASONS,
            ), 2),
        )),
        WHY,
    ),
)  # fmt: skip

EVENT = Kind(
    "event", "Events", "event", "What is forecast, besides “agreed” and “exchange”.", ("events",),
    (
        Group("The event", (
            _a("when", "It has happened when", "said", needed=True),
            _a("observable_by", "Can be seen by this day, if before the outcome", "line",
               "2019-02-27"),
            NOTE,
        )),
    ),
    keys=(_a("", "What people call it", needed=True),), thing="event",
)  # fmt: skip

SOURCE = Kind(
    "source", "Sources", "source", "Texts that numbers are cited from.", ("sources",),
    (
        Group("The source", (
            _a("title", "Title", needed=True),
            _a("author", "Author"),
            _a("publisher", "Where it appeared"),
            _a("published", "Date", "line",
               "2019, 2019-02 or 2019-02-24; not after the cut-off."),
            _a("url", "Address; never fetched"),
            NOTE,
            _a("file", "File of its text, beside the dossier", when="old"),
            _a("sha256", "Fingerprint of that file", when="old"),
        )),
    ),
    keys=(_a("", "Short name, by which numbers cite it", "line",
             "Left empty, it is made of the title."),), thing="source",
)  # fmt: skip

LEVER = Kind(
    "lever", "Levers", "lever", "A number that somebody can change: who, how, and how far.",
    ("levers",),
    (
        Group("Who can pull it", (
            _a("by", "Who can; nobody ticked: nobody", "several", among="parties"),
            _a("how", "What they would do"),
            _a("to", "The farthest value it can be pulled to", "plain"),
            _a("cost", "What that costs, in a unit of your own", "plain"),
        )),
        WHY,
    ),
    keys=(_a("", "Which number", "choice", among="numbers", needed=True),),
)  # fmt: skip

REVEAL = Kind(
    "reveal", "What would show a number", "sign",
    "What would be seen, before the outcome, of where a number stands.", ("reveals",),
    (
        Group("The sign", (
            _a("what", "What would be seen", needed=True),
            _a("on", "By which day", "line", "2019-02-26"),
        )),
        WHY,
    ),
    keys=(_a("", "Of which number", "choice", among="numbers", needed=True),),
)  # fmt: skip

ASSESSMENT = Kind(
    "school", "Assessments", "assessment", "Schools of thought: what each would change.",
    ("assessments",),
    (
        Group("The school", (
            NAME,
            _a("holder", "Who holds it"),
            _a("as_told_by", "Who tells it, if not its holder"),
            _a("wants", "What its holder hopes for", "said", "An event's name, or a statement."),
            _a("coded_after_outcome", "Coded when the outcome was known", "tick", among=YES_NO),
            NOTE,
            _a("cite", "Passages it rests on", "cites", among="sources"),
        )),
        Group("Which changes belong together", (
            _a("groups", "Name of the group, for each change", "groups", among="changes",
               when="old"),
        ), folded=True),
    ),
    keys=(_a("", "Short name", needed=True),), thing="assessment",
)  # fmt: skip

CHANGE = Kind(
    "change", "Numbers of the assessments", "number of an assessment",
    "What a school puts in a number's place.", ("assessments", "*", "set"),
    (Group("Instead", (_n("", "What this school puts there", of.SHARE, needed=True),)),),
    keys=(_a("", "Which assessment", "choice", among="assessments", needed=True),
          _a("", "Which number", "choice", among="numbers", needed=True)),
)  # fmt: skip

_MODELS = ("mean", "median", "vote", "nash", "procedural", "challenge", "spatial", "exchange")
_SPATIAL = {
    "victory": ("linear", "square", "quartic", "octic", "binary"),
    "election": ("conditional", "markov-incentive", "markov-uniform"),
    "transition": ("deterministic", "stochastic"),
    "vote": ("binary", "binary-proportional", "proportional", "proportional-cubic", "cubic",
             "asymmetric-prospect"),
    "risk": ("none", "one-third", "half", "two-thirds", "full"),
    "risk_range": ("min", "mid", "max"),
    "third_parties": ("none", "semi", "full"),
    "interpolation": ("s1p1", "s2p2", "s2pmax"),
    "bargain": ("initiator", "both", "compromise"),
}  # fmt: skip


def _words(*every: str) -> Words:
    return tuple((one, one.replace("-", " ")) for one in every)


MODELS = Kind(
    "models", "Models of influence", "models of influence",
    "Which model is shown first, and its rules.", ("influence",),
    (
        Group("The models", (
            _a("model", "Shown first", "choice", among=_words(*_MODELS)),
            _a("rounds", "Rounds of challenge and exchange", "plain", "Left out: 10."),
            _a("variant", "Challenge", "choice", among=(
                ("paper", "by the papers"), ("scholz-code", "as a well-known program has it"))),
        )),
        Group("The spatial model, by KTAB's names", (
            *(_a(f"spatial.{key}", key.replace("_", " "), "choice", among=_words(*words))
              for key, words in _SPATIAL.items()),
            _a("ideals", "Whose ideal is drawn to whose place, and by which share", "pulls",
               among="parties"),
        ), folded=True),
    ),
    single=True,
)  # fmt: skip

KINDS = (
    CASE, PARTY, ISSUE, STANCE, CLAUSE, STAKE, COVER, EVENT, SOURCE, PROCESS, ASKED, TIME, DATE,
    TRACK, ROAD_MAP, READING, RELATION, LEVER, REVEAL, ASSESSMENT, CHANGE, MODELS,
)  # fmt: skip
"""Every kind, in the order in which a dossier is usually made."""
BY_KEY = {one.key: one for one in KINDS}
