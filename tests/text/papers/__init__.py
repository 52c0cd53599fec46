"""Documents of our own, printed as the UN prints them: to PDF pages, Word, HTML and plain text."""
