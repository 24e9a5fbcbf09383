"""What stands where on a page: boxes, ruling lines, the cells between them, lines of writing and paragraphs.

Units are points as the page is seen: the origin is its upper left corner, y grows downwards.
"""
