"""Documents to be printed and sent: one model of a paper in both languages, and its drawings as Word and PDF files."""
