"""Files that travel with the program: the sample week of an invented bakery."""
