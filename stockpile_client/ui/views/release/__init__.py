"""Release a statement: what is said to whom on the left, what would leave on the right, then the file.

terms.py      what is said about each material, and the form's state as a profile
form.py       the form
materials.py  the list of materials with what is said about each
preview.py    the live table of what would leave, findings, and the button
result.py     the written file and what to do next
view.py       wiring
"""
