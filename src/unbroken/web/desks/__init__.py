"""What lies on somebody's desk when they open the service: one question for each role, and the lists that answer it.

Everything comes from the folded tables, past `visible.Limits`, in a number of queries that does not grow with them.
"""
