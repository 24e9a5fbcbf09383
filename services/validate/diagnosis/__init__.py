"""Diagnosis: which cells must have been entered wrongly when sums do not tie out."""
