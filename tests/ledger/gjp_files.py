"""A small archive of our own in the layout of the Good Judgment Project's files."""

from __future__ import annotations

QUESTIONS = (
    "ifp_id,q_type,q_text,q_desc,q_status,date_start,date_suspend,date_to_close,date_closed,"
    "outcome,short_title,days_open,n_opts,options\n"
    '9001-0,0,"Will the talks, long promised, resume?",text,closed,9/1/11,9/29/11 0:00,9/30/11,'
    '10/2/11,b,Talks,29,2,"(a) Yes, (b) No"\n'
    '9002-0,0,"Who wins the caf\xe9 vote? \x8c\xe6",text,closed,9/1/11,9/29/11 0:00,9/30/11,'
    '9/20/11,c,Vote,29,3,"(a) Ames, (b) Bell, (c) Other, or a run-off"\n'
    '9003-6,6,"How many rounds?",text,closed,9/1/11,9/29/11 0:00,9/30/11,9/30/11,a,Rounds,29,3,'
    '"(a) Fewer than 2, (b) 2 or 3, (c) More than 3"\n'
    '9004-0,0,"Void one?",text,voided,9/1/11,9/29/11 0:00,9/30/11,9/30/11,,Void,29,2,'
    '"(a) Yes, (b) No"\n'
)
HEAD = (
    '"ifp_id","ctt","cond","training","team","user_id","forecast_id","fcast_type","answer_option",'
    '"value","fcast_date","expertise","q_status","viewtime","year","timestamp"\n'
)


def row(question, user, number, option, value, day, kind=0):
    return (
        f'"{question}","1a",1,"a",NA,"{user}",{number},{kind},"{option}",{value},"{day}",1,'
        f'"closed",NA,1,"{day} 16:17:18"\n'
    )


def told(question, user, number, values, day):
    """A forecast's rows, an answer each."""
    return "".join(
        row(question, user, number, option, value, day)
        for option, value in zip("abc", values, strict=False)
    )


FORECASTS = HEAD + "".join([
    told("9001-0", 7, 1, (0.2, 0.8), "2011-09-05"),
    told("9001-0", 7, 2, (0.1, 0.9), "2011-09-25"),
    told("9001-0", 8, 3, (0.6, 0.4), "2011-09-05"),
    told("9001-0", 8, 4, (0.0, 1.0), "2011-10-01"),  # after the day on which it was to close
    told("9002-0", 7, 5, (0.5, 0.3, 0.2), "2011-09-05"),
    told("9002-0", 8, 6, (0.1, 0.1, 0.8), "2011-09-05"),
    told("9002-0", 8, 7, (0.0, 0.0, 1.0), "2011-09-21"),  # after it was closed
    told("9003-6", 7, 8, (0.5, 0.3, 0.2), "2011-09-05"),
    told("9003-6", 8, 9, (0.7, 0.7, 0.7), "2011-09-05"),  # no probabilities
    told("9003-6", 8, 10, (0.0, 0.2, 0.8), "2011-09-05"),
    told("9003-6", 9, 11, (1.0, 0.0, 0.0), "2011-09-30"),  # on the day itself
    told("9004-0", 8, 12, (0.5, 0.5), "2011-09-05"),
    told("9999-0", 8, 13, (0.5, 0.5), "2011-09-05"),
    row("9001-0", 7, 14, "a", 0, "2011-09-26", kind=4),
    row("9001-0", 7, 15, "a", "NA", "2011-09-26"),
])  # fmt: skip


def write(folder, questions=QUESTIONS, forecasts=FORECASTS):
    first, second = folder / "ifps.csv", folder / "survey_fcasts.yr1.csv"
    first.write_bytes(questions.encode("latin-1"))
    second.write_bytes(forecasts.encode("latin-1"))
    return first, second
