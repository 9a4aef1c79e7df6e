"""Pure values and rules of the field: no Qt, no SQLite, no cryptography, no clock, no I/O."""
