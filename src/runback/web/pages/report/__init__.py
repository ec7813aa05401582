"""The report for a clinician: a preview page by page, the PDF and the FHIR bundle."""
