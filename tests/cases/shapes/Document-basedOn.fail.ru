# reason: based on is a document
# severity: Violation
# at: A/RES/999/1
INSERT DATA { <A/RES/999/1> unag:basedOn <body/general-assembly> }
