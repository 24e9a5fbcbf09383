"""Synthetic reports with known truth: agencies, counts, prose, faults in the figures, mischief in the layout.

Everything follows from a seed and a number: report `i` is the same whatever is asked for beside it.
"""
