"""The `gouji` command: the only package that may put rooms together.

Consumes: nothing
Emits: nothing
Owns: nothing
"""
