"""The statutory report laid out as it is printed, and drawn as files.

What stands where is data of the edition; a renderer only says it in the words of one file format.
"""
