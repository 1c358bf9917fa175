"""The engines that can link a whole history."""

from enum import StrEnum


class Engine(StrEnum):
    """What weighs the pairs. The same people and the same model make the same clusters on each."""

    DUCKDB = "duckdb"
    SPARK = "spark"
