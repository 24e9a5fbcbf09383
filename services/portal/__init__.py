"""Portal: shows what the house knows, to agencies and supervisors, as pages and as JSON.

Consumes: gouji.v1.submission.received, gouji.v1.submission.rejected, gouji.v1.report.validated, gouji.v1.report.scored, gouji.v1.dead, gouji.v1.register.changed, gouji.v1.access.changed, gouji.v1.waiver.changed, gouji.v1.rectification.changed, gouji.v1.impact.measured, gouji.v1.draft.expired
Emits: nothing
Owns: the read model: every fact about a submission as it came, and what the facts add up to
"""  # noqa: E501 - a duty is one line, so that a test can read it
