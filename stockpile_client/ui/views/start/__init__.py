"""The steps of the start page: the list of profiles, unlock, create, and the recovery sheet."""
