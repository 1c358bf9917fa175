"""The generator of made-up forces: people, courses of conduct and police handling, with the truth beside them.

`force` gives journey lines, `write_force` a folder of files. Nobody in it exists. Rates follow the published figures in
`published.toml`; what is assumed where print is silent is said where it is set.
"""

from unbroken.synthetic.journeys import force
from unbroken.synthetic.writing import write_force

__all__ = ["force", "write_force"]
