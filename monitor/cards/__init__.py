"""Cards: what a desk shows about a case, a flag or a surge, as pure functions of facts."""
