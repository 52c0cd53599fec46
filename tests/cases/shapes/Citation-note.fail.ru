# reason: is not in the text
# severity: Warning
# at: A/RES/999/1~I.op1/cites/recall/A/999/12~para7
DELETE { <A/RES/999/1~I.op1/cites/recall/A/999/12~para7> unag:viaFootnote ?old } INSERT { <A/RES/999/1~I.op1/cites/recall/A/999/12~para7> unag:viaFootnote <A/RES/999/1~fn9> } WHERE { <A/RES/999/1~I.op1/cites/recall/A/999/12~para7> unag:viaFootnote ?old }
