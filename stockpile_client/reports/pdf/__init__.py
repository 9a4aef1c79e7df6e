"""Documents drawn as PDF, with Qt: the only folder besides the window that knows Qt, imported when it is needed."""
