# reason: ST/SGB
# severity: Violation
# at: ST/AI/2999/1
INSERT DATA { <ST/AI/2999/1> a unag:Document , unag:Bulletin ; unag:symbol 'ST/AI/2999/1' }
