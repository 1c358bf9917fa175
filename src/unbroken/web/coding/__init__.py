"""The pages of deep coding: the reports that one has to code, the form for one, agreement, and settling."""
