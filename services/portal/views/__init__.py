"""Page models: pure functions from stored nouns to what a page or its JSON twin says, in both languages at once."""
