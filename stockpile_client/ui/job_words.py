"""A job in words: how far, how fast, how long still, and how it ended.

>>> how_far(entry, formats)  # doctest: +SKIP
'41 % · 2,300 a second · about 12 s left'
"""

from __future__ import annotations

from stockpile_client.ui.formats import Formats
from stockpile_client.ui.job_history import JobEntry
from stockpile_client.ui.jobs import Outcome
from stockpile_client.ui.language import tr, words
from stockpile_client.ui.theme import Status

_SLOW = 10  # steps a second below which a rate says nothing


def how_far(entry: JobEntry, formats: Formats) -> str:
    """Per cent, rate and remaining time, as far as they can be told."""
    parts = []
    if entry.percent is not None:
        parts.append(tr("{percent} %", percent=entry.percent))
    if entry.rate is not None and entry.rate >= _SLOW:
        parts.append(tr("{n} a second", n=formats.integer(round(entry.rate))))
    if entry.remaining is not None:
        parts.append(tr("about {time} left", time=duration(entry.remaining)))
    return " · ".join(parts)


def how_it_ended(entry: JobEntry, formats: Formats) -> tuple[Status, str]:
    """A status and a line; the line of a running job is about its beginning."""
    moment, taken = formats.moment(entry.ended or entry.began), duration(entry.seconds)
    match entry.outcome:
        case Outcome.DONE:
            return Status.DONE, tr("done {moment}, took {time}", moment=moment, time=taken)
        case Outcome.FAILED:
            said = words(entry.said)
            return Status.DANGER, tr("failed {moment}: {reason}", moment=moment, reason=said)
        case Outcome.CANCELLED:
            return Status.NEUTRAL, tr("cancelled {moment}", moment=moment)
        case None if entry.job is not None and not entry.job.has_begun:
            return Status.NEUTRAL, tr("waits for the one before")
        case None:
            return Status.INFO, tr("began {moment}", moment=moment)


def duration(seconds: float) -> str:
    """Seconds, or minutes from two minutes on; never 0."""
    if seconds < 120:
        return tr("{n} s", n=max(1, round(seconds)))
    return tr("{n} min", n=round(seconds / 60))
