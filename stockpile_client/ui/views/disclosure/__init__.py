"""What leaves, by which rules, and what every partner holds of ours.

Layout
    view.py             the workspace: tabs between its pages
    held.py             what partners hold: a row for each value, a column for each partner
      matrix.py         which rows a question shows; no Qt
      columns.py        how the matrix, and the releases behind one of its cells, read across a table
      export.py         the matrix, and the whole history of releases, as CSV or XLSX
    profiles_page.py    the profiles: one open in the form, what it does beside it
      profile_form.py   name, audience, materials, rules, what leaves; hands over what is not saved
      audience_field.py, rule_fields.py, further_cells.py, new_profile.py   its parts
      profile_result.py the rules in words, what becomes of our stock, a figure to try, versions
      profile_words.py  a profile as names and values, and what changed between two; no widgets
      masses.py         masses, steps and bands as typed; no Qt widgets
    circles_page.py     agreements and groups of partners, with circle_dialogs.py
    published_page.py   published figures of our stock, with published_dialog.py
"""
