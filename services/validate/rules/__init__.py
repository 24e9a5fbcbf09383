"""One rule in each file, in the folder of its family; the catalogue finds them by looking."""
