"""Every sentence that an inventory import says about a row: code, weight, reason, and the question or the next step.

Kept in one place because they are what a person reads, and because a code is stable once it was published.

>>> PROBLEMS["negative_stock"].severity
<Severity.ERROR: 'error'>
"""

from __future__ import annotations

from stockpile_client.tables.findings import Problem, Severity
from stockpile_client.tables.number_text import NoNumberKind
from stockpile_client.tables.rows import Verdict

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

PROBLEMS: dict[str, Problem] = {
    problem.code: problem
    for problem in (
        Problem(
            _E,
            "negative_stock",
            "A stock is never below nothing.",
            "Look at the source: is it an oversold quantity or a misprint?",
        ),
        Problem(_E, "quantity_percent", "A share is not a quantity.", "Write the quantity with its unit."),
        Problem(_I, "zero", "An explicit zero: we hold none."),
        Problem(
            _W,
            "flow_only",
            "The row reports sales or plans and no stock: not compiled.",
            "Import flows as movements of a lot.",
        ),
        Problem(
            _W,
            "mentions_total",
            "The form says that this is a total.",
            "Counted with its parts it would count twice.",
        ),
        Problem(_W, "totals_row", "A line of totals; it was left out.", "Totals are computed from the lots."),
        Problem(
            _W,
            "row_repeated",
            "The same as an earlier row in every respect.",
            "Two lots, or one entered twice? A lot number tells.",
        ),
        Problem(
            _E,
            "row_too_long",
            "The row has more cells than the header.",
            "Is there a delimiter inside a cell that lacks its quotation marks?",
        ),
        Problem(
            _E,
            "unit_missing",
            "The quantity has no unit.",
            "Which unit is meant: t, kg, lb, st …? Name it in a column or the header.",
        ),
        Problem(
            _E,
            "material_missing",
            "The row names no material.",
            "Write a code of the catalogue, such as W or CO.",
        ),
        Problem(_E, "form_missing", "The row names no form.", "Write a form of the catalogue, such as W-APT."),
        Problem(
            _W,
            "grade_assumed",
            "No assay is given; the declared grade of the form was used.",
            "Give an assay if one is known.",
        ),
        Problem(
            _E,
            "as_of_missing",
            "The row does not say when the quantity was true.",
            "On which day? Write it, or give a date for the whole file.",
        ),
        Problem(_E, "as_of_future", "The quantity is said to be true on a day that has not come.", "Check the year."),
        Problem(
            _E,
            "percent_or_fraction",
            "Is this a fraction or per cent?",
            "Write it with a per cent sign, or say in the mapping how the column is written.",
        ),
        Problem(
            _W,
            "fraction_assumed",
            "Read as fractions: 0.65 is 65 %.",
            "If the column is in per cent, put % in its header.",
        ),
        Problem(_E, "fraction_unread", "This is not a share.", "Write it in per cent, such as 65.2 %."),
        Problem(_E, "days_unread", "This is not a number of days.", "Write a whole number from 0 to 3660."),
        Problem(_E, "rate_unread", "This is not a rate.", "Write a number, or leave it empty where there is no limit."),
        Problem(
            _E,
            "rate_unit",
            "A rate is a mass of product per day.",
            "Put its unit in the header, such as (t/day).",
        ),
        Problem(_E, "yes_no_unread", "This is neither yes nor no.", "Write yes or no."),
        Problem(
            _E,
            "holder_class_unread",
            "This is no class of holder.",
            "Write government, stockholding entity, mandated industry or voluntary commercial.",
        ),
        Problem(
            _E,
            "country_unread",
            "The country was not recognised.",
            "Write its two letters (ISO 3166-1), such as IT.",
        ),
        Problem(
            _E,
            "country_missing",
            "The row does not say in which country the lot lies.",
            "Write it, or give one for the whole file.",
        ),
        Problem(_I, "site_missing", "No site is named; the lot is booked to the country alone."),
        Problem(
            _W,
            "exhausted_in_words",
            "Words say that nothing is left, and no figure is given.",
            "Please confirm that the stock is nil.",
        ),
        Problem(
            _W,
            "decimal_marks_differ",
            "Some numbers prove a decimal comma, others a decimal point.",
            "Numbers that could be either are refused.",
        ),
        Problem(_I, "column_ignored", "The column is not used.", "Map it to a field if it should be."),
        Problem(_I, "other_sheets", "The workbook has further sheets, which were not read."),
    )
}

NO_NUMBER: dict[NoNumberKind, tuple[Verdict, Problem]] = {
    NoNumberKind.BLANK: (
        Verdict.NOT_COMPILED,
        Problem(
            _W,
            "quantity_blank",
            "No quantity is given: not compiled.",
            "A blank is not zero. If none is held, write 0.",
        ),
    ),
    NoNumberKind.DASH: (
        Verdict.NOT_COMPILED,
        Problem(
            _W,
            "quantity_dash",
            "A dash may mean none or not known; it was taken as not compiled.",
            "If none is held, write 0.",
        ),
    ),
    NoNumberKind.WITHHELD: (
        Verdict.WITHHELD,
        Problem(_W, "quantity_withheld", "Withheld by its source: there is a value, and it is not given."),
    ),
    NoNumberKind.NOT_AVAILABLE: (
        Verdict.NOT_COMPILED,
        Problem(_W, "quantity_not_available", "Not available at its source: not compiled."),
    ),
    NoNumberKind.NOT_APPLICABLE: (
        Verdict.NOT_APPLICABLE,
        Problem(_W, "quantity_not_applicable", "The source says that the question does not arise."),
    ),
    NoNumberKind.NIL: (
        Verdict.NIL,
        Problem(_I, "nil", "An explicit nil: we hold none."),
    ),
    NoNumberKind.EXHAUSTED: (Verdict.NIL, PROBLEMS["exhausted_in_words"]),
    NoNumberKind.BOUND: (
        Verdict.STOCK,
        Problem(
            _E,
            "quantity_bound",
            "A bound or an estimate is not a quantity of a lot.",
            "Write the quantity that is held.",
        ),
    ),
    NoNumberKind.AMBIGUOUS: (
        Verdict.STOCK,
        Problem(
            _E,
            "number_ambiguous",
            "The separator may mark thousands or decimals, and the file does not show which.",
            "Does this file write decimals with a comma or with a point? Say so in the mapping.",
        ),
    ),
    NoNumberKind.FOOTNOTE: (
        Verdict.STOCK,
        Problem(_E, "footnote_mark", "A mark follows the number; it may be a footnote or a digit.", "Remove the mark."),
    ),
    NoNumberKind.EXPONENT: (
        Verdict.STOCK,
        Problem(
            _E,
            "number_exponent",
            "The spreadsheet wrote the number with an exponent and may have dropped digits.",
            "Widen the column, show all digits, and save again.",
        ),
    ),
    NoNumberKind.TOO_LONG: (
        Verdict.STOCK,
        Problem(_E, "number_too_long", "The number has more than 18 significant digits.", "Round it."),
    ),
    NoNumberKind.UNREADABLE: (
        Verdict.STOCK,
        Problem(
            _E,
            "number_unreadable",
            "This is not a number as this file writes them.",
            "Write it like the other numbers of the file.",
        ),
    ),
}
"""What a cell without a number says of a stock, and with which finding. ``STOCK`` rows have an error: rejected."""
