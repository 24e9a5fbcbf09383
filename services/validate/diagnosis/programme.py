"""The fewest edited cells by integer programming, for more slips than can be gone through one by one."""

from services.validate.diagnosis.identities import Identities, Residuals
from services.validate.diagnosis.moves import Move
from shared.report.diagnosis import Slip

SECONDS = 1.0
MOST_EDITS = 12
"""Beyond this a table is not mistyped but wrong throughout, and no list of edits helps anybody."""


def fewest_edits(system: Identities, residuals: Residuals) -> tuple[Move, ...]:
    """One explanation with the fewest edited cells; empty when none is found in time or it takes more than twelve."""
    # Here, because few reports have so many faults, and all others need not wait for the solver.
    import highspy  # noqa: PLC0415

    cells = sorted({cell for number in residuals for cell, _ in system.cells_of(number)})
    most = 10 * max([abs(value) for value in residuals.values()] + [system.figures[cell] for cell in cells])
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 - the library's own manner
    solver.setOptionValue("time_limit", SECONDS)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 1)
    changed = [solver.addBinary(obj=1) for _ in cells]
    more = [solver.addIntegral(lb=0, ub=most) for _ in cells]
    less = [solver.addIntegral(lb=0, ub=min(system.figures[cell], most)) for cell in cells]
    for binary, plus, minus, cell in zip(changed, more, less, cells, strict=True):
        solver.addConstr(plus <= most * binary)
        solver.addConstr(minus <= min(system.figures[cell], most) * binary)
    place = {cell: index for index, cell in enumerate(cells)}
    # An equation that ties out must go on doing so, whichever of its cells is edited.
    for number in sorted({number for cell in cells for number, _ in system.parts[cell]}):
        terms = [
            side * (more[place[cell]] - less[place[cell]]) for cell, side in system.cells_of(number) if cell in place
        ]
        solver.addConstr(sum(terms[1:], terms[0]) == -residuals.get(number, 0))
    solver.minimize()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return ()
    values = [round(solver.val(plus)) - round(solver.val(minus)) for plus, minus in zip(more, less, strict=True)]
    edits = tuple(Move(Slip.MISTYPED, ((cell, value),)) for cell, value in zip(cells, values, strict=True) if value)
    return edits if len(edits) <= MOST_EDITS else ()
