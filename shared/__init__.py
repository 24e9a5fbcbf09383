"""What the rooms share: nouns, contracts and plumbing; no decisions."""
