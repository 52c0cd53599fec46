# reason: cites is a document
# severity: Violation
# at: A/RES/999/1
INSERT DATA { <A/RES/999/1> unag:citesDocument <body/general-assembly> }
