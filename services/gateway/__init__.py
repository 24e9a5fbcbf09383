"""Receive: a filing becomes an original, a receipt and an event; the receipt is kept until its submission has ended.

Consumes: gouji.v1.submission.rejected, gouji.v1.report.scored, gouji.v1.dead
Emits: gouji.v1.submission.received, gouji.v1.draft.expired, gouji.v1.access.changed, gouji.v1.register.changed,
    gouji.v1.waiver.changed, gouji.v1.rectification.changed, gouji.v1.impact.measured
Owns: accounts and their tokens, originals, receipts, the ledger, the agency register, waivers, rectification orders
"""
