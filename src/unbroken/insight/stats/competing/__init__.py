"""Time to what happens first, where one outcome keeps the others from happening: competing risks, right-censored.

A case that police close can no longer be withdrawn or charged, so `1 - Kaplan-Meier` of withdrawal would count cases
that could not be withdrawn any more. Times are whole days in this service and tie heavily; nothing here jitters them.
"""
