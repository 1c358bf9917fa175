"""Why cases are lost: analyses of an extract of the record. Nothing here knows the service or Django."""
