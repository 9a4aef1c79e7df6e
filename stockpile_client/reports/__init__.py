"""Documents for people and machines."""
