"""Judge: every rule of the catalogue looks at a report as read and says, place by place, what holds and what does not.

Consumes: gouji.v1.report.normalized
Emits: gouji.v1.report.validated
Owns: judged reports with their outcomes, and the rule catalogue
"""
