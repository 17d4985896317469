"""What a build derives from the texts of the notices: ledgers of matters, and what a page shows of a notice."""
