"""The command line: click commands over the services, each with ``--json``. Loads no Qt."""
