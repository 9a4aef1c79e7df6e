"""Every sentence that an inventory import says about a row: code, weight, reason, and the question or the next step.

Kept in one place because they are what a person reads, and because a code is stable once it was published.

>>> PROBLEMS["negative_stock"].severity
<Severity.ERROR: 'error'>
"""

from __future__ import annotations

from stockpile_client.core.phrases import phrase
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
            phrase("A stock is never below nothing."),
            phrase("Look at the source: is it an oversold quantity or a misprint?"),
        ),
        Problem(
            _E, "quantity_percent", phrase("A share is not a quantity."), phrase("Write the quantity with its unit.")
        ),
        Problem(_I, "zero", phrase("An explicit zero: we hold none.")),
        Problem(
            _W,
            "flow_only",
            phrase("The row reports sales or plans and no stock: not compiled."),
            phrase("Import flows as movements of a lot."),
        ),
        Problem(
            _W,
            "mentions_total",
            phrase("The form says that this is a total."),
            phrase("Counted with its parts it would count twice."),
        ),
        Problem(
            _W, "totals_row", phrase("A line of totals; it was left out."), phrase("Totals are computed from the lots.")
        ),
        Problem(
            _W,
            "row_repeated",
            phrase("The same as an earlier row in every respect."),
            phrase("Two lots, or one entered twice? A lot number tells."),
        ),
        Problem(
            _E,
            "row_too_long",
            phrase("The row has more cells than the header."),
            phrase("Is there a delimiter inside a cell that lacks its quotation marks?"),
        ),
        Problem(
            _E,
            "unit_missing",
            phrase("The quantity has no unit."),
            phrase("Which unit is meant: t, kg, lb, st …? Name it in a column or the header."),
        ),
        Problem(
            _E,
            "material_missing",
            phrase("The row names no material."),
            phrase("Write a code of the catalogue, such as W or CO."),
        ),
        Problem(
            _E,
            "form_missing",
            phrase("The row names no form."),
            phrase("Write a form of the catalogue, such as W-APT."),
        ),
        Problem(
            _W,
            "grade_assumed",
            phrase("No assay is given; the declared grade of the form was used."),
            phrase("Give an assay if one is known."),
        ),
        Problem(
            _E,
            "as_of_missing",
            phrase("The row does not say when the quantity was true."),
            phrase("On which day? Write it, or give a date for the whole file."),
        ),
        Problem(
            _E,
            "as_of_future",
            phrase("The quantity is said to be true on a day that has not come."),
            phrase("Check the year."),
        ),
        Problem(
            _E,
            "percent_or_fraction",
            phrase("Is this a fraction or per cent?"),
            phrase("Write it with a per cent sign, or say in the mapping how the column is written."),
        ),
        Problem(
            _W,
            "fraction_assumed",
            phrase("Read as fractions: 0.65 is 65 %."),
            phrase("If the column is in per cent, put % in its header."),
        ),
        Problem(_E, "fraction_unread", phrase("This is not a share."), phrase("Write it in per cent, such as 65.2 %.")),
        Problem(
            _E, "days_unread", phrase("This is not a number of days."), phrase("Write a whole number from 0 to 3660.")
        ),
        Problem(
            _E,
            "rate_unread",
            phrase("This is not a rate."),
            phrase("Write a number, or leave it empty where there is no limit."),
        ),
        Problem(
            _E,
            "rate_unit",
            phrase("A rate is a mass of product per day."),
            phrase("Put its unit in the header, such as (t/day)."),
        ),
        Problem(_E, "yes_no_unread", phrase("This is neither yes nor no."), phrase("Write yes or no.")),
        Problem(
            _E,
            "holder_class_unread",
            phrase("This is no class of holder."),
            phrase("Write government, stockholding entity, mandated industry or voluntary commercial."),
        ),
        Problem(
            _E,
            "country_unread",
            phrase("The country was not recognised."),
            phrase("Write its two letters (ISO 3166-1), such as IT."),
        ),
        Problem(
            _E,
            "country_missing",
            phrase("The row does not say in which country the lot lies."),
            phrase("Write it, or give one for the whole file."),
        ),
        Problem(_I, "site_missing", phrase("No site is named; the lot is booked to the country alone.")),
        Problem(
            _W,
            "exhausted_in_words",
            phrase("Words say that nothing is left, and no figure is given."),
            phrase("Please confirm that the stock is nil."),
        ),
        Problem(
            _W,
            "decimal_marks_differ",
            phrase("Some numbers prove a decimal comma, others a decimal point."),
            phrase("Numbers that could be either are refused."),
        ),
        Problem(_I, "column_ignored", phrase("The column is not used."), phrase("Map it to a field if it should be.")),
        Problem(_I, "other_sheets", phrase("The workbook has further sheets, which were not read.")),
    )
}

