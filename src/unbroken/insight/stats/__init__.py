"""The statistics of the analyses: pure functions over arrays, with typed results. No I/O, no Django, no pictures.

Each says in its docstring where its formula comes from; docs/explanation/statistics.md says which is used for what, and
the limits of each. Import the module you need: none of them is loaded by importing this package.
"""
