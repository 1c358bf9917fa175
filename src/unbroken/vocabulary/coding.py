"""Deep coding: what a sample is of, and how far a coder got."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

SAMPLED = CodeList(
    name="sampled",
    title="What a sample is of",
    source="MOPAC Stalking Deep Dive 2024 (reports); CPS news 2020 (50 prosecutions across 14 areas); CPS-10, ANA-01",
    codes=(
        Code("reports", "Reports"),
        Code("prosecutions", "Prosecutions", note="Each by the first report that is in it."),
    ),
)

CODING_STATES = CodeList(
    name="coding_states",
    title="How far a report is coded",
    source="ANA-01: a coding form can be left and gone on with",
    codes=(
        Code("part", "Begun"),
        Code("done", "Done", note="Only what is done is compared with what another coder did."),
    ),
)
