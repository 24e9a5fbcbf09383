"""Score: grades a judged report by the rubric of its year and says what every lost point was lost for.

Consumes: gouji.v1.report.validated, gouji.v1.draft.expired
Emits: gouji.v1.report.scored
Owns: scorecards and which of them is current, with what it was graded from; the rubrics.
"""
