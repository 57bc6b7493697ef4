"""The corpus: messages written for this project, with what they are. See README.md beside it."""
