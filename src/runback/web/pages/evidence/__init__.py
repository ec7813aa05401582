"""Evidence: every fact, what is contradicted, the treatments."""
