"""Charts: each with its table, each as a file, none by colour alone.

Layout
    figure.py     what a chart shows, as plain values: categories, series, marks; nothing is known of drawing
    inks.py       colours and patterns of series, from the palette in force
    brushwork.py  how a mark is painted: bars, what is possible above them, words where there is no number
    plot.py       axes and layout by pyqtgraph: the one module that imports it, when the first chart is shown
    ahead.py      loads, where figures are read, what the drawing library needs besides Qt
    sheet.py      a chart as a sheet with title, marking, unit and day: what is exported
    export.py     SVG, PNG and PDF
    panel.py      a chart on screen: legend, drawing, table, export
    stock.py, expiry.py, movements.py, cover.py, changes.py    the five charts

The figures come from ``services.charts`` and ``analysis``; here they become lengths and words.
"""
