"""Why cases are lost: analysis of an extract, on a laptop or in the service. No Django, and no database, in here."""
