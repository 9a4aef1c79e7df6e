"""The window: PySide6 over the services, and nothing that a service could do.

Layout
    app.py            builds everything once (application, theme, jobs, window) and starts
    theme.py          every choice of design: spacing, text sizes, colours; nothing else names a colour or a pixel
    icons.py          the drawn icons, tinted by the palette
    formats.py        numbers, masses, dates and quantities as the user's locale writes them
    jobs.py           the writer lane and the reader pool
    session.py        an open profile, as the window sees it: read, mutate, ``changed``
    actions.py        the one registry of actions: menus, shortcuts, buttons
    workspaces.py     which workspaces there are; a new one is one line there and a module in views/
    main_window.py    wiring only
    workbench.py      what is around the workspaces: banner, navigation, messages
    models/           item models; WindowModel pages through any ordered window
    widgets/          parts without knowledge of the domain
    views/            one module (or small package) a workspace; they know services
    dialogs/          what is planned before it is applied; they know services

Conventions
- **A workspace** is a ``WorkspaceView`` built as ``View(desk)`` (``workspaces.py``). It reads through ``session.read``
  and changes through ``session.mutate``, shows refusals through ``desk.messages`` (the message bar), connects to
  ``session.changed`` and decides by ``ChangeSet.touches`` whether to read again. It has four states: a
  :class:`~.widgets.states.StateStack` shows *loading*, *empty* (what belongs here, and the first step), *error* and
  *full*.
- **Nothing slow in the window's thread.** Opening, importing, filtering and writing are jobs. A job gets a context and
  a :class:`~.jobs.Token`; what it returns arrives in the window's thread. A page of a table (a millisecond) is the
  exception.
- **Nothing modal but a decision.** Messages go to the message bar. Dialogs are opened with ``open()``, never
  ``exec()``.
- **Untrusted text** goes through :class:`~.widgets.plain_label.PlainLabel` and ``plain_tip``; a test finds any other
  QLabel, QMessageBox or rich text.
- **Sizes** come from :func:`theme.space` and font metrics, **colours** from the palette or :func:`theme.colours`, both
  asked for when painting, so that a change of appearance needs no rebuilding. A state is an icon, a word and a colour,
  never a colour alone.
- **Every control that takes the focus has an accessible name**; a test walks every view.
- **Modules of views and dialogs are imported when first shown** (``workspaces.py``): the start page must not wait for
  them.
- **Text** is English inside ``self.tr()``, numbers and dates come from :mod:`.formats`.

Start to usable window: ``python -m stockpile_client.ui.app``.
"""
