"""The demonstration: three agencies set up from published and illustrative figures, and the main job between them.

:mod:`.data` puts figures into a profile, :mod:`.story` lets the three exchange them. Everything goes through the
services that the window and the command line use.
"""
