"""The code lists of the field. Pure data: no Django, no domain, no I/O."""
