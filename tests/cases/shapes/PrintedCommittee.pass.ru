# why: the printed committee is the one that reported
INSERT DATA { <A/RES/999/1> unag:printedCommittee <body/fifth-committee> .
    <A/999/13> unag:issuedBy <body/fifth-committee> .
    <body/fifth-committee> a org:Organization }
