# reason: mapped to agreement
# severity: Violation
# at: A/RES/999/1~I.op1/cites/recall/A/999/12~para7
DELETE { <A/RES/999/1~I.op1/cites/recall/A/999/12~para7> cito:hasCitationCharacterization ?old } INSERT { <A/RES/999/1~I.op1/cites/recall/A/999/12~para7> cito:hasCitationCharacterization cito:agreesWith } WHERE { <A/RES/999/1~I.op1/cites/recall/A/999/12~para7> cito:hasCitationCharacterization ?old }
