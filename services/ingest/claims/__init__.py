"""What a report's prose says about its figures: sentences read word by word, each number with the cell it speaks of."""
