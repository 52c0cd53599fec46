"""The log on standard error: one JSON object a line for machines, or words for people."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import orjson

ROOT = "graph_service"


class Lines(logging.Formatter):
    """One JSON object a line: time, level, event, and the facts that the event carries."""

    def format(self, record: logging.LogRecord) -> str:
        """See logging."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


class Words(logging.Formatter):
    """The same for people."""

    def format(self, record: logging.LogRecord) -> str:
        """See logging."""
        facts = " ".join(f"{name}={value}" for name, value in getattr(record, "facts", {}).items())
        trace = f"\n{self.formatException(record.exc_info)}" if record.exc_info else ""
        return f"{self.formatTime(record, '%H:%M:%S')} {record.getMessage()} {facts}{trace}"


FORMS = {"json": Lines, "text": Words}


def start(form: str) -> logging.Handler | None:
    """Begins to write the log in that form; ``none`` writes nothing. Gives what ``stop`` takes."""
    if form not in FORMS:
        return None
    handler = logging.StreamHandler()
    handler.setFormatter(FORMS[form]())
    logger = logging.getLogger(ROOT)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    return handler


def stop(handler: logging.Handler | None) -> None:
    """Ends it."""
    if handler is not None:
        logging.getLogger(ROOT).removeHandler(handler)
