"""Spreadsheets as documents: sheets of any format become grids and paragraphs in one way."""