NO_NUMBER: dict[NoNumberKind, tuple[Verdict, Problem]] = {
    NoNumberKind.BLANK: (
        Verdict.NOT_COMPILED,
        Problem(
            _W,
            "quantity_blank",
            phrase("No quantity is given: not compiled."),
            phrase("A blank is not zero. If none is held, write 0."),
        ),
    ),
    NoNumberKind.DASH: (
        Verdict.NOT_COMPILED,
        Problem(
            _W,
            "quantity_dash",
            phrase("A dash may mean none or not known; it was taken as not compiled."),
            phrase("If none is held, write 0."),
        ),
    ),
    NoNumberKind.WITHHELD: (
        Verdict.WITHHELD,
        Problem(_W, "quantity_withheld", phrase("Withheld by its source: there is a value, and it is not given.")),
    ),
    NoNumberKind.NOT_AVAILABLE: (
        Verdict.NOT_COMPILED,
        Problem(_W, "quantity_not_available", phrase("Not available at its source: not compiled.")),
    ),
    NoNumberKind.NOT_APPLICABLE: (
        Verdict.NOT_APPLICABLE,
        Problem(_W, "quantity_not_applicable", phrase("The source says that the question does not arise.")),
    ),
    NoNumberKind.NIL: (
        Verdict.NIL,
        Problem(_I, "nil", phrase("An explicit nil: we hold none.")),
    ),
    NoNumberKind.EXHAUSTED: (Verdict.NIL, PROBLEMS["exhausted_in_words"]),
    NoNumberKind.BOUND: (
        Verdict.STOCK,
        Problem(
            _E,
            "quantity_bound",
            phrase("A bound or an estimate is not a quantity of a lot."),
            phrase("Write the quantity that is held."),
        ),
    ),
    NoNumberKind.AMBIGUOUS: (
        Verdict.STOCK,
        Problem(
            _E,
            "number_ambiguous",
            phrase("The separator may mark thousands or decimals, and the file does not show which."),
            phrase("Does this file write decimals with a comma or with a point? Say so in the mapping."),
        ),
    ),
    NoNumberKind.FOOTNOTE: (
        Verdict.STOCK,
        Problem(
            _E,
            "footnote_mark",
            phrase("A mark follows the number; it may be a footnote or a digit."),
            phrase("Remove the mark."),
        ),
    ),
    NoNumberKind.EXPONENT: (
        Verdict.STOCK,
        Problem(
            _E,
            "number_exponent",
            phrase("The spreadsheet wrote the number with an exponent and may have dropped digits."),
            phrase("Widen the column, show all digits, and save again."),
        ),
    ),
    NoNumberKind.TOO_LONG: (
        Verdict.STOCK,
        Problem(_E, "number_too_long", phrase("The number has more than 18 significant digits."), phrase("Round it.")),
    ),
    NoNumberKind.UNREADABLE: (
        Verdict.STOCK,
        Problem(
            _E,
            "number_unreadable",
            phrase("This is not a number as this file writes them."),
            phrase("Write it like the other numbers of the file."),
        ),
    ),
}
"""What a cell without a number says of a stock, and with which finding. ``STOCK`` rows have an error: rejected."""
