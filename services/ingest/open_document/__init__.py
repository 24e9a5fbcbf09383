"""OpenDocument text: the styles that hide or strike out writing, and the walk over the body."""
