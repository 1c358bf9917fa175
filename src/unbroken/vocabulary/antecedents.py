"""What came before: antecedents, as a national record or another source has them."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

ANTECEDENTS = CodeList(
    name="antecedents",
    title="What came before",
    source="Police National Computer: arrest, charge and disposal; MOPAC Stalking Deep Dive: allegations apart",
    codes=(
        Code("allegation", "Allegation", note="Reported or arrested for, and no charge."),
        Code("charge", "Charge"),
        Code("out_of_court", "Out-of-court disposal", note="Caution, warning, penalty notice."),
        Code("conviction", "Conviction"),
        Code("not_convicted", "Charge ended without a conviction", note="Acquitted, discontinued, withdrawn."),
    ),
)

ANTECEDENT_VICTIMS = CodeList(
    name="antecedent_victims",
    title="Against whom",
    source="MOPAC Stalking Deep Dive: the same victim or a different one",
    codes=(
        Code("same", "The same victim"),
        Code("another", "Another victim"),
        Code("both", "The same victim and others"),
        Code("unknown", "Not recorded"),
    ),
)

ANTECEDENT_SOURCES = CodeList(
    name="antecedent_sources",
    title="Where it is recorded",
    source="Police National Computer and the systems beside it",
    codes=(
        Code("pnc", "Police National Computer"),
        Code("pnd", "Police National Database"),
        Code("force", "A police force's own system"),
        Code("acro", "Criminal Records Office, also for convictions abroad"),
        Code("court", "Court"),
        Code("other", "Another source"),
    ),
)
