# reason: JIU symbol
# severity: Violation
# at: JIU/REP/99
INSERT DATA { <JIU/REP/99> a unag:Document , unag:JIUReport ; unag:symbol 'JIU/REP/99' }
