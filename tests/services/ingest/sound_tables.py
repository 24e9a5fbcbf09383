"""Tables of requests that add up, from towns to ministries, and the mistakes people make in them."""

from random import Random  # noqa: TID251 - seeded by the test, so that tables repeat

from shared.report.edition import edition

ROWS = [row.key for row in edition("2021").table("requests").blocks[0].rows if not row.stands_for]
_FLOW = {"received", "brought_forward", "closed", "carried_forward"}
RESULTS = [key for key in ROWS if key not in _FLOW]
COLUMNS = 7
Table = dict[str, list[int]]
_SHARES = ((1.0, 0, 0, 0, 0, 0), (0.85, 0.11, 0.01, 0.01, 0.01, 0.01), (0.7, 0.12, 0.06, 0.03, 0.03, 0.06))


def sound_table(chance: Random) -> Table:
    """Figures in which every sum holds."""
    size = chance.choice([2, 10, 40, 100, 400, 2000, 20_000])
    shares = chance.choice(_SHARES)
    weights = {key: chance.choice([0, 0, 0, 0.2, 1, 3]) for key in RESULTS} | {"granted": 5}
    table = {key: [0] * COLUMNS for key in ROWS}
    for column, share in enumerate(shares):
        for key in RESULTS:
            table[key][column] = _about(chance, size * share * weights[key] / sum(weights.values()))
            table["closed"][column] += table[key][column]
        table["carried_forward"][column] = _about(chance, size * share * 0.08)
        handled = table["closed"][column] + table["carried_forward"][column]
        table["brought_forward"][column] = min(handled, _about(chance, size * share * 0.05))
        table["received"][column] = handled - table["brought_forward"][column]
    for figures in table.values():
        figures[-1] = sum(figures[:-1])
    return table


def with_mistake(chance: Random, table: Table) -> Table:
    """The table with one mistake: a figure, a total or a whole row is not what it should be."""
    wrong = {key: list(figures) for key, figures in table.items()}
    key = chance.choice([key for key in ROWS if any(table[key])] or ROWS)
    row = wrong[key]
    column = chance.choice([place for place, figure in enumerate(row) if figure] or [0])
    digits = list(str(row[column]))
    match chance.randrange(8):
        case 0:
            row[column] = max(0, row[column] + chance.choice([-1, 1]))
        case 1:
            row[column] *= 10
        case 2:
            other = chance.randrange(COLUMNS)
            row[column], row[other] = row[other], row[column]
        case 3:
            row[-1] = chance.choice([row[-1] + chance.randint(1, 5), row[-1] * 10 + chance.randint(0, 9), 0])
        case 4:
            row[column] = 0
        case 5:
            wrong[key] = list(table[chance.choice(ROWS)])
        case 6:
            wrong["closed"] = [0] * COLUMNS
        case _:
            digits[chance.randrange(len(digits))] = str(chance.randint(1, 9))
            row[column] = int("".join(digits))
    return wrong


def _about(chance: Random, expected: float) -> int:
    return max(0, round(chance.gauss(expected, expected**0.5))) if expected else 0
