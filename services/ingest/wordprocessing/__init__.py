"""Word's own markup as a document: one walk over WordprocessingML, whatever it was wrapped in."""
