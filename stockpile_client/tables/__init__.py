"""CSV and XLSX in and out: reading, mapping, findings, writing."""
