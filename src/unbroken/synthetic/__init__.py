"""The generator of made-up forces: people, courses of conduct and police handling, with the truth beside them.

`journeys.force` gives journey lines, `writing.write` a folder of files. Nobody in it exists. Rates follow the published
figures in `published.toml`; what is assumed where print is silent is said where it is set.
"""
