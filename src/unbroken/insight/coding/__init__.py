"""Deep coding: the frame of questions that readers of reports answer, and how far two readers agree.

No Django here. The service draws the sample and keeps the answers (`unbroken.coding`).
"""
