"""From a printed document to a PDF file: engines, fonts, and what no font can show."""
