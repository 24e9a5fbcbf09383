"""The vocabulary of the house: the statutory report, its form, and what is said about it.

Imports nothing of ours and touches nothing outside; every other drawer and room speaks in these nouns.
"""
