"""Release a statement: say what to whom, see what would leave, let it be approved, and write the file.

view.py           the workspace: tabs between its pages
prepare.py        the form beside its live preview, and what leads on from there
  form.py           what is said to whom as of when; answers a request; hands over what is not released
  terms.py          what is said about each material, and the form's state as a profile
  materials.py      the list of materials with what is said about each
  preview.py        the live table of what would leave, findings.py above it
  as_partner.py     the statement as one partner sees it, as_partner_rows.py its rows
  audit.py          what could be worked out, audit_rows.py its rows; kept_desk.py keeps what was solved
cases_page.py     what waits for review and approval: case_words.py, step_dialog.py
sent_page.py      what was released, and its withdrawal
result.py         the written file and what to do next
"""
