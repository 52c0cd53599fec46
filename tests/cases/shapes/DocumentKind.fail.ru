# reason: is of no kind
# severity: Violation
# at: A/999/77
INSERT DATA { <A/999/77> a unag:Document ; unag:symbol 'A/999/77' }
