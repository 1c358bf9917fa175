"""Who is who: the linkage model, the lookup that asks it at the moment of entry, and the run over a whole history.

Pure: no Django here. The service's tables are in `people.models`, how it decides and records in `people.resolving`.
"""
