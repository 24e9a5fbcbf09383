"""The reading room: bytes of a filed report become the statutory tables with provenance, or a rejection with reasons.

Consumes: gouji.v1.submission.received
Emits: gouji.v1.report.normalized, gouji.v1.submission.rejected
Owns: nothing
"""
