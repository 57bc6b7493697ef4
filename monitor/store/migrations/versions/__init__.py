"""One file per change of the schema. A file is never edited once it has been released."""
