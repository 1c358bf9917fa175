"""Logistic regression in blocks: what goes with an outcome, in the whole set of cases.

Results are of the set and never of a person: nothing here gives a case a chance or a score. `blocks.regress` is the way
in; `wording` says a result in words.
"""
