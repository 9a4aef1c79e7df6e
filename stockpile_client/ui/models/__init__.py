"""Item models: what a table shows, without knowing how it is drawn."""
