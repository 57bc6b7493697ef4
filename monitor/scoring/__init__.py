"""How strongly a text is worded: VADER's score, and the text it reads with names masked."""
