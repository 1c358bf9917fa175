"""Logistic regression by Newton's method in plain Python: the slow, obvious way, to check the generator with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp

Row = tuple[float, ...]


def fit(rows: Sequence[Row], outcomes: Sequence[bool]) -> list[tuple[float, float]]:
    """Coefficient and standard error of each column. Rows alike are counted together."""
    tried, won = Counter(rows), Counter(row for row, outcome in zip(rows, outcomes, strict=True) if outcome)
    size = len(rows[0])
    beta = [0.0] * size
    for _ in range(12):
        gradient, information = _step(tried, won, beta)
        inverse = _inverse(information)
        move = [sum(inverse[i][j] * gradient[j] for j in range(size)) for i in range(size)]
        beta = [old + change for old, change in zip(beta, move, strict=True)]
        if max(map(abs, move)) < 1e-8:
            break
    return [(beta[i], inverse[i][i] ** 0.5) for i in range(size)]


def _step(tried: Counter[Row], won: Counter[Row], beta: list[float]) -> tuple[list[float], list[list[float]]]:
    size = len(beta)
    gradient, information = [0.0] * size, [[0.0] * size for _ in range(size)]
    for row, times in tried.items():
        held = [index for index in range(size) if row[index]]
        chance = 1 / (1 + exp(-sum(beta[index] * row[index] for index in held)))
        weight = times * chance * (1 - chance)
        for i in held:
            gradient[i] += (won[row] - times * chance) * row[i]
            for j in held:
                information[i][j] += weight * row[i] * row[j]
    return gradient, information


def _inverse(matrix: list[list[float]]) -> list[list[float]]:
    size = len(matrix)
    work = [[*row, *(float(i == j) for j in range(size))] for i, row in enumerate(matrix)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda i: abs(work[i][column]))
        work[column], work[pivot] = work[pivot], work[column]
        scale = work[column][column]
        work[column] = [value / scale for value in work[column]]
        for i in range(size):
            if i != column and work[i][column]:
                factor = work[i][column]
                work[i] = [value - factor * held for value, held in zip(work[i], work[column], strict=True)]
    return [row[size:] for row in work]
