"""The workspaces, and the start page before them: what is shown, over the services."""
