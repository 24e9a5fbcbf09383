"""Judge: every rule of the catalogue looks at a report as read and says, place by place, what holds and what does not.

Consumes: gouji.v1.report.normalized, gouji.v1.waiver.changed, gouji.v1.draft.expired
Emits: gouji.v1.report.validated
Owns: judged reports with their outcomes, the waivers it has heard of, and the rule catalogue
"""
