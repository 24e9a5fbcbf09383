"""The pages: a module for each, holding one controller that asks the read model, makes a page model and draws it."""
