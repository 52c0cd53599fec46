# reason: committee report on which it is based is another's
# severity: Warning
# at: body/first-committee
INSERT DATA { <A/RES/999/1> unag:printedCommittee <body/first-committee> .
    <A/999/13> unag:issuedBy <body/fifth-committee> .
    <body/fifth-committee> a org:Organization }
