"""The settings workspace: our agency and its keys, backups, markings, this machine, and the program itself."""
